"""What can be done with the chosen cards: a bar built once, so that no button goes away under a finger."""

from typing import TYPE_CHECKING

from workshop.console.kit.controls import Tag, box, button
from workshop.console.sections.sorting import card_dialogs, group_dialogs
from workshop.domain.rights import Actor

if TYPE_CHECKING:
    from workshop.console.sections.sorting.group_list import TopicList


class Selection:
    """The bar above the topics; it shows as long as cards are chosen."""

    def __init__(self, topics: "TopicList") -> None:
        self._topics = topics
        _ = topics.page.gettext
        with box("selection", role="region", aria_label=_("Chosen cards")) as self._bar:
            self._number = Tag("strong", "", role="status")
            button(_("New topic from these"), classes="primary", data_act="selection-gather")
            button(_("Move to …"), data_act="selection-move")
            button(_("Take out"), data_act="selection-take-out")
            button(_("Clear choice"), classes="quiet", data_act="selection-clear")
        self.refresh()

    def refresh(self) -> None:
        """Say how many cards are chosen."""
        number = len(self._topics.texts.chosen)
        words = self._topics.page.ngettext("%(n)d card chosen", "%(n)d cards chosen", number)
        self._number.set_text(words % {"n": number})
        self._bar.set_visibility(number > 0)

    async def act(self, actor: Actor, what: str) -> None:
        """Do what one of the buttons says; a second click while its dialog is open does nothing."""
        sorting = self._topics.sorting
        if self._topics.busy:
            return
        if what == "gather":
            group_dialogs.ask_gather(sorting)
        elif what == "move" and sorting.chosen():
            card_dialogs.ask_move(sorting, sorting.chosen())
        elif what == "take-out":
            await sorting.move(actor, sorting.chosen(), None)
        elif what == "clear":
            sorting.clear_choice()
