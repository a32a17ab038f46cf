"""The tables of results, built once by pandas for the workbook and the CSV files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from exports.columns import NARROWEST, Column, card_width, paged
from exports.counts import count_columns, count_rows
from exports.field import Day, Field, Lines, Place, Value
from exports.field_words import items_of, words_of
from exports.links import Links, of_question, table_name
from exports.names import (
    Gettext,
    accord_name,
    card_language,
    kind_name,
    outcome_name,
    question_name,
    verdict_name,
    window_name,
)
from exports.outcome_fields import OutcomeKind, fields_of
from exports.results import EntryFacts, OutcomeFacts, QuestionKey, Results, SummaryFacts
from exports.text import is_right_to_left, printable, short_day

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table; `name` and `file` are outside names and never translated.

    Beside the columns the frame holds `asks` (the question of a row that is one card, else None) and
    `mirrored` (keys of the cells that run from right to left). `single` rows stay one row on paper, however
    long their texts are: one row is one card. A table too wide for one page is made for so many `pages`
    beside each other. Charts are drawn of a sheet of `counts`.
    """

    name: str
    file: str
    columns: tuple[Column, ...]
    frame: pd.DataFrame
    nothing: str
    single: bool = False
    pages: int = 2
    counts: bool = False


def build_sheets(results: Results, *, gettext: Gettext) -> tuple[Sheet, ...]:
    """Return the tables in the order of the workbook; that of summaries only where there are some."""
    links = Links(results)
    summaries = [_summaries(links, gettext=gettext)] if results.summaries else []
    return (
        *_outcome_sheets(links, gettext=gettext),
        _topics(links, gettext=gettext),
        _entries(links, gettext=gettext),
        *summaries,
        _counts(links, gettext=gettext),
    )


def _outcome_sheets(links: Links, *, gettext: Gettext) -> list[Sheet]:
    _ = gettext
    no_project_ideas = _("No project idea was recorded.")
    no_round_tables = _("No round table was agreed.")
    no_offers = _("No existing offer was recorded.")
    no_problems = _("No problem and no suggestion was recorded.")
    no_recommendations = _("No recommendation was recorded.")

    def sheet(
        name: str, file: str, kinds: Sequence[OutcomeKind], title: tuple[str, float], nothing: str
    ) -> Sheet:
        is_paired = OutcomeKind.SUGGESTION in kinds
        outcomes = links.problems_and_suggestions() if is_paired else links.outcomes(*kinds)
        numbers = {outcome.id: number for number, outcome in enumerate(outcomes, start=1)}
        named = {each.name: each for kind in kinds for each in fields_of(kind, Place.SHEET)}
        fields = list(named.values())
        rows = [
            {
                **dict.fromkeys(named, ""),
                "answers": numbers.get(outcome.problem_id or 0, ""),
                "follows": numbers.get(outcome.follows_id or 0, ""),
                **_outcome_row(numbers[outcome.id], outcome, links, gettext=gettext),
            }
            for outcome in outcomes
        ]
        lead = (
            Column("number", _("No."), 6),
            *([Column("kind", _("Kind"), 12)] if len(kinds) > 1 else []),
            Column("title", *title),
        )
        about = (
            *(Column(each.name, _(each.label), each.width) for each in fields if each.leads),
            Column("description", _("Description"), 22),
            *(Column(each.name, _(each.label), each.width) for each in fields if not each.leads),
            Column("tables", _("Table"), 15),
            Column("topics", _("Topics"), 16),
            Column("cards", _("Cards"), 7),
            *([Column("dots", _("Dots"), 7)] if OutcomeKind.PROJECT_IDEA in kinds else []),
        )
        if any(outcome.follows_id for outcome in outcomes):
            about = (*about, Column("follows", _("Follows no."), 9))
        if any(outcome.problem_id for outcome in outcomes):
            about = (*about, Column("answers", _("Answers no."), 9))
        if any(outcome.edited for outcome in outcomes):
            about = (*about, Column("edited", _("Wording"), 12))
        facts, pages = paged(lead, about)
        width = card_width(lead, facts, pages)
        columns = (*lead, *facts, *_question_columns(links.results, width, gettext=gettext))
        return replace(_sheet(name, file, columns, rows, nothing), pages=pages + 1)

    idea, talk, offer = OutcomeKind.PROJECT_IDEA, OutcomeKind.ROUND_TABLE, OutcomeKind.EXISTING_OFFER
    problems = [OutcomeKind.PROBLEM, OutcomeKind.SUGGESTION]
    advice = OutcomeKind.RECOMMENDATION
    return [
        sheet("Projektideen", "projektideen", [idea], (_("Project idea"), 22), no_project_ideas),
        sheet("Runde Tische", "runde-tische", [talk], (_("Topic"), 19), no_round_tables),
        sheet("Vorhandenes", "vorhandenes", [offer], (_("Offer"), 24), no_offers),
        sheet("Probleme und Anregungen", "probleme-und-anregungen", problems, (_("Title"), 24), no_problems),
        sheet("Empfehlungen", "empfehlungen", [advice], (_("Recommendation"), 25), no_recommendations),
    ]


