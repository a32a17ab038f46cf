"""No unsafe idiom stands in the product, and the check finds each one that is planted."""

import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests.asserting import ROOT
from tests.idioms import constants_of, in_browser, in_python, in_template

pytestmark = pytest.mark.unit

# Where one may stand, how often, and why nothing of people's can get there.
ALLOWED = {
    ("workshop/look/pieces.py", "sanitize=False"): (1, "our own SVG; of the address it holds only squares"),
    ("workshop/look/pieces.py", "html-variable"): (1, "the same place"),
    ("workshop/look/page.py", "html-variable"): (
        2,
        "addresses of our own files, from their names and hashes",
    ),
    ("workshop/console/frame/head.py", "html-variable"): (1, "addresses of our own files"),
    ("workshop/phone/write.py", "markup-variable"): (1, "hexadecimal digits made at the start"),
    ("workshop/phone/templates/base.html", "template-unescaped"): (2, "our own style sheets"),
    ("workshop/phone/static/evening.js", "js-html"): (
        1,
        "nothing in it runs; only texts are taken out of it",
    ),
    ("workshop/phone/templates/summaries.html", "template-unescaped"): (1, "our own style sheet"),
    ("workshop/phone/templates/weigh.html", "template-unescaped"): (1, "our own style sheet"),
    ("workshop/phone/static/beside.js", "js-html"): (
        1,
        "this very page anew, escaped by our own server; no script in it runs",
    ),
    ("exports/word_styles.py", "template-variable"): (1, "python-docx' name for reading a colour"),
    ("workshop/domain/posting.py", "sql-variable"): (1, "compiled by SQLAlchemy; values are bound"),
    ("workshop/models/database.py", "sql-variable"): (1, "the names of our own tables"),
    ("workshop/law/papers.py", "autoescape=False"): (1, "paragraphs of a Word file, which are no markup"),
    ("workshop/backup.py", "secret"): (1, "the name of a part of the file"),
}
READERS = {".js": in_browser, ".vue": in_browser, ".html": in_template}

PLANTED_IN_PYTHON = {
    "ui.html(text, sanitize=False)": {"html-variable", "sanitize=False"},
    "ui.html('<b>x</b>', sanitize=wish)": {"sanitize-variable"},
    "ui.html(f'<b>{text}</b>')": {"html-variable"},
    "ui.markdown(text)": {"html-variable"},
    "ui.add_head_html('<title>' + title)": {"html-variable"},
    "ui.add_body_html('<p>{}</p>'.format(text))": {"html-variable"},
    "ui.label().props(f'title={text}')": {"props-variable"},
    "ui.label().props('title=' + text)": {"props-variable"},
    "ui.run_javascript(f'say({text})')": {"javascript-variable"},
    "client.run_javascript('say(%s)' % text)": {"javascript-variable"},
    "box.on('click', js_handler=f'() => say({text})')": {"javascript-variable"},
    "ui.run(reload=True)": {"reload=True"},
    "uvicorn.run(app, reload=True)": {"reload=True"},
    "Markup(text)": {"markup-variable"},
    "Markup('<b>%s</b>' % text)": {"markup-variable"},
    "Environment(autoescape=False)": {"autoescape=False"},
    "environment.from_string(text)": {"template-variable"},
    "subprocess.run(command, shell=True)": {"shell=True"},
    "os.system('ls')": {"carried-out"},
    "eval(text)": {"carried-out"},
    "exec(text)": {"carried-out"},
    "yaml.load(text)": {"carried-out"},
    "import pickle": {"pickle"},
    "from marshal import loads": {"pickle"},
    "text(f'SELECT {name}')": {"sql-variable"},
    "session.execute('SELECT ' + name)": {"sql-variable"},
    "cursor.execute('SELECT %s' % name)": {"sql-variable"},
    "connection.exec_driver_sql('SELECT {}'.format(name))": {"sql-variable"},
    "connection.exec_driver_sql(statement)": {"sql-variable"},
    "SECRET = 'correct-horse'": {"secret"},
    "open_it(password='correct-horse')": {"secret"},
    "settings = {'api_key': 'correct-horse'}": {"secret"},
    "url = 'postgresql://workshop:horse@10.0.0.1/workshop'": {"secret"},
    "httpx.get(url, verify=False)": {"verify=False"},
}
HARMLESS_IN_PYTHON = [
    "ui.html('<hr>')",
    "HANDLER = '(e) => emit()'\nbox.on('click', js_handler=HANDLER)",
    "ui.label(text).props('outlined dense')",
    "element.props['title'] = text",
    "Markup('lang=\"{}\"').format(lang)",
    "session.execute(select(Entry).where(Entry.id == number))",
    "session.execute(text('SELECT :number'), {'number': number})",
    "bounds.text(given, 20)",
    "yaml.safe_load(text)",
    "from words import OPEN\nbox.on('click', js_handler=OPEN)",
    "pattern = re.compile('x')\nre.compile(f'{pattern}')",
    "secret = secrets.token_urlsafe(32)",
    "key = ''",
]
PLANTED_IN_BROWSERS = {
    "element.innerHTML = text;": "js-html",
    "element.innerHTML += text;": "js-html",
    "element['innerHTML'] = text;": "js-html",
    "h('div', { innerHTML: text })": "js-html",
    "element.outerHTML = text;": "js-html",
    "element.insertAdjacentHTML('beforeend', text);": "js-html",
    "document.write(text);": "js-html",
    "range.createContextualFragment(text);": "js-html",
    "frame.srcdoc = text;": "js-html",
    "template: `<div v-html='text'></div>`": "js-html",
    "eval(text);": "js-eval",
    "new Function(text)();": "js-eval",
    "setTimeout('say()', 10);": "js-eval",
    "location.href = `javascript:${text}`;": "js-eval",
}
HARMLESS_IN_BROWSERS = [
    "return whole.innerHTML;",
    "if (element.innerHTML === '') return;",
    "setTimeout(() => say(), 10);",
    "element.textContent = text;",
    "retrieval(text);",
]


