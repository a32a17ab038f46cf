"""The fields of the six kinds of result, and what the form's values become in the store."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from itertools import groupby
from typing import Any

from exports.details import read_lines
from exports.field import Choice, Field, Lines, Suggested, Tick
from exports.outcome_fields import fields_of
from themes import load_actor_map, load_theme_map
from workshop.console.frame.dialogue_frame import DialogueFrame
from workshop.console.kit.controls import Tag, Values, box, field, select, tick, value
from workshop.console.sections.harvest.pairs import PROBLEM, SUGGESTIONS
from workshop.console.wording.outcomes import KINDS, kind_name
from workshop.domain.queries.entry import EntryView
from workshop.domain.queries.outcome import OutcomeView
from workshop.domain.queries.table import TableView
from workshop.models import OutcomeKind, QuestionKey

# What the form suggests for lists of a kind: each text as it is stored, and how the form says it.
Offers = Mapping[Suggested, Mapping[str, str]]

# As many questions as a round table gets through.
FIRST_QUESTIONS = 6
_QUOTE_LENGTH = 140


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


def details_from(kind: OutcomeKind, values: Values) -> dict[str, str | bool | list[str]]:
    """Return the details of a kind from the form's values, under the names of the stored fields."""
    details = {each.name: _from_form(each, f"{kind}.{each.name}", values) for each in fields_of(kind)}
    return {name: given for name, given in details.items() if given}


def _from_form(each: Field, name: str, values: Values) -> str | bool | list[str]:
    if isinstance(each, Tick):
        return bool(value(values, name))
    if isinstance(each, Lines):
        ticked = [text for text in values.get(f"{name}.ticked", ()) if text]
        written = [line.strip() for line in value(values, name).splitlines() if line.strip()]
        return list(dict.fromkeys([*ticked, *written]))
    return value(values, name).strip()


def values_at_first(
    details: Mapping[str, Any],
    stored_kind: OutcomeKind | None,
    *,
    offers: Offers,
) -> dict[str, list[str]]:
    """Return what the fields of all kinds hold when the form opens; `details` are those of `stored_kind`.

    Of the `offers` a list of questions begins with those for it; all others can be ticked.
    """
    values: dict[str, list[str]] = {}
    for kind in OutcomeKind:
        for each in fields_of(kind):
            stored = details.get(each.name) if kind == stored_kind else None
            name = f"{kind}.{each.name}"
            match each:
                case Lines():
                    is_new = kind != stored_kind
                    if is_new and stored is None and each.suggested == Suggested.QUESTIONS:
                        stored = offers.get(each.suggested, ())
                    lines = read_lines(stored or ())
                    offered = to_tick(each, offers)
                    values[name] = ["\n".join(line for line in lines if line not in offered)]
                    values[f"{name}.ticked"] = [text for text in offered if text in lines]
                case Tick():
                    values[name] = ["on"] if stored else []
                case _:
                    values[name] = [str(stored or each.empty)]
    return values


def to_tick(each: Lines, offers: Offers) -> Mapping[str, str]:
    """Return what can be ticked for a list."""
    if each.suggested is None or each.suggested == Suggested.QUESTIONS:
        return {}
    return offers.get(each.suggested, {})


def outcome_values(outcome: OutcomeView, held: Values) -> Values:
    """Return what the whole form holds for an outcome; `held` are the fields of all kinds."""
    return dict(held) | {
        "kind": [outcome.kind],
        "title": [outcome.title],
        "description": [outcome.description],
        "group": [str(number) for number in outcome.group_ids],
        "entry": list(outcome.entry_ids),
    }


def field_labels(*, gettext: Callable[[str], str]) -> dict[str, str]:
    """Return what the fields of all kinds are called."""
    _ = gettext
    labels = {"kind": _("What is it?"), "title": _("Title"), "description": _("Description")}
    labels |= {PROBLEM: _("Which problem does it answer?"), SUGGESTIONS: _("Which suggestions answer it?")}
    return labels | {f"{kind}.{each.name}": _(each.asked) for kind in OutcomeKind for each in fields_of(kind)}


def word_of(name: str, text: str, *, gettext: Callable[[str], str]) -> str:
    """Return a value of the form as people read it."""
    _ = gettext
    if name == "kind":
        return kind_name(OutcomeKind(text), gettext=_) if text in set(OutcomeKind) else text
    kind, _dot, field_name = name.partition(".")
    fields = fields_of(OutcomeKind(kind)) if field_name else ()
    each = next((each for each in fields if each.name == field_name), None)
    if isinstance(each, Tick):
        return _("Yes") if text else _("No")
    if isinstance(each, Choice):
        return next((_(option.asked) for option in each.options if option.key == text), text)
    return text


def kind_to_choose(mine: Values, base: Values, now: Values) -> Sequence[str]:
    """Say that the kind must be chosen: others changed it, and here words stand in fields of the old one."""
    old = value(base, "kind")
    touched = (name for name in mine if name.startswith(f"{old}.") and mine[name] != base.get(name, []))
    return ["kind"] if value(now, "kind") != old == value(mine, "kind") and any(touched) else []


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


def field_titles(table: TableView | None, *, lang: str) -> list[str]:
    """Return the fields of the theme map, each with its dimension, those of a table first."""
    titles: dict[str, str] = {}
    for dimension in load_theme_map().dimensions:
        name = dimension.title.in_language(lang)
        titles |= {each.key: f"{name} – {each.title.in_language(lang)}" for each in dimension.fields}
        if not dimension.fields:
            titles[dimension.key] = name
    own = [titles[key] for key in titles if table and key in table.fields]
    return list(dict.fromkeys([*own, *titles.values()]))


def kind_fields(page: DialogueFrame, *, held: Values, offers: Offers) -> None:
    """Place the fields of all kinds with what they hold; only those of the chosen kind are to be seen."""
    for kind in filter(fields_of, OutcomeKind):
        with box(f"for-kind for-{kind}"):
            for row in _rows(fields_of(kind)):
                with box("pair") if row[0].half else nullcontext():
                    for each in row:
                        _place(each, f"{kind}.{each.name}", held, offers, gettext=page.gettext)


def _rows(fields: Iterable[Field]) -> Iterator[Sequence[Field]]:
    """Yield the fields that stand side by side: two that are half, one that is whole."""
    for is_half, several in groupby(fields, key=lambda each: each.half):
        every, size = list(several), 2 if is_half else 1
        yield from (every[start : start + size] for start in range(0, len(every), size))


def _place(each: Field, name: str, held: Values, offers: Offers, *, gettext: Callable[[str], str]) -> None:
    _, label, text = gettext, gettext(each.asked), value(held, name)
    needed = {"aria_required": "true"} if each.needed else {}
    if isinstance(each, Choice):
        select(label, name, [(option.key, _(option.asked)) for option in each.options], chosen=text, **needed)
        return
    if isinstance(each, Tick):
        tick(label, name, checked=bool(text), **needed)
        return
    if isinstance(each, Lines) and (offered := to_tick(each, offers)):
        with box("choices actors", "fieldset"):
            Tag("legend", label, "field-label")
            for key, said in offered.items():
                is_ticked = key in held.get(f"{name}.ticked", ())
                tick(said, f"{name}.ticked", key=key, checked=is_ticked, classes="chip")
        label = _(each.others)
    extra = needed | ({"data_oneline": ""} if each.rows == 1 else {})
    if each.missing:
        extra |= {"placeholder": _(each.missing)}
    field(label, name, text=text, rows=each.rows, note=_(each.note) if each.note else "", **extra)
