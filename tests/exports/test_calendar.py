"""`runde-tische.ics`, read back by the library for calendars and compared with what was agreed."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event, Timezone

from exports.calendar import render_calendar
from exports.details import details_of
from exports.field import Day, Role
from exports.outcome_fields import FIELDS
from exports.results import EntryFacts, GroupFacts, OutcomeFacts, Results, TableFacts
from exports.zone_rules import time_zone_of
from tests.exports.conftest import DIALOGUE
from tests.factories import everything, post, redescribe
from workshop.domain.entry import hide_entry, hold_entry, withdraw_entry
from workshop.domain.group import gather_entries
from workshop.domain.outcome import Draft, create_outcome, edit_outcome
from workshop.domain.queries.results import results_of
from workshop.domain.redaction import redact_entry
from workshop.domain.rights import Actor, operator
from workshop.i18n import Gettext, catalogue
from workshop.models import HoldReason, OutcomeKind

TITLE = "Dialogabend „Miteinander“ & Nachbarschaft"
TABLE_TEXT = f"""\
Wer lädt ein: Bauverwaltung
Eingeladen: Architekten, Mieterbund, Grundstückseigentümer
Ort: Rathaus

Fragen:
- Welche Häuser stehen leer?
- Wer verhandelt mit den Eigentümern?

Tagesordnung aus den Karten:
Was muss verbessert werden?
- =SUMME(A1:A9) hohe Mieten
Was braucht es?
- +49 Wohnungen für große Familien
- @Stadt: leerstehende Häuser nutzen

Vom Dialogabend: {TITLE} · Stadthalle, Großer Saal, Musterstadt · 12.03.2026"""


def spoken(lang: str) -> Gettext:
    return catalogue("exports", lang).gettext


def rendered(results: Results) -> bytes | None:
    return render_calendar([results], title=results.dialogue.title, gettext_of=spoken)


def calendar_of(results: Results) -> Calendar:
    content = rendered(results)
    assert content is not None
    return Calendar.from_ical(content)


def events_of(results: Results) -> dict[str, Event]:
    """Return the events by their heading."""
    return {str(event["summary"]): event for event in calendar_of(results).events}


def only_event(results: Results) -> Event:
    (event,) = calendar_of(results).events
    return event


def one_outcome(kind: str, title: str = "Titel", **details: object) -> Results:
    """Return an evening without a day that brought one outcome."""
    outcome = OutcomeFacts(7, title, details_of(kind, details))
    return Results(replace(DIALOGUE, held_on=None), outcomes=(outcome,))


def round_table_on(when: object, **facts: object) -> Event:
    made = one_outcome("round_table", held_on=when)
    return only_event(replace(made, dialogue=replace(made.dialogue, **facts)))


@pytest.mark.unit
def test_round_table_measure_and_look_back_have_an_event_each(evening: Results) -> None:
    events = events_of(evening)
    assert {name: event["dtstart"].dt for name, event in events.items()} == {
        f"Was wurde daraus? {TITLE}": date(2026, 4, 9),
        "Fällig: Sprachkurs mit Kinderbetreuung": date(2026, 4, 30),
        "Runder Tisch: Bezahlbar wohnen": date(2026, 5, 21),
    }
    table = events["Runder Tisch: Bezahlbar wohnen"]
    assert table["dtstart"].params["value"] == "DATE"
    assert table["location"] == "Rathaus"
    assert table["description"] == TABLE_TEXT
    measure = events["Fällig: Sprachkurs mit Kinderbetreuung"]["description"]
    assert "Wer kümmert sich: Volkshochschule\nWer macht mit: Familienzentrum, Freundes" in measure
    # Evidence of a measure is in the minutes; a calendar tells what is to be done.
    assert "Wartezeit" not in measure
    assert [event.get("transp") for event in events.values()] == ["TRANSPARENT", "TRANSPARENT", None]
    back = events[f"Was wurde daraus? {TITLE}"]["description"]
    assert "Was mit den Ergebnissen geschieht:\nDie Ergebnisse gehen in vier Wochen an alle" in back
    assert "- Projektidee: Sprachkurs mit Kinderbetreuung · Wer kümmert sich: Volkshochschule" in back


@pytest.fixture
def with_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of fields knows by when a recommendation asks for a statement."""
    fields = FIELDS[OutcomeKind.RECOMMENDATION]
    if not any(field.role == Role.WHEN for field in fields):
        asked = Day("statement_by", "By when", "", role=Role.WHEN)
        monkeypatch.setitem(FIELDS, OutcomeKind.RECOMMENDATION, (*fields, asked))


