"""The fields of the six kinds of result, and what the form's values become in the store."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from exports.results import Addressee
from themes import load_actor_map
from workshop.console.frame.dialogue_frame import DialogueFrame
from workshop.console.kit.controls import Tag, Values, box, field, select, tick, value
from workshop.console.wording.outcomes import KINDS, kind_name
from workshop.domain.queries.entry import EntryView
from workshop.domain.queries.table import TableView
from workshop.i18n import catalogue
from workshop.models import OutcomeKind, QuestionKey

# As many questions as a round table gets through.
FIRST_QUESTIONS = 6
_QUOTE_LENGTH = 140
_TEXTS = {
    OutcomeKind.PROJECT_IDEA: ("caretaker", "first_step", "by_when"),
    OutcomeKind.EXISTING_OFFER: ("provider", "contact_point", "place"),
    OutcomeKind.PROBLEM: (),
    OutcomeKind.SUGGESTION: (),
    OutcomeKind.RECOMMENDATION: ("addressee", "addressee_name"),
    OutcomeKind.ROUND_TABLE: ("convenor", "held_on", "place"),
}
_LISTS = {OutcomeKind.PROJECT_IDEA: ("partners",), OutcomeKind.ROUND_TABLE: ("invited", "questions")}


def kind_ticks(chosen: OutcomeKind, *, gettext: Callable[[str], str]) -> None:
    """Place the six kinds to choose from; the style sheet shows the fields of the chosen one."""
    with box("choices kinds", "fieldset"):
        Tag("legend", gettext("What is it?"), "field-label")
        for kind in KINDS:
            tick(
                kind_name(kind, gettext=gettext),
                "kind",
                key=kind,
                kind="radio",
                checked=kind == chosen,
                classes="chip",
            )


def details_from(kind: OutcomeKind, values: Values) -> dict[str, str | list[str]]:
    """Return the details of a kind from the form's values, under the names of the stored fields."""
    details: dict[str, str | list[str]] = {
        name: text for name in _TEXTS[kind] if (text := value(values, f"{kind}.{name}").strip())
    }
    for name in _LISTS.get(kind, ()):
        ticked = [each for each in values.get(f"{kind}.{name}.ticked", ()) if each]
        written = [line.strip() for line in value(values, f"{kind}.{name}").splitlines() if line.strip()]
        if lines := list(dict.fromkeys([*ticked, *written])):
            details[name] = lines
    return details


def questions_from(cards: Sequence[EntryView], *, gettext: Callable[[str], str]) -> list[str]:
    """Return questions for a round table: from cards about what must improve and what is needed, in turn."""
    _ = gettext
    templates = {
        QuestionKey.IMPROVE: _("How can this get better: “%(card)s”?"),
        QuestionKey.NEEDED: _("Who can contribute what to this: “%(card)s”?"),
    }
    by_question = {
        key: [template % {"card": quoted(card.text)} for card in cards if card.question == key]
        for key, template in templates.items()
    }
    longest = max(map(len, by_question.values()), default=0)
    mixed = [lines[turn] for turn in range(longest) for lines in by_question.values() if turn < len(lines)]
    return list(dict.fromkeys(mixed))[:FIRST_QUESTIONS]


def quoted(text: str) -> str:
    """Return a card's text on one line, cut at a word if it is long."""
    line = " ".join(text.split()).rstrip(" .?!")
    if len(line) <= _QUOTE_LENGTH:
        return line
    return line[:_QUOTE_LENGTH].rsplit(" ", 1)[0] + " …"


def actor_titles(table: TableView, *, lang: str) -> list[str]:
    """Return the actors that usually matter at a table, as the actor map calls them."""
    actors = load_actor_map()
    return [actors.actor(key).title.in_language(lang) for key in table.actors]