def _sources() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", "workshop", "exports", "themes"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = [Path(name) for name in listed.stdout.split("\0") if name]
    # What is sent to phones is made of what is read here.
    written = [path for path in paths if path.parent.name != "built"]
    return [path for path in written if path.suffix in {".py", *READERS} and (ROOT / path).exists()]


def test_no_unsafe_idiom_stands_where_it_has_no_reason() -> None:
    sources = {path: (ROOT / path).read_text(encoding="utf-8") for path in _sources()}
    assert len(sources) > 250
    modules = [source for path, source in sources.items() if path.suffix == ".py"]
    known = set().union(*map(constants_of, modules))
    readers = READERS | {".py": lambda source: in_python(source, known)}
    found = [
        (path.as_posix(), each) for path, source in sources.items() for each in readers[path.suffix](source)
    ]
    counts = Counter((path, each.idiom) for path, each in found)
    told = [f"{path}:{each.line} {each.idiom}: {each.code}" for path, each in found]
    assert counts == {place: number for place, (number, _reason) in ALLOWED.items()}, "\n".join(told)


@pytest.mark.parametrize("planted", PLANTED_IN_PYTHON)
def test_planted_idiom_is_found_in_python(planted: str) -> None:
    assert {each.idiom for each in in_python(planted)} == PLANTED_IN_PYTHON[planted]


def test_harmless_python_is_left_alone() -> None:
    assert [found for source in HARMLESS_IN_PYTHON for found in in_python(source, {"OPEN"})] == []


def test_planted_idioms_are_found_in_scripts() -> None:
    found = {source: {each.idiom for each in in_browser(source)} for source in PLANTED_IN_BROWSERS}
    assert found == {source: {idiom} for source, idiom in PLANTED_IN_BROWSERS.items()}
    assert [found for source in HARMLESS_IN_BROWSERS for found in in_browser(source)] == []


def test_planted_idioms_are_found_in_templates() -> None:
    for source in ("{{ text|safe }}", "{% autoescape false %}"):
        assert [each.idiom for each in in_template(source)] == ["template-unescaped"]
    assert [each.idiom for each in in_template('<p onclick="say()">')] == ["template-handler"]
    assert in_template("<p>{{ text }}</p>") == []