@pytest.mark.unit
def test_asked_statement_has_an_event(with_statements: None) -> None:
    made = one_outcome("recommendation", "Wohnraum", addressee="state", statement_by="2026-06-30")
    event = only_event(made)
    assert (event["summary"], event["dtstart"].dt) == ("Stellungnahme erbeten: Wohnraum", date(2026, 6, 30))
    assert event["description"].startswith("An wen: Land\n\n")
    assert rendered(one_outcome("recommendation", "Wohnraum", addressee="state")) is None


@pytest.mark.unit
def test_evenings_of_a_series_stand_in_one_calendar(evening: Results) -> None:
    made = one_outcome("round_table", "Wohnen", held_on="21.05.2026, 18 Uhr")
    other = replace(made, dialogue=replace(made.dialogue, code="ZWEI2345", time_zone="Europe/Lisbon"))
    content = render_calendar([evening, other], title="Reihe", gettext_of=spoken)
    calendar = Calendar.from_ical(content or b"")
    assert calendar["x-wr-calname"] == "Termine: Reihe"
    assert {str(part["tzid"]) for part in calendar.walk("VTIMEZONE")} == {"Europe/Berlin", "Europe/Lisbon"}
    alone = {
        str(event["uid"]): event.to_ical() for each in (evening, other) for event in calendar_of(each).events
    }
    assert {str(event["uid"]): event.to_ical() for event in calendar.events} == alone
    assert len(alone) == 4


@pytest.mark.unit
def test_every_event_reminds_a_week_and_a_day_before(evening: Results) -> None:
    for event in calendar_of(evening).events:
        assert [alarm["action"] for alarm in event.walk("VALARM")] == ["DISPLAY"] * 2
        assert {str(alarm["description"]) for alarm in event.walk("VALARM")} == {str(event["summary"])}
        midnight = datetime.combine(event["dtstart"].dt, time())
        reminded = [midnight + alarm["trigger"].dt - midnight for alarm in event.walk("VALARM")]
        assert reminded == [timedelta(days=-7, hours=9), timedelta(days=-1, hours=9)]
    timed = round_table_on("21.05.2026, 18 Uhr")
    assert [alarm["trigger"].dt for alarm in timed.walk("VALARM")] == [timedelta(-7), timedelta(-1)]


@pytest.mark.unit
@pytest.mark.parametrize("words", ["vor der Sommerpause", "", "im Mai 2026", "21.05.2026, 3", "99.99.2026"])
def test_words_that_name_no_day_give_no_event(words: str) -> None:
    assert rendered(one_outcome("project_idea", by_when=words)) is None