class _Form:
    """Where the words of a field come from: a draft, the stored details, or nothing."""

    def __init__(self, details: Mapping[str, Any], stored_kind: OutcomeKind | None, values: Values) -> None:
        self._details, self._stored, self._values = details, stored_kind, values

    def text(self, kind: OutcomeKind, name: str) -> str:
        """Return what a field holds at first."""
        if f"{kind}.{name}" in self._values:
            return value(self._values, f"{kind}.{name}")
        stored = self.stored(kind, name)
        return "\n".join(map(str, stored)) if isinstance(stored, list) else str(stored or "")

    def stored(self, kind: OutcomeKind, name: str) -> Any:  # noqa: ANN401 - text or list of texts
        """Return what is stored of a detail."""
        return self._details.get(name) if kind == self._stored else None

    def ticked(self, kind: OutcomeKind, name: str) -> list[str] | None:
        """Return what was ticked in the draft."""
        sent = f"{kind}.{name}" in self._values
        return list(self._values.get(f"{kind}.{name}.ticked", ())) if sent else None


def kind_fields(
    page: DialogueFrame,
    *,
    details: Mapping[str, Any],
    stored_kind: OutcomeKind | None,
    values: Values,
    table: TableView | None,
    cards: Sequence[EntryView],
) -> None:
    """Place the fields of all kinds; only those of the chosen kind are to be seen."""
    given = _Form(details, stored_kind, values)
    _ = page.gettext
    idea, offer, advice = OutcomeKind.PROJECT_IDEA, OutcomeKind.EXISTING_OFFER, OutcomeKind.RECOMMENDATION
    with box(f"for-kind for-{idea}"):
        _text(given, idea, "caretaker", _("Who takes care of it?"))
        _text(given, idea, "partners", _("Partners"), rows=2, note=_("One per line"))
        _text(given, idea, "first_step", _("First step"), rows=2)
        _text(
            given, idea, "by_when", _("By when?"), note=_("A day, or words such as “before the summer break”")
        )
    with box(f"for-kind for-{offer}"):
        _text(given, offer, "provider", _("Who offers it?"))
        _text(given, offer, "contact_point", _("Where to turn to"))
        _text(given, offer, "place", _("Place"))
    with box(f"for-kind for-{advice}"):
        levels = {
            Addressee.MUNICIPALITY: _("Municipality"),
            Addressee.DISTRICT: _("District"),
            Addressee.STATE: _("State"),
            Addressee.FEDERAL: _("Federal government"),
            Addressee.OTHER: _("Somebody else"),
        }
        chosen = given.text(advice, "addressee") or Addressee.MUNICIPALITY
        select(
            _("Whom does it address?"),
            f"{advice}.addressee",
            list(levels.items()),
            chosen=chosen,
        )
        _text(given, advice, "addressee_name", _("Office or body, if it is known"))
    with box(f"for-kind for-{OutcomeKind.ROUND_TABLE}"):
        _round_table(page, given, table, cards)


def _text(given: _Form, kind: OutcomeKind, name: str, label: str, *, rows: int = 1, note: str = "") -> None:
    extra = {"data_oneline": ""} if rows == 1 else {}
    field(label, f"{kind}.{name}", text=given.text(kind, name), rows=rows, note=note, **extra)


def _round_table(
    page: DialogueFrame, given: _Form, table: TableView | None, cards: Sequence[EntryView]
) -> None:
    _, kind = page.gettext, OutcomeKind.ROUND_TABLE
    _text(given, kind, "convenor", _("Who invites?"))
    suggested = actor_titles(table, lang=page.picture.dialogue.lang) if table else []
    stored = given.stored(kind, "invited") or []
    ticked = given.ticked(kind, "invited")
    chosen = set(stored if ticked is None else ticked)
    with box("choices actors", "fieldset"):
        Tag("legend", _("Who is invited?"), "field-label")
        for title in suggested:
            tick(title, f"{kind}.invited.ticked", key=title, checked=title in chosen, classes="chip")
    free = (
        given.text(kind, "invited")
        if ticked is not None
        else "\n".join(each for each in stored if each not in suggested)
    )
    field(_("Others who are invited"), f"{kind}.invited", text=free, rows=2, note=_("One per line"))
    with box("pair"):
        _text(given, kind, "held_on", _("When?"))
        _text(given, kind, "place", _("Where?"))
    is_new = given.stored(kind, "questions") is None and ticked is None
    spoken = catalogue("console", page.picture.dialogue.lang).gettext
    questions = "\n".join(questions_from(cards, gettext=spoken)) if is_new else given.text(kind, "questions")
    field(
        _("Questions for the round table"),
        f"{kind}.questions",
        text=questions,
        rows=6,
        note=_("Made from the cards; change them as you like. One per line."),
    )
