"""The page where one writes: a shell that is the same for everybody, and one's own cards in it."""

from __future__ import annotations

import secrets
import uuid
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from babel import Locale
from babel.dates import format_skeleton, format_time
from markupsafe import Markup, escape

from workshop.domain.window import window_at
from workshop.live.rotation import moves_on, neighbour
from workshop.models import EntryState, HoldReason, Phase, QuestionKey, Showing, Window, now
from workshop.phone.language import Reading
from workshop.phone.original import Reader
from workshop.phone.page import Links, render
from workshop.phone.refusal import HOLD_REASONS, RefusalAnswer, marked, said
from workshop.phone.seat import Place, seat_at
from workshop.phone.state import halts_of, moment, offered_summaries
from workshop.phone.weigh import Offer

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from workshop.domain.queries.entry import EntryView
    from workshop.domain.queries.table import TableView
    from workshop.live.picture import Picture

# Some 25 kB each.
CACHED_SHELLS = 300
_MARK = secrets.token_hex(8)
_SLOTS = {
    name: f"{_MARK}-{name}"
    for name in (
        *("id", "token", "cards", "counts", "revision", "shut", "seat", "moved"),
        *map(str, QuestionKey),
    )
}


@dataclass(frozen=True)
class Draft:
    """What somebody without a script tried to send, and why it was refused."""

    text: str
    question: str
    refusal: RefusalAnswer


@dataclass(frozen=True)
class Counts:
    """How many cards came in and what became of them, so that holding back is never invisible."""

    received: int
    shown: int
    held: int
    withdrawn: int
    # Among those received.
    before: int = 0
    after: int = 0


def counts_of(picture: Picture) -> Counts:
    """Return the counts of a dialogue; a hidden card counts as held back."""
    states = picture.states
    return Counts(
        received=states.total(),
        shown=states[EntryState.SHOWN],
        held=states[EntryState.HELD] + states[EntryState.HIDDEN],
        withdrawn=states[EntryState.WITHDRAWN],
        before=picture.states_in(Window.BEFORE).total(),
        after=picture.states_in(Window.AFTER).total(),
    )


def _counts_fragment(picture: Picture, links: Links) -> str:
    counts = counts_of(picture)
    marks = {name: said(mark, links.reading) for name, mark in WINDOW_MARKS.items() if getattr(counts, name)}
    return render("counts.html", links, counts=counts, marks=marks)


def counts_json(picture: Picture) -> dict[str, int]:
    """Return the counts for a script; an evening without a window says nothing of one."""
    return {name: n for name, n in vars(counts_of(picture)).items() if n or name not in WINDOW_MARKS}


class WritePages:
    """Renders the page where one writes; the part that is the same for all is rendered once."""

    def __init__(self, zone: ZoneInfo) -> None:
        """Begin without any; `zone` is the installation's."""
        self._zone = zone
        self._shells: OrderedDict[tuple[Any, ...], str] = OrderedDict()

    def forget(self, dialogue_id: int) -> None:
        """Drop what was rendered of a dialogue."""
        for name in [name for name in self._shells if name[0] == dialogue_id]:
            del self._shells[name]

    def page(
        self,
        picture: Picture,
        place: Place,
        reading: Reading,
        *,
        cards: tuple[EntryView, ...] = (),
        draft: Draft | None = None,
        revision: int | None = None,
        token: str = "",
        is_known: bool = False,
    ) -> str:
        """Return the page for one reader; `revision` is one that `cards` are not older than.

        `token` names a reader who has no cookie yet; who has one `is_known`.
        """
        links = Links(reading, picture.dialogue.code, place.table.key, place.seat)
        shell = (
            self._shell(picture, place, links) if draft is None else self._new(picture, place, links, draft)
        )
        filled = {
            "id": str(uuid.uuid4()),
            "revision": "" if revision is None else str(revision),
            "token": token,
            # Nobody: no cookie, no token, and no text that was sent back.
            "shut": "" if token or is_known or draft else "1",
            "seat": escape(place.seat),
            "moved": "" if place.has_moved else " hidden",
            "cards": cards_fragment(picture, links, cards),
            "counts": _counts_fragment(picture, links),
            **{str(key): _left(picture, key, cards, links.reading) for key in QuestionKey},
        }
        for name, value in filled.items():
            shell = shell.replace(_SLOTS[name], value)
        return shell

    def _shell(self, picture: Picture, place: Place, links: Links) -> str:
        versions = (
            picture.dialogue.version,
            *((each.id, each.version, each.paused) for each in picture.tables.values()),
            *(each.version for each in picture.questions.values()),
        )
        window, halts = window_at(picture.dialogue, now()), halts_of(picture)
        # A seat is filled in afterwards, as what is anybody's own.
        more = _may_weigh(picture), _following(picture, place) is not None, window, halts
        name = (picture.dialogue.id, place.table.key, links.reading, versions, more)
        shell = self._shells.pop(name, None) or self._new(picture, place, links, None)
        self._shells[name] = shell
        if len(self._shells) > CACHED_SHELLS:
            self._shells.popitem(last=False)
        return shell

    def _new(self, picture: Picture, place: Place, links: Links, draft: Draft | None) -> str:
        return _shell(picture, place, links, draft, self._zone)