def _outcome_row(number: int, outcome: OutcomeFacts, links: Links, *, gettext: Gettext) -> Row:
    _, said = gettext, outcome.details.values
    return _with_cards(
        {
            "number": number,
            "kind": kind_name(outcome.kind, gettext=gettext),
            "title": outcome.title,
            "description": outcome.description,
            **{
                each.name: _cell(each, said, gettext=gettext) for each in fields_of(outcome.kind, Place.SHEET)
            },
            "tables": _lines(table_name(table) for table in links.tables_of(outcome)),
            "topics": _lines(group.label for group in links.topics(outcome)),
            "dots": links.dots(outcome),
            "edited": _("edited after the evening") if outcome.edited else "",
        },
        links.entries(outcome),
        gettext=gettext,
    )


def _cell(field: Field, said: Mapping[str, Value], *, gettext: Gettext) -> object:
    if isinstance(field, Day):
        return said[field.name]
    if isinstance(field, Lines):
        return (_bullets if field.sentences else _lines)(items_of(field, said))
    return words_of(field, said, gettext=gettext, day=short_day)


def _topics(links: Links, *, gettext: Gettext) -> Sheet:
    _ = gettext
    topics = [(table, group) for table in links.tables_in_order() for group in links.topics_in_order(table)]
    rows = [
        _with_cards(
            {
                "number": number,
                "table": table_name(table),
                "label": group.label,
                "dots": group.dots,
                "accord": accord_name(group.accord, gettext=gettext),
                "verdict": verdict_name(group.verdict, gettext=gettext),
                "reason": group.verdict_reason,
                "outcomes": _named_outcomes(links.outcomes_of_topic(group), gettext=gettext),
            },
            links.entries(group),
            gettext=gettext,
            mirrored=["reason"] if is_right_to_left(group.verdict_reason) else [],
        )
        for number, (table, group) in enumerate(topics, start=1)
    ]
    # Until somebody answers a topic, the cards have the room; what is new comes behind what was there.
    is_answered = any(group.verdict for _table, group in topics)
    answers = [Column("verdict", _("Answer"), 14), Column("reason", _("Reason"), 19)] if is_answered else []
    columns = (
        Column("number", _("No."), 6),
        Column("table", _("Table"), 14 if is_answered else 16),
        Column("label", _("Topic"), 19 if is_answered else 22),
        Column("cards", _("Cards"), 7),
        Column("dots", _("Dots"), 7),
        Column("accord", _("Mark"), 11),
        *_question_columns(links.results, NARROWEST if is_answered else 25, gettext=gettext),
        Column("outcomes", _("Outcomes"), 14 if is_answered else 23),
        *answers,
    )
    return _sheet("Themen", "themen", columns, rows, _("There are no topics yet."))


