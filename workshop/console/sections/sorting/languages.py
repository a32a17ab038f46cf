"""One calm sentence: across languages the machine compares little, and what it would need for more."""

from typing import TYPE_CHECKING

from workshop.console.kit.controls import Tag

if TYPE_CHECKING:
    from workshop.console.sections.sorting.group_list import TopicList


class Languages:
    """The sentence, there as soon as a table has cards in more than one language and there is no model."""

    def __init__(self, topics: "TopicList") -> None:
        self._topics = topics
        self._is_asked = False
        self._note = Tag(
            "p",
            topics.page.gettext(
                "There are cards in several languages here. Across languages the machine only compares "
                "a short list of words; for more it needs a language model. "
                "Please look at these cards yourself."
            ),
            "field-note languages-note",
        )
        self._note.set_visibility(False)

    def refresh(self) -> None:
        """Ask when the second language comes, until there is an answer."""
        topics = self._topics
        if not self._is_asked and len(topics.picture.languages(topics.table_id)) > 1:
            self._is_asked = True
            topics.page.later(self._ask(), name="ask how languages are compared")

    async def _ask(self) -> None:
        topics = self._topics
        placer = topics.page.services.placer.of(topics.picture.dialogue.code)
        if placer is None:
            return
        answer = await placer.across_languages(topics.table_id)
        self._is_asked = answer is not None
        if not self._note.is_deleted and not topics.page.is_locked:
            self._note.set_visibility(answer == "word fields")