def _shell(picture: Picture, place: Place, links: Links, draft: Draft | None, zone: ZoneInfo) -> str:
    reader, table = Reader(links.reading, picture.dialogue), place.table
    window = window_at(picture.dialogue, now())
    moves = moves_on(picture)
    following = _following(picture, place)
    moved = replace(links, table=following.key, seat=seat_at(picture, following)) if following else None
    return render(
        "write.html",
        replace(links, seat=_SLOTS["seat"] if moves else ""),
        page=None,
        slots={name: Markup(slot) for name, slot in _SLOTS.items()},  # noqa: S704 - hexadecimal digits of ours
        dialogue=picture.dialogue,
        table=table,
        reader=reader,
        title=reader.read(table.titles),
        guide=reader.read(table.guides),
        tables=len(picture.tables),
        moves=moves,
        following=following,
        moved=moved,
        questions=[(each, reader.read(each.titles)) for each in picture.questions.values()],
        ends_at=moment(picture.dialogue.ends_at),
        draft=draft,
        few=few_cards(picture, links.reading),
        held=said(TAKEN[picture.dialogue.showing], links.reading),
        shown=_state_text(EntryState.SHOWN, window or Window.NONE, picture.dialogue.phase, links.reading),
        takes=window is not None,
        window=_window_said(picture, window, links.reading, zone),
        may_weigh=_may_weigh(picture),
        halts=halts_of(picture),
        is_told=bool(offered_summaries(picture, table)),
        is_shut=not picture.dialogue.admits
        and (window is not None or picture.dialogue.phase != Phase.CLOSED),
    )


def _following(picture: Picture, place: Place) -> TableView | None:
    """Return where somebody goes who sat here in the round before, if that is not known."""
    is_next = place.has_come and picture.dialogue.phase == Phase.COLLECT and picture.dialogue.round > 1
    return neighbour(picture, place.table, 1) if is_next else None


def _may_weigh(picture: Picture) -> bool:
    """Say whether a phone may be told to give dots once people weigh: topics are there, or may still come."""
    if picture.dialogue.phase in {Phase.PREPARATION, Phase.COLLECT, Phase.SORT}:
        return picture.dialogue.dots > 0
    return Offer(picture).has_topics


def few_cards(picture: Picture, reading: Reading) -> tuple[int, str] | None:
    """Return the budget of a dialogue that has one, and how to say what is left of it (`#`)."""
    budget = picture.dialogue.card_budget
    return (budget, said(CARDS_LEFT, reading) % {"left": "#", "cards": budget}) if budget else None


def _left(picture: Picture, question: str, cards: tuple[EntryView, ...], reading: Reading) -> str:
    """Say how many more cards this reader may write to a question, where there is a budget."""
    few = few_cards(picture, reading)
    if few is None:
        return ""
    used = sum(card.question == question for card in cards)
    return few[1].replace("#", str(max(0, few[0] - used)))


def cards_fragment(picture: Picture, links: Links, cards: tuple[EntryView, ...]) -> str:
    """Return one's own cards as list items."""
    if not cards:
        return ""
    phase = picture.dialogue.phase
    shown = [
        (card, question_title(picture, card.question, links.reading), state_of(card, links.reading, phase))
        for card in cards
    ]
    return render("cards.html", links, cards=shown)


def question_title(picture: Picture, key: str, reading: Reading) -> str:
    """Return the wording of a question."""
    question = picture.questions.get(key)
    return Reader(reading, picture.dialogue).read(question.titles).text if question else ""


CARDS_LEFT = marked("%(left)s of %(cards)s cards left")
STATES = {
    EntryState.SHOWN: marked("on the board"),
    EntryState.HELD: marked("held back: a person is looking at it"),
    EntryState.HIDDEN: marked("taken off the board"),
}
# Of cards that wait because all of the evening do.
WAITING = {
    HoldReason.DELAY: marked("appears on the board in a moment"),
    HoldReason.APPROVAL: marked("a person looks at it before it is shown, as at every card"),
}
# What a phone says at once of a card that is not shown; why, it asks a moment later.
TAKEN = {
    Showing.AT_ONCE: STATES[EntryState.HELD],
    Showing.DELAY: marked("sent, not on the board yet"),
    Showing.APPROVAL: WAITING[HoldReason.APPROVAL],
}


# When a card came: in words that tell a card, and beside a number of cards.
WINDOW_MARKS = {Window.BEFORE: marked("before the evening"), Window.AFTER: marked("handed in later")}
BEFORE_SAID = marked("Before the evening: your card is shown there.")
AFTER_SAID = marked("Handed in later: possible until %(moment)s.")
SHOWN_THERE = marked("shown at the evening")


def state_of(card: EntryView, reading: Reading, phase: str) -> str:
    """Return the honest state of a card as a phrase in the reader's language, and whether it came outside."""
    return _state_text(card.state, card.window, phase, reading, card.hold_reason)


def _state_text(
    state: EntryState, window: Window, phase: str, reading: Reading, hold_reason: HoldReason | None = None
) -> str:
    waits = WAITING.get(hold_reason) if hold_reason and state == EntryState.HELD else None
    phrase = said(waits or STATES[state], reading)
    if state == EntryState.SHOWN and phase == Phase.PREPARATION:
        phrase = said(SHOWN_THERE, reading)
    reason = HOLD_REASONS.get(hold_reason, "") if hold_reason else ""
    if reason:
        phrase = f"{phrase} ({said(reason, reading)})"
    return f"{phrase} · {said(WINDOW_MARKS[window], reading)}" if window else phrase


def _window_said(picture: Picture, window: Window | None, reading: Reading, zone: ZoneInfo) -> str:
    """Return what a page says while a window is open; empty while none is."""
    dialogue = picture.dialogue
    if window == Window.BEFORE:
        return said(BEFORE_SAID, reading)
    if window != Window.AFTER or dialogue.after_until is None:
        return ""
    wall, locale = dialogue.after_until.astimezone(dialogue.zone(zone)), Locale.parse(reading.written)
    day, time = format_skeleton("MMMMd", wall, locale=locale), format_time(wall, "short", locale=locale)
    return said(AFTER_SAID, reading) % {"moment": f"{day}, {time}"}
