"""One calm sentence: across languages the machine compares little, and what it would need for more."""

from workshop.console.kit.controls import Tag
from workshop.console.sections.sorting.context import SortingContext


class Languages:
    """The sentence, there as soon as a table has cards in more than one language and there is no model."""

    def __init__(self, context: SortingContext) -> None:
        self._context = context
        self._is_asked = False
        self._note = Tag(
            "p",
            context.page.gettext(
                "There are cards in several languages here. Across languages the machine only compares "
                "a short list of words; for more it needs a language model. "
                "Please look at these cards yourself."
            ),
            "field-note languages-note",
        )
        self._note.set_visibility(False)

    def refresh(self) -> None:
        """Ask when the second language comes, until there is an answer."""
        context = self._context
        if not self._is_asked and len(context.picture.languages(context.table_id)) > 1:
            self._is_asked = True
            context.page.later(self._ask(), name="ask how languages are compared")

    async def _ask(self) -> None:
        context = self._context
        if context.placer is None:
            return
        answer = await context.placer.across_languages(context.table_id)
        self._is_asked = answer is not None
        if not self._note.is_deleted and not context.page.is_locked:
            self._note.set_visibility(answer == "word fields")