@pytest.mark.unit
@pytest.mark.parametrize(
    ("words", "begins", "ends"),
    [
        ("21.05.2026, 18 Uhr", "2026-05-21T18:00+02:00", None),
        ("2026-12-03 18:30", "2026-12-03T18:30+01:00", None),
        ("Do., 21.05.2026, 18:30–20.00 Uhr", "2026-05-21T18:30+02:00", "2026-05-21T20:00+02:00"),
        ("21.05.2026 von 22 Uhr bis 1 Uhr", "2026-05-21T22:00+02:00", "2026-05-22T01:00+02:00"),
        # The days on which the clocks are changed.
        ("29.03.2026, 01:30", "2026-03-29T01:30+01:00", None),
        ("29.03.2026, 18 Uhr", "2026-03-29T18:00+02:00", None),
        ("24.10.2026, 22:00–25 Uhr", "2026-10-24T22:00+02:00", None),
        ("24.10.2026, 22 bis 4 Uhr", "2026-10-24T22:00+02:00", "2026-10-25T04:00+01:00"),
    ],
)
def test_time_beside_a_day_is_that_of_the_hall(words: str, begins: str, ends: str | None) -> None:
    event = round_table_on(words)
    assert event["dtstart"].params["tzid"] == "Europe/Berlin"
    assert event["dtstart"].dt == datetime.fromisoformat(begins)
    assert ("dtend" in event) == bool(ends)
    if ends:
        assert event["dtend"].dt == datetime.fromisoformat(ends)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("Europe/Berlin", ["BYDAY=-1SU;BYMONTH=3", "BYDAY=-1SU;BYMONTH=10"]),
        ("America/New_York", ["BYDAY=2SU;BYMONTH=3", "BYDAY=1SU;BYMONTH=11"]),
        ("Asia/Kolkata", []),
        ("Africa/Casablanca", []),
    ],
)
def test_time_zone_in_the_file_is_right_without_any_other_knowledge(name: str, rules: list[str]) -> None:
    zone = ZoneInfo(name)
    made = time_zone_of(zone, first=2026, last=2028)
    (written,) = Timezone.from_ical(made.to_ical(), multiple=True)
    found = [part["rrule"].to_ical().decode() for part in made.subcomponents if "rrule" in part]
    assert found == [f"FREQ=YEARLY;{rule}" for rule in rules]
    known = written.to_tz(lookup_tzid=False)
    for hours in range(0, 3 * 365 * 24, 7):
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
        assert at.astimezone(known).utcoffset() == at.astimezone(zone).utcoffset(), at


@pytest.mark.unit
def test_zone_of_the_dialogue_is_in_the_file() -> None:
    made = one_outcome("round_table", held_on="21.05.2026, 18 Uhr")
    lisbon = replace(made, dialogue=replace(made.dialogue, time_zone="Europe/Lisbon"))
    for results, zone in ((made, "Europe/Berlin"), (lisbon, "Europe/Lisbon")):
        assert [str(part["tzid"]) for part in calendar_of(results).walk("VTIMEZONE")] == [zone]
    assert only_event(lisbon)["dtstart"].dt == datetime(2026, 5, 21, 17, tzinfo=UTC)


@pytest.mark.unit
def test_nothing_with_a_day_gives_no_file(empty: Results, evening: Results) -> None:
    assert rendered(empty) is None
    assert rendered(replace(evening, outcomes=())) is not None
    assert rendered(replace(evening, outcomes=(), dialogue=replace(evening.dialogue, held_on=None))) is None
    far = replace(evening.dialogue, held_on=date(9999, 12, 31))
    assert rendered(replace(evening, outcomes=(), dialogue=far)) is None
    assert only_event(one_outcome("project_idea", by_when="9999-12-31"))["dtstart"].dt == date(9999, 12, 31)


@pytest.mark.unit
def test_events_of_a_rehearsal_are_marked(rehearsal: Results) -> None:
    calendar = calendar_of(rehearsal)
    assert len(calendar.events) == 3
    assert {str(event["summary"])[:8] for event in calendar.events} == {"PROBE – "}
    assert calendar["name"] == f"PROBE – Termine: {TITLE}"


@pytest.mark.unit
def test_agenda_is_of_the_cards_of_the_topics_where_none_was_chosen_and_ends_somewhere() -> None:
    entries = tuple(EntryFacts(f"e{n}", "t", "needed", f"{n:03} {'x' * 490}", group_id=1) for n in range(40))
    made = one_outcome("round_table", held_on="2026-05-21")
    results = replace(
        made,
        tables=(TableFacts("t", "Tisch", 1),),
        entries=entries,
        groups=(GroupFacts(1, "t", "Thema", entry_ids=tuple(each.id for each in entries)),),
        outcomes=(replace(made.outcomes[0], group_ids=(1,)),),
    )
    lines = str(only_event(results)["description"]).split("\n")
    shown = [line for line in lines if line.startswith("- ")]
    assert shown == [f"- {each.text}" for each in entries[: len(shown)]]
    assert 0 < len(shown) < 40
    assert f"Weitere Karten im Protokoll: {40 - len(shown)}" in lines


