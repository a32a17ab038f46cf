"""The console's own style sheets and script, beside the shared look."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from nicegui import app, ui

from workshop import look

_FOLDER = Path(__file__).parent.parent / "static"
# In this order: what comes later may overrule what comes before.
_SHEETS = (
    "base",
    "dialogues",
    "dialogue",
    "sorting",
    "dialogs",
    "results",
    "around",
    "small",
    "marks",
    "access",
    "keeping",
    "summaries",
    "measures",
    "measure_cells",
    "photos",
)
_SCRIPTS = ("console", "clock", "drafts", "column", "touch_drag", "focus", "bars")
_A_YEAR = 365 * 24 * 3600


@cache
def _address(name: str) -> str:
    """Return where a file is served: its name carries a hash of its content, so it is cached for good."""
    file = _FOLDER / name
    stamp = sha256(file.read_bytes()).hexdigest()[:12]
    return app.add_static_file(
        local_file=file, url_path=f"/static/console/{file.stem}.{stamp}{file.suffix}", max_cache_age=_A_YEAR
    )


def _leave_main_to_the_page() -> None:
    """Make NiceGUI's outer element a plain one: a page has a `main` of its own."""
    around = ui.context.client.content.parent_slot
    if around:
        around.parent.tag = "div"


def add_head(title: str, lang: str) -> None:
    """Give the page that is being built our look, its title and language, and what the console needs."""
    look.apply(title, lang)
    _leave_main_to_the_page()
    sheets = "".join(f'<link rel="stylesheet" href="{_address(f"{name}.css")}">' for name in _SHEETS)
    scripts = "".join(f'<script src="{_address(f"{name}.js")}"></script>' for name in _SCRIPTS)
    ui.add_head_html(
        f'{sheets}{scripts}<meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">'
    )
