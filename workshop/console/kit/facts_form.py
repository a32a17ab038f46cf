"""The fields of what is said about an evening, and what they become."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from workshop.console.kit.controls import Values, box, field, long_select, one_of, select, value
from workshop.console.kit.translations import (
    Translated,
    translated_labels,
    translated_values,
    translations_fold,
    translations_of,
)
from workshop.console.kit.window_form import window_fields, window_labels, window_values, windows_from
from workshop.console.wording.rotation import rotation_names
from workshop.console.wording.showing import showing_names
from workshop.console.wording.zones import zone_name, zone_names
from workshop.domain import bounds
from workshop.domain.dialogue import (
    DEFAULT_LANGUAGE,
    DEFAULT_MINUTES,
    TRANSLATED,
    DialogueFacts,
    Unsaid,
)
from workshop.domain.dot import Weighing
from workshop.domain.errors import Refusal
from workshop.domain.queries.dialogue import DialogueView
from workshop.domain.time_zone import zone_of
from workshop.i18n import Gettext
from workshop.models import DEFAULT_SHOW_AFTER, DotScope, Rotation, Showing


def facts_fields(facts: DialogueView | None, *, lang: str, zone: str, usual: str, gettext: Gettext) -> None:
    """Place the fields of what is said about an evening, read in `lang`; `zone` is the installation's.

    `usual` says when a dialogue is deleted for which no day is named.
    """
    _ = gettext
    field(
        _("Title of the evening"),
        "title",
        text=facts.title if facts else "",
        required=True,
        maxlength=bounds.DIALOGUE_TITLE,
    )
    with box("pair"):
        field(
            _("Town"), "municipality", text=facts.municipality if facts else "", maxlength=bounds.MUNICIPALITY
        )
        field(_("Venue"), "place", text=facts.place if facts else "", maxlength=bounds.PLACE)
    with box("pair days"):
        when = facts.held_on.isoformat() if facts and facts.held_on else ""
        field(_("Day"), "held_on", text=when, kind="date")
        for name, label in (("planned_start", _("Begins at")), ("planned_end", _("Ends at"))):
            field(label, name, text=_time_of(facts, name), kind="time")
    with box("pair"):
        numbers = (
            ("rounds", _("Number of rounds"), facts.rounds if facts else 3, bounds.ROUNDS),
            (
                "round_minutes",
                _("Minutes of a round"),
                facts.round_minutes if facts else DEFAULT_MINUTES,
                bounds.MINUTES,
            ),
        )
        for name, label, number, (least, most) in numbers:
            field(label, name, text=str(number), kind="number", min=least, max=most)
    select(
        _("Between the rounds"),
        "rotation",
        rotation_names(_),
        chosen=facts.rotation if facts else Rotation.CHOOSE,
        note=_(
            "Only with more than one round, and said before the start: "
            "phones that are open already hear of it when they load the page anew."
        ),
    )
    budget = str(facts.card_budget) if facts and facts.card_budget else ""
    field(
        _("Cards per person and question, at most"),
        "card_budget",
        text=budget,
        kind="number",
        min=bounds.CARD_BUDGET[0],
        max=bounds.CARD_BUDGET[1],
        note=_(
            "Empty: as many as people like. Phones and printed sheets say so; cards from paper do not count."
        ),
    )
    showing = facts.showing if facts else Showing.AT_ONCE
    with box("pair"):
        select(_("New cards come on the board"), "showing", showing_names(_), chosen=showing)
        after = str(facts.show_after if facts else DEFAULT_SHOW_AFTER)
        least, most = bounds.SECONDS_UNTIL_SHOWN
        field(
            _("Seconds until a card is shown"),
            "show_after",
            text=after,
            kind="number",
            min=least,
            max=most,
            note=_("Only with “after some seconds”: until then somebody can hold it."),
        )
    _weighing_fields(facts, gettext=_)
    chosen = (facts.time_zone if facts else "") or zone
    window_fields(facts, zone=zone_of(chosen, ZoneInfo(zone)), gettext=_)
    long_select(
        _("Time zone"),
        "time_zone",
        {chosen: zone_name(chosen, lang)} | zone_names(lang),
        chosen=chosen,
        note=_("In it the times in the log and of the files are written."),
    )
    field(
        _("Goal of the evening"),
        "goal",
        text=facts.goal if facts else "",
        rows=3,
        maxlength=bounds.GOAL,
        note=_("Stands on every phone and on the board."),
    )
    field(
        _("What happens with the results"),
        "promise",
        text=facts.promise if facts else "",
        rows=3,
        maxlength=bounds.PROMISE,
        note=_("Say who looks at them, until when, and how people hear of it."),
    )
    deleted = facts.delete_on.isoformat() if facts and facts.delete_on else ""
    field(_("Day of deletion"), "delete_on", text=deleted, kind="date", note=usual)
    labels = {
        "title": _("Title of the evening"),
        "place": _("Venue"),
        "goal": _("Goal of the evening"),
        "promise": _("What happens with the results"),
    }
    rows = {"goal": 3, "promise": 3}
    translations_fold(
        [
            Translated(name, labels[name], facts.texts(name) if facts else {}, rows.get(name, 0), length)
            for name, length in TRANSLATED.items()
        ],
        original=facts.lang if facts else DEFAULT_LANGUAGE,
        gettext=_,
    )


def _time_of(facts: DialogueView | None, name: str) -> str:
    found = getattr(facts, name) if facts else None
    return f"{found:%H:%M}" if found else ""


def _weighing_fields(facts: DialogueView | None, *, gettext: Gettext) -> None:
    _ = gettext
    rules = Weighing() if facts is None else rules_of(facts)
    with box("pair"):
        field(
            _("Dots per person"),
            "dots",
            text=str(rules.dots),
            kind="number",
            min=bounds.DOTS[0],
            max=bounds.DOTS[1],
            note=_("For weighing on the phones; 0: nobody is asked. Fixed as soon as somebody gives a dot."),
        )
        field(
            _("Dots on one topic, at most"),
            "dots_on_one",
            text=str(rules.on_one or ""),
            kind="number",
            min=bounds.DOTS_ON_ONE[0],
            max=bounds.DOTS_ON_ONE[1],
            note=_("Empty: as many as one has."),
        )
    select(
        _("Dots are counted"),
        "dots_scope",
        [(scope.value, name) for scope, name in _scopes(_).items()],
        chosen=rules.scope.value,
    )


def _scopes(gettext: Gettext) -> dict[DotScope, str]:
    _ = gettext
    return {DotScope.DIALOGUE: _("for the whole evening"), DotScope.TABLE: _("for each table anew")}


def rules_of(facts: DialogueView) -> Weighing:
    """Return how many dots participants of a dialogue have."""
    return Weighing(facts.dots, DotScope(facts.dots_scope), facts.dots_on_one)


def _weighing_from(values: Values) -> Weighing:
    on_one = value(values, "dots_on_one")
    return Weighing(
        bounds.number(value(values, "dots"), bounds.DOTS, Refusal.DOTS_OUT_OF_RANGE),
        one_of(DotScope, value(values, "dots_scope"), Refusal.DETAILS_INVALID),
        bounds.number(on_one, bounds.DOTS_ON_ONE, Refusal.DOTS_OUT_OF_RANGE) if on_one else None,
    )


def facts_values(facts: DialogueView, *, zone: str) -> Values:
    """Return what the fields hold for these facts; `zone` is the installation's."""
    values: dict[str, Sequence[str]] = {
        "title": [facts.title],
        "municipality": [facts.municipality],
        "place": [facts.place],
        "held_on": [facts.held_on.isoformat() if facts.held_on else ""],
        "planned_start": [_time_of(facts, "planned_start")],
        "planned_end": [_time_of(facts, "planned_end")],
        "rounds": [str(facts.rounds)],
        "rotation": [facts.rotation],
        "round_minutes": [str(facts.round_minutes)],
        "card_budget": [str(facts.card_budget or "")],
        "showing": [facts.showing],
        "show_after": [str(facts.show_after)],
        "dots": [str(facts.dots)],
        "dots_on_one": [str(facts.dots_on_one or "")],
        "dots_scope": [facts.dots_scope],
        **window_values(facts, facts.zone(ZoneInfo(zone))),
        "delete_on": [facts.delete_on.isoformat() if facts.delete_on else ""],
        "time_zone": [facts.time_zone or zone],
        "goal": [facts.goal],
        "promise": [facts.promise],
    }
    for name in TRANSLATED:
        values |= translated_values(name, facts.texts(name), original=facts.lang)
    return values


