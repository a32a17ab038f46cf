"""One calm sentence: what the machine cannot compare across languages, or that its model is away."""

import time
from typing import TYPE_CHECKING

from workshop.console.kit.controls import Tag
from workshop.console.sections.sorting.context import SortingContext

if TYPE_CHECKING:
    from workshop.grouping import AcrossLanguages

# A model that failed is asked again after a minute; this is how old the sentence may be by the next change.
ASK_AGAIN_SECONDS = 20.0


class Languages:
    """The sentence, while a model does not answer, or without one with cards in several languages."""

    def __init__(self, context: SortingContext) -> None:
        self._context = context
        self._ask_again_at = 0.0
        self._answer: AcrossLanguages | None = None
        self._note = Tag("p", "", "field-note languages-note")
        self._note.set_visibility(False)

    def refresh(self) -> None:
        """Say what is known by now, and ask now and then; until there is an answer, at each change."""
        self._show()
        now = time.monotonic()
        if now >= self._ask_again_at and self._context.picture.languages(self._context.table_id):
            self._ask_again_at = now + ASK_AGAIN_SECONDS
            self._context.page.later(self._ask(), name="ask how languages are compared")

    async def _ask(self) -> None:
        context = self._context
        if context.placer is None:
            return
        self._answer = await context.placer.across_languages(context.table_id)
        if self._answer is None:
            self._ask_again_at = 0.0
        if not self._note.is_deleted and not context.page.is_locked:
            self._show()

    def _show(self) -> None:
        sentence = self._sentence()
        self._note.set_text(sentence)
        self._note.set_visibility(bool(sentence))

    def _sentence(self) -> str:
        gettext = self._context.page.gettext
        if self._answer == "model rests":
            return gettext(
                "The language model does not answer at the moment. Until it does, the machine goes on by "
                "letters and a short list of words."
            )
        if self._answer == "model set aside":
            return gettext(
                "The language model broke off twice. Until the server is started again, the machine goes on "
                "by letters and a short list of words. Please look at cards in other languages yourself."
            )
        if self._answer == "word fields" and len(self._context.picture.languages(self._context.table_id)) > 1:
            return gettext(
                "There are cards in several languages here. Across languages the machine only compares "
                "a short list of words; for more it needs a language model. "
                "Please look at these cards yourself."
            )
        return ""
