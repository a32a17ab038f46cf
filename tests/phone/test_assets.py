"""Script and style: what is sent is what was written, and old browsers understand it."""

import gzip
import json
import re
import subprocess
import sys

import brotli
import pytest
from py_mini_racer import MiniRacer

from workshop.phone.assets import STYLES, Encoded, assets
from workshop.phone.shorten import BUILT, SCRIPTS, STATIC, shortened

pytestmark = pytest.mark.unit
# Younger than ES2019, or than Safari 13 and Chrome 80.
TOO_NEW = (
    r"\?\.|\?\?|\|\|=|&&=|\breplaceAll\(|\.at\(|\bstructuredClone\b|\brandomUUID\b|^import |\bawait\b.*for\("
)
TOO_NEW_STYLE = r"@layer|@container|:has\(|:is\(|:where\(|\bgap:|\binset:|aspect-ratio|color-mix|dvh"


SCRIPTS_SENT = (assets().script, assets().weigh_script, assets().summary_script)
SENT = pytest.mark.parametrize("script", SCRIPTS_SENT, ids=SCRIPTS)


@SENT
def test_script_uses_nothing_that_old_phones_do_not_know(script: Encoded):
    source = script.plain.decode()
    assert re.findall(TOO_NEW, source, flags=re.MULTILINE) == []
    assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", source) == []


def test_style_uses_nothing_that_old_phones_do_not_know():
    assert sorted(path.name for path in STATIC.glob("*.css")) == sorted(STYLES)
    for name in STYLES:
        assert re.findall(TOO_NEW_STYLE, (STATIC / name).read_text(encoding="utf-8")) == []


def test_every_module_is_in_a_script():
    assert {path.stem for path in STATIC.glob("*.js")} == {
        part for parts in SCRIPTS.values() for part in parts
    }


@pytest.mark.parametrize("parts", SCRIPTS.values(), ids=SCRIPTS)
def test_script_is_joined_of_modules_that_each_stand_after_what_they_import(parts: tuple[str, ...]):
    assert len(set(parts)) == len(parts)
    for at, part in enumerate(parts):
        source = (STATIC / f"{part}.js").read_text(encoding="utf-8")
        lines = re.findall(r"^import .*$", source, flags=re.MULTILINE)
        imported = re.findall(r"^import \{ .* \} from '\./(\w+)\.js';$", source, flags=re.MULTILINE)
        assert len(imported) == len(lines), "an import of another shape is not taken out"
        assert set(imported) <= set(parts[:at])


@pytest.mark.parametrize("name", SCRIPTS)
def test_what_is_sent_was_made_of_what_was_written(name: str):
    pytest.importorskip("minify", reason="the minifier is not built for this system")
    assert (BUILT / f"{name}.js").read_text(encoding="utf-8") == shortened(name) + "\n", "run `make scripts`"


@SENT
def test_encodings_hold_the_same_script(script: Encoded):
    assert gzip.decompress(script.gzip) == script.plain
    assert brotli.decompress(script.brotli) == script.plain


def test_what_is_sent_holds_no_comment_and_no_space_that_only_readers_need():
    scripts = [each.plain.decode() for each in SCRIPTS_SENT]
    for sent in (*scripts, assets().style, assets().reading_style, assets().weigh_style):
        assert re.findall(r"/\*|^ *// |^ +|\n\n", sent, flags=re.MULTILINE) == []
        assert " = " not in sent


@SENT
def test_script_that_is_sent_can_be_parsed(script: Encoded):
    source = json.dumps(script.plain.decode())
    assert MiniRacer().eval(f"typeof new Function({source})") == "function"


def test_the_room_loads_without_nicegui_and_fastapi():
    heavy = {"nicegui", "fastapi", "numpy", "pandas"}
    code = f"import sys, workshop.phone.routes; print(sorted({heavy} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
