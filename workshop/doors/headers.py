"""The headers of every answer; each loosening of the strict policy stands here, with its reason."""

import base64
import hashlib
from collections.abc import Iterable

Headers = list[tuple[bytes, bytes]]

# What loads nothing and is shown nowhere else: data, files, pages that are text only.
STRICT = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
_A_YEAR = 365 * 24 * 3600
# NiceGUI marks its pages so.
_RICH_MARK = b"x-nicegui-content"
_POLICY = b"content-security-policy"
_KEEPING = b"cache-control"
# No browser and no proxy keeps a page of staff, a download or a redirect, unless its room says so.
_NOT_KEPT = (_KEEPING, b"no-store")
_NOT_MODIFIED, _FIRST_ERROR = 304, 400


def text_page_policy(style: str, script: str = "") -> str:
    """Return the policy of a page whose one style sheet and one script, if any, stand inside it."""
    policy = f"{STRICT}; style-src {_known(style)}"
    return f"{policy}; script-src {_known(script)}" if script else policy


def _known(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def pdf_policy() -> str:
    """Return the policy of a PDF that opens in the browser.

    Browsers show it as a plug-in on a page of their own, which they style in the page itself: to a stricter
    policy some show a blank page. No text of a participant is ever HTML there.
    """
    return f"{STRICT}; object-src 'self'; img-src 'self'; style-src 'unsafe-inline'"


def rich_policy(nonce: str) -> bytes:
    """Return the policy of a NiceGUI page, of which only what has this page's `nonce` runs inside it.

    Each loosening beside what the page loads from here:

    - `'unsafe-eval'` for scripts: Vue compiles NiceGUI's templates in the browser, and NiceGUI evaluates
      bound properties and what the server tells it to run;
    - `'unsafe-inline'` for styles: NiceGUI and Quasar add style elements and attributes while they draw. No
      text of a participant is ever HTML there, so there is none to style;
    - `data:` for pictures: signs inside Quasar's style sheets, and the icon of the page.
    """
    return "; ".join(
        (
            STRICT,
            f"script-src 'self' 'nonce-{nonce}' 'unsafe-eval'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
        )
    ).encode()


def common(*, is_https: bool) -> Headers:
    """Return what every answer carries, whatever it is.

    A page may name its own address to this server and to no other: a browser that may not would send a form
    of ours with `Origin: null`, as it does for a foreign page.
    """
    headers = [
        (b"x-content-type-options", b"nosniff"),
        (b"x-frame-options", b"DENY"),
        (b"referrer-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
    ]
    if is_https:
        headers.append((b"strict-transport-security", b"max-age=%d" % _A_YEAR))
    return headers


class Dress:
    """Gives an answer its headers; a room's own policy stays, its other ones of these names give way."""

    def __init__(self, *, is_https: bool) -> None:
        self._common = common(is_https=is_https)
        self._names = {name for name, _ in self._common}
        self._strict = [*self._common, (_POLICY, STRICT.encode())]

    def on(self, headers: Iterable[tuple[bytes, bytes]], nonce: str, status: int) -> Headers:
        """Return the headers of an answer with those that every answer has."""
        kept: Headers = []
        policy: bytes | None = None
        is_rich = False
        for pair in headers:
            name = pair[0].lower()
            if name in self._names:
                continue
            if name == b"location":
                pair = (name, _on_this_server(pair[1]))  # noqa: PLW2901 - the one that is replaced
            elif name == _POLICY:
                policy = pair[1]
            elif name == _RICH_MARK:
                is_rich = True
            kept.append(pair)
        kept = _kept_no_longer_than_meant(kept, status)
        if policy is not None:
            return [*kept, *self._common]
        if is_rich:
            return [*kept, *self._common, (_POLICY, rich_policy(nonce))]
        return [*kept, *self._strict]


def _kept_no_longer_than_meant(headers: Headers, status: int) -> Headers:
    """Return the headers of an answer that say how long it is kept: errors and what says nothing never."""
    told = next((value for name, value in headers if name.lower() == _KEEPING), None)
    if told is None:
        # What was kept before goes on as its first answer said.
        return headers if status == _NOT_MODIFIED else [*headers, _NOT_KEPT]
    if status < _FIRST_ERROR or b"no-" in told:
        return headers
    return [*(pair for pair in headers if pair[0].lower() != _KEEPING), _NOT_KEPT]


def _on_this_server(location: bytes) -> bytes:
    """Return a redirect's goal as a path: it leads to no other host, whatever a request called this one."""
    scheme, mark, rest = location.partition(b"://")
    if mark and scheme.isalpha():
        _, slash, path = rest.partition(b"/")
        location = slash + path
    return b"/" + location.lstrip(b"/\\") if location[:1] in {b"/", b"\\", b""} else location
