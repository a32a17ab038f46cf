"""Which outcomes have the most weight, for papers that name a few of them."""

from exports.links import Links
from exports.outcome_fields import OutcomeKind
from exports.outcome_options import Emphasis, MeasureState
from exports.results import OutcomeFacts


def heaviest(links: Links, *kinds: OutcomeKind) -> list[OutcomeFacts]:
    """Return the outcomes of these kinds that were not dropped: main points first, then by dots and cards."""

    def weight(outcome: OutcomeFacts) -> tuple[bool, int, int]:
        is_main = outcome.details.values.get("emphasis") == Emphasis.MAIN_POINT
        return not is_main, -links.dots(outcome), -len(outcome.entry_ids)

    standing = (each for each in links.outcomes(*kinds) if each.details.state != MeasureState.DROPPED)
    return sorted(standing, key=weight)
