"""Script and style: what is sent is what was written, and old browsers understand it."""

import gzip
import json
import re
import subprocess
import sys

import brotli
import pytest
from py_mini_racer import MiniRacer

from workshop.phone.assets import PARTS, STATIC, STYLES, assets

pytestmark = pytest.mark.unit
# Younger than ES2019, or than Safari 13 and Chrome 80.
TOO_NEW = (
    r"\?\.|\?\?|\|\|=|&&=|\breplaceAll\(|\.at\(|\bstructuredClone\b|\brandomUUID\b|^import |\bawait\b.*for\("
)
TOO_NEW_STYLE = r"@layer|@container|:has\(|:is\(|:where\(|\bgap:|\binset:|aspect-ratio|color-mix|dvh"


def test_script_uses_nothing_that_old_phones_do_not_know():
    source = assets().script.plain.decode()
    assert re.findall(TOO_NEW, source, flags=re.MULTILINE) == []
    assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", source) == []


def test_style_uses_nothing_that_old_phones_do_not_know():
    assert sorted(path.name for path in STATIC.glob("*.css")) == sorted(STYLES)
    for name in STYLES:
        assert re.findall(TOO_NEW_STYLE, (STATIC / name).read_text(encoding="utf-8")) == []


def test_script_is_joined_from_every_module_and_each_stands_after_what_it_imports():
    assert sorted(path.stem for path in STATIC.glob("*.js")) == sorted(PARTS)
    for at, part in enumerate(PARTS):
        source = (STATIC / f"{part}.js").read_text(encoding="utf-8")
        lines = re.findall(r"^import .*$", source, flags=re.MULTILINE)
        imported = re.findall(r"^import \{ .* \} from '\./(\w+)\.js';$", source, flags=re.MULTILINE)
        assert len(imported) == len(lines), "an import of another shape is not taken out"
        assert set(imported) <= set(PARTS[:at])


def test_encodings_hold_the_same_script():
    script = assets().script
    assert gzip.decompress(script.gzip) == script.plain
    assert brotli.decompress(script.brotli) == script.plain


def test_what_is_sent_holds_no_comment_and_no_space_that_only_readers_need():
    for sent in (assets().script.plain.decode(), assets().style, assets().reading_style):
        assert re.findall(r"/\*|^ *// |^ +|\n\n", sent, flags=re.MULTILINE) == []
        assert " = " not in sent


def test_script_that_is_sent_can_be_parsed():
    script = json.dumps(assets().script.plain.decode())
    assert MiniRacer().eval(f"typeof new Function({script})") == "function"


def test_the_room_loads_without_nicegui_and_fastapi():
    heavy = {"nicegui", "fastapi", "numpy", "pandas"}
    code = f"import sys, workshop.phone.routes; print(sorted({heavy} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
