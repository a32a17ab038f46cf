"""Whether a preview shows words that nobody may see any more."""

from collections.abc import Iterable

from exports.results import Results, SummaryFacts
from workshop.domain.queries.entry import EntryView
from workshop.domain.queries.summary import SummaryView


def shows_gone_words(
    results: Results, entries: Iterable[EntryView], summaries: Iterable[tuple[str, SummaryView]]
) -> bool:
    """Say whether one of these cards, or summaries with their table's key, was in `results` in other words.

    What came in later does not count, nor does where a card lies.
    """
    cards = {each.id: each.text for each in results.entries}
    said = {(each.table, each.round): each for each in results.summaries}
    return any(each.id in cards and not _is_as(each, cards[each.id]) for each in entries) or any(
        (table, each.round) in said and not _says(each, said[table, each.round]) for table, each in summaries
    )


def _is_as(entry: EntryView, text: str) -> bool:
    return entry.is_shown and entry.text == text


def _says(summary: SummaryView, facts: SummaryFacts) -> bool:
    shown = {each.text for each in summary.present.additions if each.is_shown}
    return summary.text == facts.text and {each.text for each in facts.additions} <= shown
