"""One text of a moderator in several languages: the original, and what it is called elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from themes import LANGUAGES
from workshop.domain import bounds
from workshop.domain.errors import Refusal, RefusedError
from workshop.domain.text import is_blank


@dataclass(frozen=True)
class Wording:
    """What a reader gets of a text, and the language that it is in."""

    text: str
    lang: str


def wording_in(texts: Mapping[str, str], tag: str, *, original: str) -> Wording:
    """Return the text in the reader's language `tag`, or else as it was written in `original`.

    No third language steps in: a reader who is told "the original" gets the original.
    """
    base = tag.split("-", maxsplit=1)[0]
    for lang in (tag, base, original, *texts):
        if texts.get(lang):
            return Wording(texts[lang], lang)
    return Wording("", tag)


def reworded(
    old: Mapping[str, str],
    *,
    lang: str,
    text: str,
    given: Mapping[str, str] | None = None,
    still_fit: bool = False,
) -> dict[str, str]:
    """Return the text in all its languages after it was edited; `text` is the original, in `lang`.

    `given` are all translations as the editor has them now, blank where there is none; `None` leaves them.
    When the original changes, a translation that was not touched says something else: it goes, unless
    the editor says that the translations `still_fit`.
    """
    wanted = old if given is None else given
    original_stays = still_fit or old.get(lang, "") == text
    translations = {
        tag: words
        for tag, words in wanted.items()
        if tag != lang and words and (original_stays or words != old.get(tag))
    }
    return {lang: text} | translations


def checked_translations(given: Mapping[str, str] | None, length: int) -> dict[str, str] | None:
    """Return translations with normalised texts, blank ones as empty.

    Raises `RefusedError` for a text longer than `length` and for a language that no phone page has.
    """
    if given is None:
        return None
    if not given.keys() <= set(LANGUAGES):
        raise RefusedError(Refusal.DETAILS_INVALID)
    texts = {tag: bounds.text(text, length) for tag, text in given.items()}
    return {tag: "" if is_blank(text) else text for tag, text in texts.items()}
