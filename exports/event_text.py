"""What stands in an event of a calendar: plain lines, in which no text turns its neighbours around."""

import unicodedata
from collections.abc import Iterable, Iterator

from exports.field import Field, Lines, Place, Role
from exports.field_words import items_of, line_of
from exports.links import Links, of_question
from exports.names import Gettext, outcome_name, question_name
from exports.outcome_fields import OutcomeKind, fields_of
from exports.results import DialogueFacts, EntryFacts, OutcomeFacts, QuestionKey
from exports.series import where_of
from exports.text import printable, short_day

# Calendar programs cut what is much longer; the minutes have every card.
_AGENDA = 4000
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_ISOLATE, _END = "\u2068", "\u2069"


def one_line(text: str) -> str:
    """Return a text as one line, to stand among others."""
    return isolated(" ".join(printable(text).split()))


def isolated(text: str) -> str:
    """Return a text of one line so that its direction ends with it."""
    runs = {unicodedata.bidirectional(letter) for letter in text}
    return f"{_ISOLATE}{text}{_END}" if runs & _RIGHT_TO_LEFT else text


def outcome_text(outcome: OutcomeFacts, links: Links, *, gettext: Gettext) -> str:
    """Return what is known of an outcome: its fields, for a round table its agenda, and the evening."""
    blocks = [
        _lines(outcome.description),
        list(_facts(outcome, gettext=gettext)),
        *_lists(outcome, gettext=gettext),
    ]
    if outcome.kind == OutcomeKind.ROUND_TABLE:
        blocks.append(list(_agenda(outcome, links, gettext=gettext)))
    blocks.append([_source(links.results.dialogue, gettext=gettext)])
    return _joined(blocks)


def look_back_text(links: Links, *, gettext: Gettext) -> str:
    """Return what is to be looked at some weeks after the evening: what was promised and agreed."""
    _ = gettext
    asked = _(
        "Four weeks ago was the dialogue evening. "
        "See what has become of its outcomes, and tell those who were there."
    )
    steps = [_step(outcome, gettext=_) for outcome in links.next_steps()]
    blocks = [
        [asked],
        _under(_("What happens with the results"), _lines(links.results.dialogue.promise)),
        _under(_("Next steps"), [f"- {step}" for step in steps]),
        [_source(links.results.dialogue, gettext=_)],
    ]
    return _joined(blocks)


def _step(outcome: OutcomeFacts, *, gettext: Gettext) -> str:
    """Return what is to be done, by whom and by when."""
    said = outcome.details
    asked = [said.field_of(role) for role in (Role.ADDRESSEE, Role.WHO, Role.WHEN)]
    facts = [_said(field, outcome, gettext=gettext) for field in asked if field]
    return " · ".join([one_line(outcome_name(outcome, gettext=gettext)), *(fact for fact in facts if fact)])


def _facts(outcome: OutcomeFacts, *, gettext: Gettext) -> Iterator[str]:
    """Yield a line for each field that has words, but for the day: where the event stands says it."""
    for field in fields_of(outcome.kind, Place.MINUTES):
        if field.role == Role.WHEN or (isinstance(field, Lines) and field.sentences):
            continue
        if fact := _said(field, outcome, gettext=gettext):
            yield fact


def _lists(outcome: OutcomeFacts, *, gettext: Gettext) -> Iterator[list[str]]:
    for field in fields_of(outcome.kind, Place.MINUTES):
        if isinstance(field, Lines) and field.sentences:
            items = items_of(field, outcome.details.values)
            yield _under(gettext(field.label), [f"- {one_line(item)}" for item in items])


def _said(field: Field, outcome: OutcomeFacts, *, gettext: Gettext) -> str:
    words = one_line(line_of(field, outcome.details.values, gettext=gettext, day=short_day))
    return f"{printable(gettext(field.label))}: {words}" if words else ""


def _agenda(outcome: OutcomeFacts, links: Links, *, gettext: Gettext) -> Iterator[str]:
    """Yield the cards by question, as many as a calendar takes."""
    _ = gettext
    heading = printable(_("Agenda from the cards"))
    cards, left = _cards(outcome, links), _AGENDA
    written = 0
    for key in QuestionKey:
        asked = of_question(cards, key)
        fitting = []
        for card in asked:
            line = f"- {one_line(card.text)}"
            left -= len(line)
            if left >= 0:
                fitting.append(line)
        if fitting and not written:
            yield f"{heading}:"
        if fitting:
            yield one_line(question_name(key, links.results.dialogue, gettext=_))
            yield from fitting
        written += len(fitting)
    if rest := len(cards) - written:
        yield _("Further cards in the minutes: {count}").format(count=rest)


def _cards(outcome: OutcomeFacts, links: Links) -> list[EntryFacts]:
    """Return the cards that speak for an outcome as they came; where none was chosen, all of its topics."""
    topics = (card_id for topic in links.topics(outcome) for card_id in topic.entry_ids)
    chosen = set(outcome.entry_ids or topics)
    return [card for card in links.results.entries if card.id in chosen]


def _source(dialogue: DialogueFacts, *, gettext: Gettext) -> str:
    _ = gettext
    parts = (dialogue.title, where_of(dialogue), short_day(dialogue.held_on))
    evening = " · ".join(one_line(part) for part in parts if part)
    return _("From the dialogue evening: {evening}").format(evening=evening)


def _under(heading: str, lines: list[str]) -> list[str]:
    return [f"{printable(heading)}:", *lines] if lines else []


def _lines(text: str) -> list[str]:
    return [isolated(line) for line in printable(text).strip().splitlines()]


def _joined(blocks: Iterable[list[str]]) -> str:
    return "\n\n".join("\n".join(block) for block in blocks if block)
