"""How often people accept the headings of the grouping, and how often they change; ``--list`` prints all.

``python -m tests.load.bench_headings [--list] [--letters]``. The groups and what is accepted stand in
`tests/grouping/headings.toml`; the evening is the rehearsal's, card by card in its order.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tests.grouping.headings import Evening, cases, hits, titles
from themes.rehearsal_card import load_rehearsal_cards
from workshop.grouping import Embedder, TableGrouping
from workshop.live.embedder import embedder_of
from workshop.settings import Settings

# A group has a topic if so many of its cards have the same; the rest of the evening's groups are not judged.
OF_ONE_TOPIC = 0.6
SMALLEST_JUDGED = 3
KINDS = ("all", "few", "one", "foreign, beside", "foreign, alone", "other dialogue")


@dataclass(frozen=True)
class Named:
    """A group at the end of the evening."""

    heading: str
    table: str
    topic: str
    size: int
    accepted: bool | None


def say(line: str) -> None:
    """Print one line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """Print the figures, and the list if it is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="print every heading of the evening")
    parser.add_argument("--letters", action="store_true", help="without the model")
    options = parser.parse_args()
    print_headings(None if options.letters else embedder_of(Settings()), listed=options.list)
    return 0


def print_headings(embedder: Embedder | None, *, listed: bool = False) -> None:
    """Print the hit rate by kind, in all and of the held-out third, and the changes of an evening."""
    found = hits(Evening(embedder).heading)
    for key in (*KINDS, "tuned on", "held out", "all groups"):
        hit, of = found[key]
        say(f"headings, {key:16} {hit:4} of {of:4} accepted  {hit / of:5.0%}")
    changes, groups = evening(embedder)
    judged = [each for each in groups if each.accepted is not None]
    accepted = sum(bool(each.accepted) for each in judged)
    say(f"headings of the evening: {accepted} of {len(judged)} accepted, {changes:.1f} changes per 100 cards")
    if listed:
        for each in groups:
            sign = {True: "+", False: "-", None: " "}[each.accepted]
            say(f"{sign} {each.table:9} {each.heading:42} {each.size:3} cards, mostly {each.topic or '-'}")


def evening(embedder: Embedder | None) -> tuple[float, list[Named]]:
    """Return how often a heading changes in 100 cards of the rehearsal evening, and the groups at its end."""
    tables: dict[str, TableGrouping] = {}
    shown: dict[tuple[str, str], str] = {}
    changes, cards = 0, load_rehearsal_cards("gmuend")
    for number, card in enumerate(cards):
        if card.table not in tables:
            tables[card.table] = TableGrouping(embedder=embedder, titles=titles(card.table), lang="de")
        grouping = tables[card.table]
        group_id = grouping.place(str(number), card.text, card.lang).group_id
        if grouping.size(group_id) > 1:
            heading = grouping.label(group_id)
            changes += shown.get((card.table, group_id), heading) != heading
            shown[card.table, group_id] = heading
    judge = {(case.table, case.topic): case for case in cases() if case.kind == "all"}

    def named(table: str, heading: str, topics: Sequence[str]) -> Named:
        topic, count = Counter(topics).most_common(1)[0]
        is_judged = topic and len(topics) >= SMALLEST_JUDGED and count >= OF_ONE_TOPIC * len(topics)
        accepted = judge[table, topic].accepts(heading) if is_judged else None
        return Named(heading, table, topic, len(topics), accepted)

    groups = [
        named(table, shown[table, group_id], [cards[int(each)].topic or "" for each in members])
        for table, grouping in tables.items()
        for group_id, members in grouping.groups().items()
        if len(members) > 1
    ]
    return 100 * changes / len(cards), groups


if __name__ == "__main__":
    sys.exit(main())
