"""The modules of the phone's scripts, and what is sent of them: joined, without comments, with short names.

That lies in `static/built`, so that nothing has to shorten it where the product runs; after a change to a
script `make scripts` brings it up to date. The minifier is one of the tools for tests.
"""

import re
from pathlib import Path

STATIC = Path(__file__).parent / "static"
BUILT = STATIC / "built"
# The modules of each script; each stands after those that it imports.
SCRIPTS = {
    "phone": (
        "page",
        "translation",
        "chance",
        "storage",
        "text",
        "outbox",
        "cards",
        "draft",
        "evening",
        "phone",
    ),
    # Of the page where one gives dots.
    "weigh": ("page", "chance", "storage", "beside", "weigh"),
    # Of the page with the summaries.
    "summary": ("page", "chance", "storage", "beside", "summary"),
}
# Phones may know nothing younger.
LANGUAGE_VERSION = 2019


def joined(*parts: str) -> str:
    """Return modules as one script: the phone asks for one file, and old ones know no `import`."""
    sources = "\n".join((STATIC / f"{part}.js").read_text(encoding="utf-8") for part in parts)
    return re.sub(r"^(import .*|export )", "", sources, flags=re.MULTILINE)


def shortened(name: str) -> str:
    """Return a script as it is sent."""
    import minify  # noqa: PLC0415 - a tool that only tests have

    minify.config({"js-version": LANGUAGE_VERSION})
    source = f"(() => {{'use strict';\n{joined(*SCRIPTS[name])}}})();"
    short: str = minify.string("application/javascript", source)
    return short


if __name__ == "__main__":
    for each in SCRIPTS:
        (BUILT / f"{each}.js").write_text(shortened(each) + "\n", encoding="utf-8")
