"""The page behind a one-use link, as plain HTML: one button, or why there is none. It asks nobody else."""

from collections.abc import Sequence
from html import escape

from workshop.doors.headers import text_page_policy

_STYLE = (
    "body{margin:0;background:#f4f1ea;color:#1b2430;font:17px/1.5 system-ui,sans-serif}"
    "main{box-sizing:border-box;width:min(36rem,100% - 2rem);margin:10vh auto 2rem;padding:1.75rem;"
    "background:#fffefb;border:1px solid #ddd7c9;border-radius:12px;overflow-wrap:anywhere}"
    "h1{font-size:1.5rem;line-height:1.25;margin:0 0 .75rem}p{margin:0 0 .75rem}.facts{font-weight:600}"
    ".note{color:#55606d;font-size:.95rem}"
    "button{font:inherit;font-weight:600;width:100%;min-height:3rem;margin:.75rem 0 1.25rem;"
    "padding:.6rem 1rem;color:#fff;background:#0e5a61;border:2px solid transparent;"
    "border-radius:8px;cursor:pointer}"
    "button:hover{background:#0a464c}button:focus-visible{outline:3px solid #1b2430;outline-offset:2px}"
)
# A second press while the first is under way would throw away the answer that brings the cookie.
_SCRIPT = (
    "(f=>{let sent=0;f.addEventListener('submit',e=>{if(sent++)e.preventDefault()});"
    "addEventListener('pageshow',()=>{sent=0})})(document.querySelector('form'))"
)


HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": text_page_policy(_STYLE, _SCRIPT),
}


def enter_page(lang: str, title: str, facts: str, lines: Sequence[str], *, button: str = "") -> str:
    """Return the page; with a `button` its first line stands above it and the others below."""
    above = [f'<p class="facts">{escape(facts)}</p>'] if facts else []
    above += [f"<p>{escape(line)}</p>" for line in lines[:1]]
    below = "".join(f'<p class="note">{escape(line)}</p>' for line in lines[1:])
    # Without an address the form goes to the one that the page has.
    form = f'<form method="post"><button>{escape(button)}</button></form>' if button else ""
    script = f"<script>{_SCRIPT}</script>" if button else ""
    return (
        f'<!doctype html><html lang="{escape(lang)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{''.join(above)}{form}{below}</main>{script}</body></html>"
    )
