"""What every NiceGUI page calls first: the style sheet, the language, and Quasar's own look switched off."""

import hashlib
from collections.abc import Iterable
from copy import copy
from functools import cache
from pathlib import Path
from typing import cast, get_args

from nicegui import app, context, ui
from nicegui.language import Language

STYLE_SHEET = Path(__file__).parent / "look.css"
_SCRIPTS = tuple(Path(__file__).parent / name for name in ("clean_copy.js", "spent_script.js"))
A_YEAR = 365 * 24 * 3600
_QUASAR_LANGUAGES: dict[str, str] = {"de-simple": "de", "en": "en-US", "ku": "ku"}


@cache
def style_address(sheet: Path = STYLE_SHEET) -> str:
    """Return where a style sheet or script is served: the hash in its name lets it be cached for good."""
    digest = hashlib.sha256(sheet.read_bytes()).hexdigest()[:12]
    address = f"/static/look/{sheet.stem}.{digest}{sheet.suffix}"
    return app.add_static_file(local_file=sheet, url_path=address, max_cache_age=A_YEAR)


@cache
def _calm_quasar() -> None:
    """Set Quasar's defaults once per process: no capitals, no ripples, no floating labels, our colours."""
    app.colors(
        primary="#0e5a61",
        secondary="#566172",
        accent="#1f4e96",
        dark="#1b2430",
        positive="#1c6b40",
        negative="#a12a1f",
        info="#1f4e96",
        warning="#8f5200",
    )
    ui.button.default_props("no-caps unelevated :ripple=false")
    for field in (ui.input, ui.textarea, ui.select, ui.number):
        field.default_props("outlined dense stack-label hide-bottom-space")
    ui.tabs.default_props("no-caps")
    ui.tab.default_props("no-caps :ripple=false")


def apply(title: str, lang: str, *, sheets: Iterable[Path] = ()) -> None:
    """Give the page that is being built our look, its title and its language.

    `sheets` are style sheets of the page's own room, served the same way.
    """
    _calm_quasar()
    client = context.client
    page = copy(client.page)
    page.language = _language(lang)
    client.page = page
    ui.page_title(title)
    for sheet in (STYLE_SHEET, *sheets):
        ui.add_head_html(f'<link rel="stylesheet" href="{style_address(sheet)}">')
    for script in _SCRIPTS:
        ui.add_head_html(f'<script src="{style_address(script)}" defer></script>')


def _language(lang: str) -> Language:
    known = get_args(Language)
    for tag in (_QUASAR_LANGUAGES.get(lang, lang), lang.split("-", maxsplit=1)[0]):
        if tag in known:
            return cast("Language", tag)
    return "en-US"
