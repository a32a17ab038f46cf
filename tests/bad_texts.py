"""Texts and values that have broken programs elsewhere, for every way in."""

import json
from pathlib import Path
from typing import Any

_LIST = Path(__file__).parent / "data" / "blns.json"
ROCKET, FAMILY = "\U0001f680", "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"

OWN = [
    # Combining floods and zalgo
    "a" + "\u0301" * 16_000 + "\u0316" * 16_000,
    "\u0301" * 40,
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349\u035a\u032f\u031e\u0320\u034dalgo",
    "e\u0323\u0302" * 200,
    # Writing direction
    "abc\u202egnp.exe",
    "\u2066\u2067\u2068x\u2069",
    "نص عربي mit Deutsch \u200f(123)\u200e",
    "\u061c\u200e\u200f",
    # Joined signs, other scripts
    FAMILY,
    FAMILY * 71,
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "\U0001f1e9\U0001f1ea" * 300,
    "ሰላም ለኩልኹም፤ ጽቡቕ ሓሳብ",
    "می‌خواهم",
    "\u1100\u1161\u11a8" * 100,
    "कृपया \u0915\u094d\u200d\u0937",
    # What nobody sees, or no text may hold
    "",
    " \t\r\n ",
    "\u200b\u2060\ufeff\u00ad",
    "\u3164\u2800",
    "a\0b",
    "\0",
    "half \ud83d a pair",
    "\udcff\udc80",
    "\ufffe\uffff\U0010ffff",
    "\ufffc\ufff9x\ufffa",
    "\x1b[31mred\x1b[0m\x07\x08\x7f\x9b",
    "line\r\none\u2028two\u2029three\x85four\x0bfive",
    # Length
    "x" * 40_000,
    "ä" * 501,
    "x" * 500,
    "wort " * 8_000,
    # Formulas
    "=1+1",
    '=HYPERLINK("http://evil.example","hier")',
    "+49 171 …",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\ufeff=1+1",
    "\u00ad=1+1",
    "＝1+1",
    # What other languages would carry out
    "<script>globalThis.hit = 1</script>",
    "</title></textarea></style><script>globalThis.hit = 1</script>",
    '<img src=x onerror="globalThis.hit = 1">',
    "<svg/onload=globalThis.hit=1>",
    '"><b data-hit>bold</b>',
    "' onmouseover='globalThis.hit = 1' x='",
    "javascript:globalThis.hit=1",
    "&lt;b&gt; &amp;amp; &#60;",
    '<!-- --> ]]> <![CDATA[ <?xml version="1.0"?>',
    "{{ 7 * 7 }} {{ constructor.constructor('globalThis.hit = 1')() }}",
    "{% raw %} {# note #} ${7*7} #{7*7} <%= 7*7 %>",
    "%s %d %n %(name)s %",
    "{0} {name} {} {:>999999999}",
    "'; DROP TABLE entries; --",
    "1' OR '1'='1",
    "\\N \\u0000 \\x00 \\",
    "$(touch /tmp/hit) `id` | cat /etc/passwd",
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "file:///etc/passwd",
    "CON",
    "NUL.txt",
    "# Heading\n* [link](javascript:globalThis.hit=1)\n![x](x)",
    'a;b;"c"\nd,e\tf',
    "null",
    "undefined",
    "NaN",
    "-1",
    "1e999",
    "0x7fffffff",
    "9" * 400,
    "http://[::1",
    "//evil.example/x",
]
# Bytes that are no UTF-8.
NOT_UTF8 = [b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"abc\x80", b"\xf8\x88\x80\x80\x80", "ä".encode("utf-16")]
# Where a text belongs.
NOT_TEXT: list[Any] = [
    *(None, True, 0, -1, 2**31, 2**63, 10**30, 1.5, float("nan"), float("inf")),
    *([], ["x"], [["x"]], ["x"] * 10_000, {}, {"x": "y"}, {"x": {"y": ["z"]}}),
]
# Where the number of a row belongs.
NOT_A_ROW: list[Any] = [
    *(0, -1, 2**31, 2**63, 2**64, 10**30, 1.5, True, float("nan")),
    *("", "x", "1.5", "²", "1\0", "9" * 400, "\ud800", "-1", " 1", "0x1"),
]


def bad_texts() -> list[str]:
    """Return every text, each once."""
    known: list[str] = json.loads(_LIST.read_text(encoding="utf-8"))
    return list(dict.fromkeys([*OWN, *known]))
