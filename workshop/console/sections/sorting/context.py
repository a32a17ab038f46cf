"""What all parts of a list of topics share; it imports none of them, they tell it what they want to hear."""

from collections.abc import Callable, Mapping, Sequence

from workshop.console.frame.watched_page import WatchedPage
from workshop.console.kit.card import CardTexts
from workshop.console.sections.sorting.marks import places_of_doubled
from workshop.domain.errors import NotFoundError, Refusal
from workshop.domain.queries.entry import EntryView
from workshop.domain.queries.group import GroupView
from workshop.live.placer import DialoguePlacer
from workshop.models import GroupState, StepVerb

# Asks what is said to a topic, and says when it has done so.
Answer = Callable[[int, Callable[[], None]], None]


class SortingContext:
    """Page, picture and table; which cards are chosen; whether somebody has the list in hand; look-ups.

    Parts append to `on_change` (this person just did something), `on_choice` (cards were chosen or left),
    `on_release` (the list may move again), `on_asked` (a topic shall be seen, however small it is) and
    `on_undone` (with the verb of what was taken back). `on_news` hear which cards anybody changed.
    """

    def __init__(
        self, page: WatchedPage, table_id: int, *, harvest: Callable[[int], None] | None, answer: Answer
    ) -> None:
        self.page = page
        self.store = page.store
        self.picture = page.picture
        self.table_id = table_id
        self.harvest = harvest
        self._answer = answer
        self.texts = CardTexts(page.lang, page.gettext, page.ngettext, home=page.picture.dialogue.lang)
        self.hands: set[str] = set()
        self.on_change: list[Callable[[], None]] = []
        self.on_choice: list[Callable[[Sequence[str]], None]] = []
        self.on_release: list[Callable[[], None]] = []
        self.on_asked: list[Callable[[int], None]] = []
        self.on_news: list[Callable[[Sequence[EntryView]], None]] = []
        self.on_undone: list[Callable[[StepVerb], None]] = []
        self.doubled: Mapping[str, Sequence[int]] = {}
        self._held = 0

    @property
    def dialogue_id(self) -> int:
        """The dialogue in which all this happens."""
        return self.page.dialogue_id

    @property
    def is_moderated(self) -> bool:
        """Whether the list stands on the page of who moderates the dialogue."""
        return self.harvest is not None

    @property
    def placer(self) -> DialoguePlacer | None:
        """The machine that places the dialogue's cards, if it runs here."""
        return self.page.services.placer.of(self.page.code)

    @property
    def is_held(self) -> bool:
        """Whether a menu, an input or a dialog is open, so that the list keeps still."""
        return self._held > 0

    @property
    def is_in_hand(self) -> bool:
        """Whether somebody reads or sorts here, so that nothing may be pushed around."""
        return bool(self.hands or self.is_held or self.texts.chosen)

    def hold(self) -> None:
        """Keep the list still: a menu, an input or a dialog is open."""
        self._held += 1

    def release(self) -> None:
        """Let the list go on with what it missed."""
        self._held = max(0, self._held - 1)
        for hear in self.on_release:
            hear()

    def ask_verdict(self, group: GroupView) -> None:
        """Ask what is said to a topic; the list keeps still meanwhile."""
        self._answer(group.id, self.release)
        self.hold()

    async def catch_up(self) -> None:
        """Show at once what this person just did."""
        await self.page.watch.catch_up()
        if not self.page.is_locked:
            for hear in self.on_change:
                hear()

    def ask_for(self, group_id: int) -> None:
        """Let a topic be seen however small it is: somebody came for it, or has just made it."""
        for hear in self.on_asked:
            hear(group_id)

    def choose(self, entry_id: str, *, chosen: bool) -> None:
        """Choose a card for what is done to several at once, or leave it."""
        self.entry(entry_id)
        if chosen:
            self.texts.chosen[entry_id] = None
        else:
            self.texts.chosen.pop(entry_id, None)
        self._tell_choice([entry_id])

    def clear_choice(self) -> None:
        """Leave all chosen cards."""
        left = list(self.texts.chosen)
        self.texts.chosen.clear()
        self._tell_choice(left)

    def forget_gone(self) -> None:
        """Leave chosen cards that are no longer shown."""
        gone = [entry_id for entry_id in self.texts.chosen if not self._is_shown(entry_id)]
        for entry_id in gone:
            del self.texts.chosen[entry_id]
        if gone:
            self._tell_choice(gone)

    def _tell_choice(self, entry_ids: Sequence[str]) -> None:
        for hear in self.on_choice:
            hear(entry_ids)

    def _is_shown(self, entry_id: str) -> bool:
        entry = self.picture.entries.get(entry_id)
        return entry is not None and entry.is_shown

    def chosen(self) -> list[EntryView]:
        """Return the chosen cards."""
        return [self.entry(entry_id) for entry_id in self.texts.chosen]

    def name(self, group_id: int | None) -> str:
        """Return what a topic is called."""
        group = self.picture.groups.get(group_id or 0)
        return (group.label if group else "") or self.page.gettext("Topic without a name")

    def entry(self, entry_id: str) -> EntryView:
        """Return a card of this table; raise `NotFoundError` for any other."""
        entry = self.picture.entries.get(entry_id)
        if entry is None or entry.table_id != self.table_id:
            raise NotFoundError(Refusal.ENTRY_UNKNOWN)
        return entry

    def group(self, group_id: int) -> GroupView:
        """Return an open topic of this table; raise `NotFoundError` for any other."""
        group = self.picture.groups.get(group_id)
        if group is None or group.table_id != self.table_id or group.state != GroupState.OPEN:
            raise NotFoundError(Refusal.GROUP_UNKNOWN)
        return group

    def groups(self) -> list[GroupView]:
        """Return the open topics, the largest first, the parked ones at the end."""
        return sorted(self.picture.groups_of(self.table_id), key=lambda group: group.parked)

    def note_doubled(self) -> None:
        """Note anew in which topics the doubled cards of the table stand."""
        self.doubled = places_of_doubled(self.picture, self.picture.groups_of(self.table_id))

    def notes(self, group_id: int | None) -> dict[str, str]:
        """Say of doubled cards in which topics they stand beside this one."""
        _ = self.page.gettext
        notes = {}
        for entry_id, places in self.doubled.items():
            names = [self.name(place) for place in places if place != group_id]
            if names:
                notes[entry_id] = _("also in: %(topics)s") % {"topics": ", ".join(names)}
        return notes