NASTY = [
    "Zeile eins\nZeile zwei\r\nZeile drei",
    "a;b,c:d\"e\\n\\N C:\\Nord \\; ^n ^'",
    "👩‍👩‍👧‍👦 🏳️‍🌈 " * 60,
    "دورات لغة مسائية, وأكثر; نعم",
    "a\x00b\x0bc\x0cd\x1be\x7ff\x85g",
    "a\u2028b\u2029c",
    "BEGIN:VEVENT\nEND:VCALENDAR\nATTACH:file:///etc/passwd",
    "ሰላም ዓለም " * 500,
    "x" * 4000,
]


@pytest.mark.unit
@pytest.mark.parametrize("text", NASTY)
def test_odd_texts_come_back_as_they_were_and_add_nothing(text: str) -> None:
    made = one_outcome("round_table", text, held_on="2026-05-21", place=text, convenor=text)
    results = replace(made, outcomes=(replace(made.outcomes[0], description=text),))
    content = rendered(results)
    assert content is not None
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    event = only_event(results)
    said = text.replace("\r\n", "\n").translate(dict.fromkeys((*range(10), *range(11, 32), 127, 133)))
    one_line = " ".join(said.split())
    plain = {name: bare(str(event[name])) for name in ("summary", "location", "description")}
    assert plain["location"] == one_line
    assert plain["summary"] == f"Runder Tisch: {one_line}"
    assert plain["description"].startswith("\n".join(said.strip().splitlines()) + "\n\nWer lädt ein: ")
    assert {part.name for part in calendar_of(results).walk()} == {
        *("VCALENDAR", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VEVENT", "VALARM"),
    }
    assert "attach" not in event


def bare(text: str) -> str:
    """Return a text without the signs that keep its direction to itself."""
    return text.replace("\u2068", "").replace("\u2069", "")


@pytest.mark.unit
def test_texts_from_right_to_left_do_not_turn_their_neighbours() -> None:
    event = only_event(one_outcome("round_table", "دورات", held_on="2026-05-21", convenor="بلدية"))
    assert event["summary"] == "\u2068Runder Tisch: دورات\u2069"
    assert "Wer lädt ein: \u2068بلدية\u2069" in event["description"].split("\n")


# From here on with a database.


async def _outcome(store, dialogue, kind: OutcomeKind, title: str, **more: object) -> int:
    draft = Draft(kind, title, **more)
    return await create_outcome(store, actor=operator(), dialogue_id=dialogue.id, draft=draft)


async def _results(store, dialogue) -> Results:
    async with store.read() as session:
        return await results_of(session, dialogue.code)


@pytest.mark.integration
async def test_events_say_what_stands_in_the_database(store, dialogue) -> None:
    await redescribe(store, actor=operator(), dialogue_id=dialogue.id, held_on=date(2026, 9, 30))
    table = {
        "held_on": "2026-10-25",
        "place": "Rathaus, Saal 2",
        "convenor": "Bauamt",
        "invited": ["Mieterbund", "Nachbarn"],
        "questions": ["Wer zahlt?"],
    }
    await _outcome(
        store, dialogue, OutcomeKind.ROUND_TABLE, "Wohnen", description="Worum\n\nEs geht", details=table
    )
    await _outcome(
        *(store, dialogue, OutcomeKind.PROJECT_IDEA, "Bus"),
        details={"caretaker": "Verkehrsamt", "by_when": "2027-03-01"},
    )
    stored = await everything(store, dialogue)
    events = list(calendar_of(await _results(store, dialogue)).events)
    by_day = {event["dtstart"].dt: event for event in events}
    assert list(by_day) == [date(2026, 10, 25), date(2026, 10, 28), date(2027, 3, 1)]
    for outcome in stored.outcomes:
        event = by_day[date.fromisoformat(outcome.details.get("held_on", outcome.details.get("by_when")))]
        assert str(event["summary"]).endswith(f": {outcome.title}")
        for line in outcome.description.splitlines():
            assert line in event["description"].split("\n")
        for name in ("place", "convenor", "caretaker"):
            assert outcome.details.get(name, "") in event["description"]
        assert event.get("location", "") == outcome.details.get("place", "")
        for line in (*outcome.details.get("invited", ()), *outcome.details.get("questions", ())):
            assert line in event["description"]
    facts = stored.dialogue
    for event in events:
        assert event["sequence"] == facts.revision
        assert event["created"].dt == facts.created_at.replace(microsecond=0)
        assert event["dtstamp"].dt == event["last-modified"].dt > event["created"].dt
        assert f"Vom Dialogabend: {facts.title} · {facts.municipality} · 30.09.2026" in event["description"]
    assert facts.promise in by_day[date(2026, 10, 28)]["description"]


@pytest.mark.integration
async def test_importing_again_finds_the_same_events_newer(store, dialogue) -> None:
    number = await _outcome(
        *(store, dialogue, OutcomeKind.ROUND_TABLE, "Wohnen"), details={"held_on": "2026-10-25"}
    )
    other = await _outcome(
        *(store, dialogue, OutcomeKind.PROJECT_IDEA, "Bus"), details={"by_when": "2027-03-01"}
    )
    assert number != other
    first = await _results(store, dialogue)
    assert rendered(first) == rendered(await _results(store, dialogue))
    draft = Draft(OutcomeKind.ROUND_TABLE, "Wohnen und Bauen", details={"held_on": "2026-11-02"})
    await edit_outcome(*(store,), actor=operator(), dialogue_id=dialogue.id, outcome_id=number, draft=draft)
    before, after = (
        {str(event["uid"]): event for event in calendar_of(results).events}
        for results in (first, await _results(store, dialogue))
    )
    assert before.keys() == after.keys()
    assert len(before) == 2
    for uid, event in after.items():
        assert event["sequence"] > before[uid]["sequence"]
        assert event["last-modified"].dt > before[uid]["last-modified"].dt
        assert event["dtstamp"].dt > before[uid]["dtstamp"].dt
    moved = {uid for uid in after if after[uid]["dtstart"].dt != before[uid]["dtstart"].dt}
    assert [str(after[uid]["summary"]) for uid in moved] == ["Runder Tisch: Wohnen und Bauen"]


@pytest.mark.integration
async def test_words_that_were_hidden_held_withdrawn_or_erased_are_in_no_event(store, dialogue) -> None:
    texts = ("Sichtbar", "Verborgen", "Gehalten", "Zurückgenommen", "Quitten schwärzen")
    ids = dict(zip(texts, [each.id for each in await post(store, dialogue, *texts)], strict=True))
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    group = await gather_entries(store, **act, entry_ids=list(ids.values()), label="Busse")
    await _outcome(
        *(store, dialogue, OutcomeKind.ROUND_TABLE, "Bus"),
        group_ids=[group],
        details={"held_on": "2026-10-25"},
    )
    whole = str(only_event(await _results(store, dialogue))["description"]).split("\n")
    assert [line for line in whole if line.startswith("- ")] == [f"- {text}" for text in texts]
    await hide_entry(store, **act, entry_id=ids["Verborgen"], reason=HoldReason.FLOOD)
    await hold_entry(store, **act, entry_id=ids["Gehalten"], reason=HoldReason.FLOOD)
    await redact_entry(store, **act, entry_id=ids["Quitten schwärzen"], spans=[(0, 7)])
    author = Actor(participant="p1")
    await withdraw_entry(store, actor=author, dialogue_id=dialogue.id, entry_id=ids["Zurückgenommen"])
    lines = str(only_event(await _results(store, dialogue))["description"]).split("\n")
    assert [line for line in lines if line.startswith("- ")] == ["- Sichtbar", "- ███ schwärzen"]


@pytest.mark.unit
def test_nobody_is_reminded_of_what_is_settled():
    for state, alarms, status in (("started", 2, None), ("done", 0, None), ("dropped", 0, "CANCELLED")):
        event = only_event(one_outcome("project_idea", by_when="2026-05-21", state=state))
        assert (len(event.walk("VALARM")), event.get("status")) == (alarms, status)
