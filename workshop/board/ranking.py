"""The topics by their dots, once the tally is closed: rank, name, bar and numbers; ties share a rank."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from workshop.board.course import next_of_ranking
from workshop.board.wording import Wording
from workshop.domain.language import direction_of, language_of
from workshop.domain.queries.dot import Tally
from workshop.domain.queries.group import GroupView
from workshop.live.picture import Picture
from workshop.look import soft_hyphens
from workshop.models import Accord, Phase

# So many stand on the page; all of them stand in the files.
PLACES = 8
_PHASES = {Phase.WEIGH, Phase.HARVEST}


def ranking_of(picture: Picture, wording: Wording) -> dict[str, Any] | None:
    """Return the ranking of all tables; `None` while it is nobody's business, and where nobody gave dots."""
    if picture.dialogue.phase not in _PHASES:
        return None
    found = [
        (group, tally)
        for table_id in picture.tables
        for group in picture.groups_of(table_id)
        if not group.parked and (tally := picture.tally(group)) and tally.total
    ]
    if not found:
        return None
    found.sort(key=lambda pair: (-pair[1].total, picture.tables[pair[0].table_id].number, pair[0].id))
    alike = Counter(tally.total for _, tally in found)
    has_paper = any(tally.paper for _, tally in found)
    rows: list[dict[str, Any]] = []
    for place, (group, tally) in enumerate(found[:PLACES], start=1):
        follows = bool(rows) and rows[-1]["total"] == tally.total
        rows.append(
            {
                **_topic(group, picture, wording),
                "rank": rows[-1]["rank"] if follows else place,
                "follows": follows,
                "tied": wording.say("tied") if alike[tally.total] > 1 else "",
                **_numbers(tally, wording, has_paper=has_paper),
            }
        )
    rest = [tally.total for _, tally in found[PLACES:]]
    total = sum(tally.total for _, tally in found)
    return {
        "rows": rows,
        "most": found[0][1].total,
        "total": wording.count("{n} dot in all", "{n} dots in all", total),
        "next": next_of_ranking(picture.dialogue, wording),
        "more": _more(rest, rows[-1]["total"], wording),
    }


def _more(rest: Sequence[int], last: int, wording: Wording) -> str:
    """Say how many topics have no place, and how many of them have as many dots as the last that has one."""
    if not rest:
        return ""
    more = wording.count("+ {n} more topic", "+ {n} more topics", len(rest))
    level = rest.count(last)
    return ", ".join((more, wording.say("{n} of them tied", n=level))) if level else more


def _topic(group: GroupView, picture: Picture, wording: Wording) -> dict[str, Any]:
    label = group.label or wording.say("Topic without a name")
    lang = language_of(label, wording.lang)
    table = picture.tables[group.table_id]
    return {
        "id": group.id,
        "label": soft_hyphens(label, lang),
        "lang": lang,
        "dir": direction_of(lang),
        "number": table.number,
        "table": table.title(wording.lang),
        "accord": group.accord.value,
        "mark": {Accord.AGREED: wording.say("Agreed"), Accord.DISPUTED: wording.say("Disputed")}.get(
            group.accord, ""
        ),
    }


def _numbers(tally: Tally, wording: Wording, *, has_paper: bool) -> dict[str, Any]:
    """Return the dots of a topic; where none were given on paper, nobody needs to hear of it."""
    parts = (wording.say("Phone {n}", n=tally.phone), wording.say("Paper {n}", n=tally.paper))
    return {
        "total": tally.total,
        "phone": tally.phone,
        "paper": tally.paper,
        "parts": "   ".join(parts) if has_paper else "",
    }