def _entries(links: Links, *, gettext: Gettext) -> Sheet:
    _ = gettext
    dialogue = links.results.dialogue
    tables = {table.key: place for place, table in enumerate(links.tables_in_order())}
    rows: list[Row] = []
    for number, entry in enumerate(sorted(links.results.entries, key=lambda e: tables[e.table]), start=1):
        topic = links.topic(entry)
        rows.append(
            {
                "number": number,
                "table": table_name(links.tables[entry.table]),
                "question": question_name(QuestionKey(entry.question), dialogue, gettext=gettext),
                "text": entry.text,
                "language": card_language(entry.lang, dialogue, gettext=gettext),
                "topic": topic.label if topic else "",
                "outcomes": _named_outcomes(links.outcomes_of_entry(entry), gettext=gettext),
                "window": window_name(entry.window, gettext=gettext),
                "asks": QuestionKey(entry.question),
                "mirrored": {"text"} if is_right_to_left(entry.text, lang=entry.lang) else set(),
            }
        )
    # Most evenings have no window; the column comes last, where it moves no other.
    marks = [Column("window", _("Came in"), 14)] if any(row["window"] for row in rows) else []
    columns = (
        Column("number", _("No."), 6),
        Column("table", _("Table"), 18),
        Column("question", _("Question"), 21),
        Column("text", _("Card"), 44 if marks else 58),
        Column("language", _("Language"), 16),
        Column("topic", _("Topic"), 22),
        Column("outcomes", _("Outcomes"), 27),
        *marks,
    )
    return replace(
        _sheet("Beiträge", "beitraege", columns, rows, _("There are no cards yet.")),
        single=True,
    )


def _summaries(links: Links, *, gettext: Gettext) -> Sheet:
    _ = gettext
    rows: list[Row] = [
        {
            "number": number,
            "table": table_name(links.tables[summary.table]),
            "round": summary.round,
            "text": summary.text,
            "agree": summary.agree,
            "add": summary.add,
            "disagree": summary.disagree,
            "additions": _bullets(each.text for each in summary.additions),
            "asks": None,
            "mirrored": _mirrored_additions(summary),
        }
        for number, summary in enumerate(links.results.summaries, start=1)
    ]
    columns = (
        Column("number", _("No."), 6),
        Column("table", _("Table"), 18),
        *([Column("round", _("Round"), 8)] if links.results.speaks_of_rounds else []),
        Column("text", _("Summary"), 64),
        Column("agree", _("Agree"), 10),
        Column("add", _("Add something"), 11),
        Column("disagree", _("Disagree"), 11),
        Column("additions", _("Additions"), 40),
    )
    return _sheet("Zusammenfassungen", "zusammenfassungen", columns, rows, "")


def _counts(links: Links, *, gettext: Gettext) -> Sheet:
    _ = gettext
    columns = count_columns(links, gettext=_)
    return replace(
        _sheet("Zahlen", "zahlen", columns, count_rows(links), _("There are no cards yet.")),
        single=True,
        counts=True,
    )


def _mirrored_additions(summary: SummaryFacts) -> set[str]:
    said = summary.additions
    is_mirrored = said and all(is_right_to_left(each.text, lang=each.lang) for each in said)
    return {"additions"} if is_mirrored else set()


def _question_columns(results: Results, width: float, *, gettext: Gettext) -> list[Column]:
    return [
        Column(question.value, question_name(question, results.dialogue, gettext=gettext), width, question)
        for question in QuestionKey
    ]


def _with_cards(
    row: Row, cards: Sequence[EntryFacts], *, gettext: Gettext, mirrored: Iterable[str] = ()
) -> Row:
    mirrored = set(mirrored)
    for question in QuestionKey:
        asked = of_question(cards, question)
        row[question.value] = _bullets(_marked(card, gettext=gettext) for card in asked)
        if asked and all(is_right_to_left(card.text, lang=card.lang) for card in asked):
            mirrored.add(question.value)
    return {**row, "cards": len(cards), "asks": None, "mirrored": mirrored}


def _marked(card: EntryFacts, *, gettext: Gettext) -> str:
    mark = window_name(card.window, gettext=gettext)
    return f"{card.text} ({mark})" if mark else card.text


def _sheet(name: str, file: str, columns: tuple[Column, ...], rows: Sequence[Row], nothing: str) -> Sheet:
    keys = [*(column.key for column in columns), "asks", "mirrored"]
    clean = [
        {key: printable(cell) if isinstance(cell, str) else cell for key, cell in row.items()} for row in rows
    ]
    headed = tuple(
        Column(column.key, printable(column.heading), column.width, column.question) for column in columns
    )
    return Sheet(name, file, headed, pd.DataFrame(clean, columns=keys, dtype=object), printable(nothing))


def _named_outcomes(outcomes: Iterable[OutcomeFacts], *, gettext: Gettext) -> str:
    return _lines(outcome_name(outcome, gettext=gettext) for outcome in outcomes)


def _lines(items: Iterable[str]) -> str:
    return "\n".join(items)


def _bullets(items: Iterable[str]) -> str:
    return "\n".join(f"• {item}" for item in items)
