"""What a moderator wrote, in the reader's language; where it is missing, the original that says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from workshop.domain.wording import Wording, wording_in
from workshop.i18n import NATIVE_NAMES, direction_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workshop.domain.queries.dialogue import DialogueView
    from workshop.phone.language import Reading


@dataclass(frozen=True)
class Read(Wording):
    """A text as a reader of `tag` gets it; in a template it is the text."""

    tag: str

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def is_original(self) -> bool:
        """Say whether it is not in the reader's language."""
        return bool(self.text) and self.lang != self.tag

    @property
    def attributes(self) -> Markup:
        """Return language and direction as attributes of the element around the text."""
        return Markup('lang="{}" dir="{}"').format(self.lang, direction_of(self.lang))


@dataclass(frozen=True)
class Reader:
    """One reader of one dialogue's texts."""

    reading: Reading
    dialogue: DialogueView

    def read(self, texts: Mapping[str, str]) -> Read:
        """Return a text for this reader."""
        found = wording_in(texts, self.reading.tag, original=self.dialogue.lang)
        return Read(found.text, found.lang, self.reading.tag)

    def said(self, name: str) -> Read:
        """Return what is said about the evening, by its name (`domain.dialogue.TRANSLATED`)."""
        return self.read(self.dialogue.texts(name))

    @property
    def original(self) -> str:
        """The language that the moderators write, named in itself."""
        return NATIVE_NAMES.get(self.dialogue.lang, self.dialogue.lang)
