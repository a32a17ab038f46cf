"""What of an evening stands in its two-page profile: the weightiest results, what the phones were asked."""

from collections.abc import Sequence

from exports.links import Links
from exports.outcome_fields import OutcomeKind
from exports.outcome_options import Emphasis
from exports.paper_facts import MOST_HIGHLIGHTS
from exports.results import OutcomeFacts, Results

_MEASURES = (OutcomeKind.PROJECT_IDEA, OutcomeKind.ROUND_TABLE)


def survey_totals(results: Results) -> Sequence[tuple[str, Sequence[tuple[str, int]]]]:
    """Return how the phones answered at the end: each question with its answers and their numbers.

    Results that know of no survey have none.
    """
    return [(asked.key, asked.counts) for asked in getattr(results, "survey", ())]


def weightiest(links: Links) -> list[OutcomeFacts]:
    """Return the three outcomes with the most weight: what somebody does comes first.

    Among those what a person marked as main point, then what has the most dots.
    """

    def weight(outcome: OutcomeFacts) -> tuple[bool, bool, int]:
        is_main = outcome.details.values.get("emphasis") == Emphasis.MAIN_POINT
        return outcome.kind not in _MEASURES, not is_main, -links.dots(outcome)

    return sorted(links.results.outcomes, key=weight)[:MOST_HIGHLIGHTS]
