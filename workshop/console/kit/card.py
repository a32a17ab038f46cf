"""Cards as hosts and moderators see them: the shared card with a box to choose it and a menu."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from nicegui import ui

from workshop import look
from workshop.console.kit.controls import Tag, box, set_attributes
from workshop.console.wording.cards import card_words, reason_name
from workshop.console.wording.languages import tongue
from workshop.domain.queries.entry import EntryView
from workshop.models import EntryState, Origin

# More cards than this are shown on demand, twice as many each time: nobody reads 300 at once, and with every
# change the browser goes through all that stands on the page.
FIRST_CARDS = 30


@dataclass
class CardTexts:
    """What cards need to speak the reader's language, and which are chosen now; `home` is the evening's."""

    lang: str
    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]
    home: str
    chosen: dict[str, None] = field(default_factory=dict)


class CardItem(ui.element, component="card.js", esm=look.VUE):
    """One card in a list; a guest belongs to another topic and is neither chosen nor dragged here."""

    def __init__(self, entry: EntryView, texts: CardTexts, *, note: str = "", is_guest: bool = False) -> None:
        super().__init__()
        self.entry, self.note, self.is_guest = entry, note, is_guest
        _ = texts.gettext
        self._can_be_chosen = entry.state == EntryState.SHOWN and not is_guest
        look.set_props(
            self,
            **look.card_props(entry, **card_words(entry, gettext=_)),
            lang=texts.lang,
            tongue=tongue(entry.lang, lang=texts.lang, home=texts.home),
            guest=is_guest,
            choice=_("Choose") if self._can_be_chosen else "",
            chosen=entry.id in texts.chosen,
            facts=self._facts(_),
            note=note,
            more=_("More for this card"),
        )

    def _facts(self, gettext: Callable[[str], str]) -> str:
        if self.entry.state in {EntryState.HELD, EntryState.HIDDEN}:
            return reason_name(self.entry.hold_reason, gettext=gettext)
        return gettext("from paper") if self.entry.origin == Origin.PAPER else ""

    def choose(self, *, chosen: bool) -> None:
        """Tick or untick the card."""
        if self._can_be_chosen:
            look.set_props(self, chosen=chosen)


class CardList:
    """Keyed cards, changed one by one; a card that is still there keeps its element.

    `limit` is how many are to be seen; it grows when somebody asks for more, by the act named `more`.
    """

    def __init__(self, texts: CardTexts, *, more: str) -> None:
        self.texts = texts
        self.items: dict[str, CardItem] = {}
        self.limit = FIRST_CARDS
        self.root = box("cards", "ul")
        self._more = Tag("button", "", "button quiet", type="button", data_act=more)
        self._more.set_visibility(False)

    def show(
        self,
        entries: Sequence[EntryView],
        *,
        total: int,
        guests: Collection[str] = (),
        notes: Mapping[str, str] | None = None,
    ) -> None:
        """Show the first of these cards in this order: add, change and remove only what differs.

        There are `total` cards, of which `entries` need not hold more than the first `limit`. `guests` are
        the ids of those that belong to another topic; `notes` say where else cards stand.
        """
        visible = {entry.id: entry for entry in entries[: self.limit]}
        for entry_id in [each for each in self.items if each not in visible]:
            self.items.pop(entry_id).delete()
        for place, entry in enumerate(visible.values()):
            note = (notes or {}).get(entry.id, "")
            self._place(entry, place, note=note, is_guest=entry.id in guests)
        rest = min(total - len(visible), self.limit)
        self._more.set_visibility(rest > 0)
        if rest > 0:
            self._more.set_text(
                self.texts.ngettext("Show %(n)d more card", "Show %(n)d more cards", rest) % {"n": rest}
            )

    def clear(self) -> None:
        """Take all cards away, to show them in another order."""
        for item in self.items.values():
            item.delete()
        self.items.clear()

    def widen(self) -> None:
        """Let as many cards more be seen as there are now."""
        self.limit *= 2

    def _place(self, entry: EntryView, place: int, *, note: str, is_guest: bool) -> None:
        item = self.items.get(entry.id)
        if item and (_looks(item.entry), item.note, item.is_guest) == (_looks(entry), note, is_guest):
            item.entry = entry
            return
        if item:
            item.delete()
        with self.root:
            self.items[entry.id] = item = CardItem(entry, self.texts, note=note, is_guest=is_guest)
        if place < len(self.items) - 1:
            item.move(target_index=place)


def _looks(entry: EntryView) -> tuple[object, ...]:
    return (entry.text, entry.lang, entry.question, entry.state, entry.hold_reason)


def card_tick(entry: EntryView, *, checked: bool, gettext: Callable[[str], str]) -> None:
    """Place a card that can be ticked in a form, under the name `entry`."""
    with box("", "li"), box("card-tick", "label"):
        tick = box("", "input", type="checkbox", name="entry", value=entry.id, defaultChecked=checked or None)
        card = look.EntryCard(entry, **card_words(entry, gettext=gettext))
        set_attributes(tick, aria_labelledby=card.html_id)
