"""An evening as the live system would hand it over, in German, with all six kinds of outcome."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from exports.details import details_of
from exports.results import (
    Accord,
    AdditionFacts,
    Counts,
    DialogueFacts,
    EntryFacts,
    GroupFacts,
    OutcomeFacts,
    Results,
    SummaryFacts,
    TableFacts,
    Verdict,
    Window,
)

LOCALE = Path(__file__).parents[2] / "workshop" / "locale"

DIALOGUE = DialogueFacts(
    code="KFD7M2QX",
    title="Dialogabend „Miteinander“ & Nachbarschaft",
    municipality="Musterstadt",
    place="Stadthalle, Großer Saal",
    held_on=date(2026, 3, 12),
    theme_set="gmuend",
    goal="Was nehmen wir uns für das nächste Jahr vor?",
    promise="Die Ergebnisse gehen in vier Wochen an alle Beteiligten.\n\nDer Gemeinderat berät sie im Mai.",
    questions={
        "works": "Was läuft gut?",
        "improve": "Was muss verbessert werden?",
        "needed": "Was braucht es?",
    },
    counts=Counts(received=14, shown=11, held=1, hidden=1, withdrawn=1),
)

CARDS = [
    ("a1", "bildung", "works", "Der Kurs der VHS am Vormittag", "de", 1),
    ("a2", "bildung", "improve", "Wartezeit von acht Monaten\nauf einen Platz!!", "de", 1),
    ("a3", "bildung", "needed", "Sprachkurse mit Kinderbetreuung", "de", 1),
    ("a4", "bildung", "needed", "دورات لغة مسائية", "ar", 1),
    ("a5", "bildung", "needed", "WLAN در کلاس‌ها", "fa", None),
    ("b1", "wohnen", "works", "nachbarn helfen beim möbel tragen", "de", 2),
    ("b2", "wohnen", "improve", "=SUMME(A1:A9) hohe Mieten", "de", 2),
    ("b3", "wohnen", "needed", "+49 Wohnungen für große Familien", "de", 2),
    ("b4", "wohnen", "needed", "@Stadt: leerstehende Häuser nutzen", "de", 2),
    ("b5", "wohnen", "improve", "More information in English, please", "en", None),
    ("b6", "wohnen", "works", "- Mieterbund berät kostenlos", "de", 2),
]

TABLES = (
    TableFacts(key="wohnen", title="Bauen & Wohnen", number=1),
    TableFacts(key="frauen", title="Frauen", number=4),
    TableFacts(key="bildung", title="Bildung & Ausbildung", number=5),
)

MIETEN = ("b1", "b2", "b3", "b4", "b6")
GROUPS = (
    GroupFacts(id=1, table="bildung", label="Sprachkurse", dots=12, entry_ids=("a1", "a2", "a3", "a4")),
    GroupFacts(id=2, table="wohnen", label="Mieten", dots=3, entry_ids=MIETEN, accord=Accord.DISPUTED),
)

OUTCOMES = (
    OutcomeFacts(
        id=1,
        title="Sprachkurs mit Kinderbetreuung",
        description="Ein Vormittagskurs, bei dem die Kinder im selben Haus betreut werden.",
        details=details_of(
            "project_idea",
            {
                "caretaker": "Volkshochschule",
                "partners": ["Familienzentrum", "Freundeskreis Asyl"],
                "first_step": "Raum im Familienzentrum anfragen",
                "by_when": "2026-04-30",
            },
        ),
        table="bildung",
        group_ids=(1,),
        entry_ids=("a3", "a1", "a2", "a4"),
    ),
    OutcomeFacts(
        id=2,
        title="Nachbarschaftshilfe sichtbar machen",
        details=details_of("project_idea", {"by_when": "vor den Sommerferien"}),
        table="wohnen",
        entry_ids=("b1",),
    ),
    OutcomeFacts(
        id=3,
        title="Bezahlbar wohnen",
        details=details_of(
            "round_table",
            {
                "convenor": "Bauverwaltung",
                "invited": "Architekten\nMieterbund\nGrundstückseigentümer",
                "held_on": "21.05.2026",
                "place": "Rathaus",
                "questions": ["Welche Häuser stehen leer?", "Wer verhandelt mit den Eigentümern?"],
            },
        ),
        table="wohnen",
        group_ids=(2,),
        entry_ids=("b2", "b3", "b4"),
    ),
    OutcomeFacts(
        id=4,
        title="Mietberatung",
        details=details_of(
            "existing_offer",
            {
                "provider": "Mieterbund",
                "contact_point": "Di 16–18 Uhr, ohne Anmeldung",
                "place": "Marktplatz 1",
            },
        ),
        table="wohnen",
        entry_ids=("b6",),
    ),
    OutcomeFacts(
        id=5,
        title="Lange Wartezeiten",
        description="Acht Monate bis zum Kurs.",
        details=details_of("problem", {}),
        table="bildung",
        entry_ids=("a2",),
    ),
    OutcomeFacts(
        id=6, title="Abendkurse", details=details_of("suggestion", {}), table="bildung", entry_ids=("a4",)
    ),
    OutcomeFacts(
        id=7,
        title="Wohnraumprogramm verlängern",
        details=details_of("recommendation", {"addressee": "state"}),
        entry_ids=("b3", "a4"),
    ),
)


def _catalogue(lang: str) -> Callable[[str], str]:
    with (LOCALE / lang / "LC_MESSAGES" / "exports.po").open("rb") as file:
        words = {message.id: message.string for message in read_po(file)}
    # A text without translation is a mistake, so it raises KeyError here.
    return lambda text: str(words[text])


@pytest.fixture(scope="session")
def german() -> Callable[[str], str]:
    return _catalogue("de")


@pytest.fixture(scope="session")
def english() -> Callable[[str], str]:
    return _catalogue("en")


@pytest.fixture
def evening() -> Results:
    entries = tuple(
        EntryFacts(id=id_, table=table, question=question, text=text, lang=lang, group_id=group)
        for id_, table, question, text, lang, group in CARDS
    )
    return Results(dialogue=DIALOGUE, tables=TABLES, entries=entries, groups=GROUPS, outcomes=OUTCOMES)


@pytest.fixture
def windows(evening: Results) -> Results:
    """The evening with one card that came before it, and two after it of which one stands in no topic."""
    first, second, *others = evening.entries
    loose = EntryFacts("late", first.table, first.question, "Nachts fehlt ein Bus", window=Window.AFTER)
    marked = (replace(first, window=Window.BEFORE), replace(second, window=Window.AFTER))
    counts = replace(evening.dialogue.counts, received=15, shown=12, before=1, after=2)
    dialogue = replace(evening.dialogue, counts=counts)
    return replace(evening, dialogue=dialogue, entries=(*marked, *others, loose))


@pytest.fixture
def answered(evening: Results) -> Results:
    """The same evening, whose topics were answered afterwards: one is taken up, one is not, and why."""
    kept, left = evening.groups
    why = "لا توجد أموال هذا العام\n=1+1"
    answers = (
        replace(kept, verdict=Verdict.TAKEN_UP),
        replace(left, verdict=Verdict.NOT, verdict_reason=why),
    )
    return replace(evening, groups=answers)


@pytest.fixture
def summed_up(evening: Results) -> Results:
    """The same evening, two rounds of which a host summed up at the first table."""
    table = evening.tables[0].key
    additions = (AdditionFacts("Auch am Sonntag", "de"), AdditionFacts("دورات مسائية", "ar"))
    first = SummaryFacts(table, 1, "Es fehlen Kurse am Abend.\n\nViele warten lange.", 12, 3, 1, additions)
    return replace(evening, summaries=(first, SummaryFacts(table, 2, "Die Stadt sucht Räume.")))


@pytest.fixture
def rehearsal(evening: Results) -> Results:
    return replace(evening, dialogue=replace(evening.dialogue, rehearsal=True))


@pytest.fixture
def empty() -> Results:
    return Results(dialogue=DialogueFacts(code="LEER", title="Leerer Abend", questions={}))


@pytest.fixture
def one_card() -> Callable[..., Results]:
    """Results whose every free text is `text`: card, label, titles, details."""

    def build(text: str, *, lang: str = "de") -> Results:
        entry = EntryFacts(id="e", table="t", question="needed", text=text, lang=lang, group_id=1)
        details = {
            "project_idea": {"caretaker": text, "partners": [text], "first_step": text, "by_when": text},
            "existing_offer": {"provider": text, "contact_point": text, "place": text},
            "problem": {},
            "suggestion": {},
            "recommendation": {"addressee": "other", "addressee_name": text},
            "round_table": {"convenor": text, "invited": [text], "place": text, "questions": [text]},
        }
        return Results(
            dialogue=replace(
                DIALOGUE,
                title=text,
                municipality=text,
                place=text,
                goal=text,
                promise=text,
                questions={"needed": text},
            ),
            tables=(TableFacts(key="t", title=text, number=1),),
            entries=(entry,),
            groups=(GroupFacts(id=1, table="t", label=text, dots=1, entry_ids=("e",)),),
            outcomes=tuple(
                OutcomeFacts(
                    id=number,
                    title=text,
                    description=text,
                    details=details_of(kind, fields),
                    table="t",
                    group_ids=(1,),
                    entry_ids=("e",),
                )
                for number, (kind, fields) in enumerate(details.items(), start=1)
            ),
        )

    return build
