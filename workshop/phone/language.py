"""In which language a page is read, and what its links must carry so that this stays so."""

from dataclasses import dataclass
from functools import cache

from starlette.requests import Request

from workshop.i18n import NATIVE_NAMES, direction_of, languages_of, negotiate, supported

DOMAIN = "phone"
LANGUAGE_COOKIE = "lang"


@dataclass(frozen=True)
class Reading:
    """The language of a page; `chosen` says that the address names it."""

    tag: str
    chosen: bool = False

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return direction_of(self.tag)

    @property
    def written(self) -> str:
        """The language that a reader of this page presumably writes: Leichte Sprache is for reading."""
        return self.tag.split("-", maxsplit=1)[0]

    @property
    def native_name(self) -> str:
        """The language named in itself."""
        return NATIVE_NAMES[self.tag]


@cache
def offered() -> tuple[str, ...]:
    """Return the languages that the phone pages are written in."""
    return languages_of(DOMAIN)


def reading_of(request: Request) -> Reading:
    """Return the language of a request: by its address, by the reader's earlier choice, or by the browser."""
    named = request.query_params.get("lang")
    if named and (tag := supported(named, offered())):
        return Reading(tag, chosen=True)
    stored = request.cookies.get(LANGUAGE_COOKIE)
    if stored and (tag := supported(stored, offered())):
        return Reading(tag)
    return Reading(negotiate(request.headers.get("accept-language", ""), offered()))
