"""Cards as hosts and moderators see them: the shared card with a box to choose it and a menu."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from workshop import look
from workshop.console.controls import Tag, box, set_attributes
from workshop.console.wording import question_name, reason_name
from workshop.domain.queries.changes import EntryView
from workshop.models import EntryState, Origin

# More cards than this are shown on demand: nobody reads 300 at once, and the page stays quick.
FIRST_CARDS = 60


@dataclass
class CardTexts:
    """What cards need to speak the reader's language, and which are chosen now."""

    lang: str
    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]
    chosen: dict[str, None] = field(default_factory=dict)


class CardItem:
    """One card in a list; a guest belongs to another topic and is neither chosen nor dragged here."""

    def __init__(self, entry: EntryView, texts: CardTexts, *, note: str = "", is_guest: bool = False) -> None:
        self.entry, self.note, self.is_guest = entry, note, is_guest
        _ = texts.gettext
        self._can_be_chosen = entry.state == EntryState.SHOWN and not is_guest
        with box("card-item", "li") as self.root:
            card = look.entry_card(entry, question_title=question_name(entry.question, gettext=_))
            if is_guest:
                card.classes("is-guest")
            if self._can_be_chosen:
                card.props["draggable"] = "true"
            with card, box("card-foot", lang=texts.lang, dir="auto") as self.foot:
                if self._can_be_chosen:
                    with box("card-choose", "label"):
                        self.tick = box("", "input", type="checkbox", data_act="choose")
                        self.tick.props["checked"] = entry.id in texts.chosen
                        Tag("span", _("Choose"))
                if facts := self._facts(_):
                    Tag("span", facts, "card-note")
                if note:
                    Tag("span", note, "card-note also-in")
                self.more = Tag(
                    "button",
                    "⋯",
                    "button more",
                    type="button",
                    data_act="card-more",
                    data_row="",
                    aria_label=_("More for this card"),
                    aria_haspopup="menu",
                )

    def _facts(self, gettext: Callable[[str], str]) -> str:
        if self.entry.state in {EntryState.HELD, EntryState.HIDDEN}:
            return reason_name(self.entry.hold_reason, gettext=gettext)
        return gettext("from paper") if self.entry.origin == Origin.PAPER else ""

    def choose(self, *, chosen: bool) -> None:
        """Tick or untick the card."""
        if self._can_be_chosen:
            self.tick.props["checked"] = chosen


class CardList:
    """Keyed cards, changed one by one; a card that is still there keeps its element."""

    def __init__(self, texts: CardTexts) -> None:
        self.texts = texts
        self.items: dict[str, CardItem] = {}
        self._limit = FIRST_CARDS
        self.root = box("cards", "ul")
        self._more = Tag("button", "", "button quiet", type="button", data_act="all-cards")
        self._more.set_visibility(False)

    def show(
        self,
        entries: Iterable[EntryView],
        *,
        guests: Collection[str] = (),
        notes: Mapping[str, str] | None = None,
        everything: bool = False,
    ) -> None:
        """Show these cards in this order: add, change and remove only what differs.

        `guests` are the ids of those that belong to another topic; `notes` say where else cards stand.
        """
        if everything:
            self._limit = 100_000
        wanted = {entry.id: entry for entry in entries}
        visible = dict(list(wanted.items())[: self._limit])
        for entry_id in [each for each in self.items if each not in visible]:
            self.items.pop(entry_id).root.delete()
        for place, entry in enumerate(visible.values()):
            note = (notes or {}).get(entry.id, "")
            self._place(entry, place, note=note, is_guest=entry.id in guests)
        rest = len(wanted) - len(visible)
        self._more.set_visibility(rest > 0)
        self._more.set_text(
            self.texts.ngettext("Show %(n)d more card", "Show %(n)d more cards", rest) % {"n": rest}
        )

    def _place(self, entry: EntryView, place: int, *, note: str, is_guest: bool) -> None:
        item = self.items.get(entry.id)
        if item and (_looks(item.entry), item.note, item.is_guest) == (_looks(entry), note, is_guest):
            item.entry = entry
            return
        if item:
            item.root.delete()
        with self.root:
            self.items[entry.id] = item = CardItem(entry, self.texts, note=note, is_guest=is_guest)
        if place < len(self.items) - 1:
            item.root.move(target_index=place)


def _looks(entry: EntryView) -> tuple[object, ...]:
    return (entry.text, entry.lang, entry.question, entry.state, entry.hold_reason)


def card_tick(entry: EntryView, *, checked: bool, gettext: Callable[[str], str]) -> None:
    """Place a card that can be ticked in a form, under the name `entry`."""
    with box("", "li"), box("card-tick", "label"):
        tick = box("", "input", type="checkbox", name="entry", value=entry.id, defaultChecked=checked or None)
        card = look.entry_card(entry, question_title=question_name(entry.question, gettext=gettext))
        set_attributes(tick, aria_labelledby=card.html_id)
