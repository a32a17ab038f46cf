"""How many cards, topics and dots each table has: what the charts of the workbook are drawn from."""

from collections import Counter

from exports.columns import Column
from exports.links import Links, table_name
from exports.names import Gettext, question_name
from exports.results import QuestionKey
from exports.text import is_right_to_left

_NAME, _COUNT, _CARDS = 44.0, 12.0, 22.0


def count_columns(links: Links, *, gettext: Gettext) -> tuple[Column, ...]:
    """Return the columns: the table, its cards by question and together, its topics and dots."""
    _, dialogue = gettext, links.results.dialogue
    return (
        Column("label", _("Table"), _NAME),
        *(
            Column(question.value, question_name(question, dialogue, gettext=_), _CARDS, question)
            for question in QuestionKey
        ),
        Column("cards", _("Cards"), _COUNT),
        Column("topic_count", _("Topics"), _COUNT),
        Column("dots", _("Dots"), _COUNT),
    )


def count_rows(links: Links) -> list[dict[str, object]]:
    """Return a row for each table, also for one without a card."""
    cards = Counter((entry.table, QuestionKey(entry.question)) for entry in links.results.entries)
    rows: list[dict[str, object]] = []
    for table in links.tables_in_order():
        topics = links.topics_in_order(table)
        name = table_name(table)
        rows.append(
            {
                "label": name,
                **{question.value: cards[table.key, question] for question in QuestionKey},
                "cards": sum(cards[table.key, question] for question in QuestionKey),
                "topic_count": len(topics),
                "dots": sum(topic.dots for topic in topics),
                "asks": None,
                "mirrored": {"label"} if is_right_to_left(name) else set(),
            }
        )
    return rows
