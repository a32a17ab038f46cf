"""Evenings of any size: so many cards at eight tables, in topics or not, and outcomes of all kinds."""

from dataclasses import replace
from datetime import date, timedelta

from exports.details import details_of
from exports.results import (
    Accord,
    Counts,
    DialogueFacts,
    EntryFacts,
    GroupFacts,
    OutcomeFacts,
    QuestionKey,
    Results,
    TableFacts,
    Verdict,
)

ADDRESS = "https://dialog.example/j/KFD7M2QX/papers"
TITLES = (
    "Bauen & Wohnen",
    "Ehrenamt & Beteiligung",
    "Arbeit",
    "Frauen",
    "Bildung & Ausbildung",
    "Gesundheit",
    "Kinder & Jugend",
    "Verkehr",
)
# A few words in letters of several scripts, as people mix them at a table.
WORDS = (
    ("Sprachkurse am Abend, auch für Eltern mit kleinen Kindern", "de"),
    ("دورات لغة مسائية مع رعاية الأطفال", "ar"),
    ("ናይ ምሸት ትምህርቲ ቋንቋ ንወለዲ", "ti"),
    ("Mehr Busse 🚌 bis Mitternacht 👍🏽", "de"),
    ("Более понятные письма от ведомств", "uk"),
    ("Donaudampfschifffahrtsgesellschaftskapitänswitwenrente", "de"),
)
KINDS = ("project_idea", "round_table", "recommendation", "existing_offer", "suggestion", "problem")
_WHO = {"project_idea": "caretaker", "round_table": "convenor", "existing_offer": "provider"}
_WHEN = {"project_idea": "by_when", "round_table": "held_on", "recommendation": "statement_by"}


def large_evening(cards: int, outcomes: int = 0, *, in_topic: int = 8) -> Results:
    """Return an evening; topics have up to `in_topic` cards, with 0 no card stands in one."""
    tables = tuple(TableFacts(f"t{n}", title, n) for n, title in enumerate(TITLES, start=1))
    questions = list(QuestionKey)
    entries, members = [], {}
    for n in range(cards):
        table = tables[n % len(tables)]
        text, lang = WORDS[n % len(WORDS)]
        group = None
        if in_topic:
            group = 1 + n % len(tables) + len(tables) * (n // len(tables) // in_topic)
            members.setdefault((group, table.key), []).append(f"c{n}")
        question = questions[n // len(tables) % 3]
        entries.append(EntryFacts(f"c{n}", table.key, question, f"{text} ({n})", lang, group))
    groups = tuple(
        GroupFacts(
            number,
            table,
            f"{WORDS[number % len(WORDS)][0].split(',')[0]} {number}",
            dots=number % 7 * 3,
            entry_ids=tuple(ids),
            accord=list(Accord)[number % 3],
            verdict=list(Verdict)[number % 4],
            verdict_reason="Dafür ist der Landkreis zuständig." if number % 4 else "",
        )
        for (number, table), ids in members.items()
    )
    return Results(
        dialogue=DialogueFacts(
            code="KFD7M2QX",
            title="Dialogabend „Miteinander“ & Nachbarschaft",
            questions={
                "works": "Was läuft gut?",
                "improve": "Was muss besser werden?",
                "needed": "Was fehlt?",
            },
            municipality="Musterstadt",
            place="Stadthalle, Großer Saal",
            held_on=date(2026, 3, 12),
            goal="Was nehmen wir uns für das nächste Jahr vor?\n\n" + "Wir hören einander zu. " * 20,
            promise="Die Ergebnisse gehen in vier Wochen an alle Beteiligten.\nDer Gemeinderat berät im Mai.",
            counts=Counts(received=cards + 9, shown=cards, held=4, hidden=3, withdrawn=2),
            handouts_address=ADDRESS,
        ),
        tables=tables,
        entries=tuple(entries),
        groups=groups,
        outcomes=tuple(_outcome(n, groups) for n in range(outcomes)),
    )


def _outcome(n: int, groups: tuple[GroupFacts, ...]) -> OutcomeFacts:
    kind = KINDS[n % len(KINDS)]
    details = {"addressee": "district"} if kind == "recommendation" else {}
    if kind in _WHO:
        details[_WHO[kind]] = ("Volkshochschule", "متطوعون من الحي")[n % 2]
    if kind in _WHEN:
        details[_WHEN[kind]] = (date(2026, 4, 1) + timedelta(days=n)).isoformat()
    return OutcomeFacts(
        id=n + 1,
        title=f"Vorhaben {n + 1}: {WORDS[n % len(WORDS)][0]}",
        details=details_of(kind, details),
        description="Ein Angebot am Vormittag, bei dem die Kinder im selben Haus betreut werden. " * 2,
        group_ids=(groups[n % len(groups)].id,) if groups else (),
        table=None if groups else "t1",
    )


def rehearsed(results: Results) -> Results:
    """Return the same evening as a rehearsal."""
    return replace(results, dialogue=replace(results.dialogue, rehearsal=True))