def facts_labels(*, original: str, gettext: Gettext) -> dict[str, str]:
    """Return what the fields are called; `original` is the dialogue's language."""
    _ = gettext
    translated = {
        "title": _("Title of the evening"),
        "place": _("Venue"),
        "goal": _("Goal of the evening"),
        "promise": _("What happens with the results"),
    }
    return translated_labels(translated, original=original) | {
        "municipality": _("Town"),
        "held_on": _("Day"),
        "planned_start": _("Begins at"),
        "planned_end": _("Ends at"),
        "rounds": _("Number of rounds"),
        "rotation": _("Between the rounds"),
        "round_minutes": _("Minutes of a round"),
        "card_budget": _("Cards per person and question, at most"),
        "showing": _("New cards come on the board"),
        "show_after": _("Seconds until a card is shown"),
        "dots": _("Dots per person"),
        "dots_on_one": _("Dots on one topic, at most"),
        "dots_scope": _("Dots are counted"),
        **window_labels(_),
        "time_zone": _("Time zone"),
        "delete_on": _("Day of deletion"),
    }


def facts_from(values: Values, zone: ZoneInfo) -> DialogueFacts:
    """Return the facts from the form's values; raise `RefusedError` for a number or day that is none.

    `zone` is the installation's, for moments where the form names no other.
    """
    rounds, budget = value(values, "rounds") or "3", value(values, "card_budget")
    clocks = zone_of(value(values, "time_zone"), zone)
    return DialogueFacts(
        title=value(values, "title"),
        municipality=value(values, "municipality"),
        place=value(values, "place"),
        held_on=bounds.written_day(value(values, "held_on")),
        planned_start=bounds.written_time(value(values, "planned_start")),
        planned_end=bounds.written_time(value(values, "planned_end")),
        goal=value(values, "goal"),
        promise=value(values, "promise"),
        rounds=bounds.number(rounds, bounds.ROUNDS, Refusal.ROUNDS_OUT_OF_RANGE),
        rotation=one_of(Rotation, value(values, "rotation") or Rotation.CHOOSE, Refusal.DETAILS_INVALID),
        round_minutes=bounds.number(
            value(values, "round_minutes") or DEFAULT_MINUTES,
            bounds.MINUTES,
            Refusal.MINUTES_OUT_OF_RANGE,
        ),
        card_budget=bounds.number(budget, bounds.CARD_BUDGET, Refusal.BUDGET_OUT_OF_RANGE)
        if budget
        else None,
        showing=one_of(Showing, value(values, "showing") or Showing.AT_ONCE, Refusal.DETAILS_INVALID),
        show_after=bounds.number(
            value(values, "show_after") or DEFAULT_SHOW_AFTER,
            bounds.SECONDS_UNTIL_SHOWN,
            Refusal.SECONDS_OUT_OF_RANGE,
        ),
        time_zone=value(values, "time_zone") or None,
        delete_on=bounds.written_day(value(values, "delete_on")) if "delete_on" in values else Unsaid.UNSAID,
        weighing=_weighing_from(values) if "dots" in values else None,
        windows=windows_from(values, clocks) if "after_until" in values else None,
        translations={name: given for name in TRANSLATED if (given := translations_of(values, name))} or None,
    )
