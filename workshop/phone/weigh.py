"""The page where one gives dots: the topics, one's own dots on them, and how many are left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workshop.domain.dot import Sheet, Topic, Weighing
from workshop.models import DotScope, Phase
from workshop.phone.original import Reader
from workshop.phone.page import Links, render
from workshop.phone.state import offered_summaries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workshop.domain.queries.group import GroupView
    from workshop.domain.queries.table import TableView
    from workshop.live.picture import Picture
    from workshop.phone.language import Reading
    from workshop.phone.original import Read
    from workshop.phone.refusal import RefusalAnswer

# So many topics of all tables stand on one page; where there are more, each table has its own.
MOST_TOPICS = 40


@dataclass(frozen=True)
class OwnTopic:
    """A topic with the dots that somebody gave to it; an empty label says that it is no longer shown."""

    id: int
    label: str
    dots: int
    may_more: bool


@dataclass(frozen=True)
class Part:
    """The topics of one table; no table has those that are no longer shown."""

    topics: list[OwnTopic]
    table: TableView | None = None
    title: Read | None = None


class Offer:
    """What is there to give dots to, and under which rules."""

    def __init__(self, picture: Picture) -> None:
        dialogue = picture.dialogue
        self.rules = Weighing(dialogue.dots, DotScope(dialogue.dots_scope), dialogue.dots_on_one)
        self.tables = sorted(picture.tables.values(), key=lambda each: each.number)
        self.topics: dict[int, list[GroupView]] = {}
        if dialogue.dots:
            for table in self.tables:
                self.topics[table.id] = [each for each in picture.groups_of(table.id) if not each.parked]
        number = sum(map(len, self.topics.values()))
        self.has_topics = number > 0
        self.is_there = self.has_topics and dialogue.phase == Phase.WEIGH
        self.fits_one_page = self.rules.scope == DotScope.DIALOGUE and number <= MOST_TOPICS
        offered = {each.id for groups in self.topics.values() for each in groups}
        self.known: Mapping[int, Topic] = {
            each.id: Topic(each.table_id, each.home_id, each.id in offered)
            for each in picture.groups.values()
        }

    def tables_for(self, table: TableView | None) -> list[TableView]:
        """Return the tables whose topics stand on one page, the reader's own first."""
        own_first = sorted(self.tables, key=lambda each: (each is not table, each.number))
        return own_first if self.fits_one_page else own_first[:1]


def weigh_page(
    picture: Picture,
    table: TableView | None,
    reading: Reading,
    *,
    given: Mapping[int, int],
    token: str,
    is_shut: bool = False,
    refusal: RefusalAnswer | None = None,
) -> str:
    """Return the page for one reader, who gave these dots; `is_shut`: nobody new comes in, as this one is."""
    offer, reader = Offer(picture), Reader(reading, picture.dialogue)
    tables = offer.tables_for(table)
    # A dot on what came since the picture was taken is told with the next one.
    sheet = Sheet(
        offer.rules, offer.known, {each: dots for each, dots in given.items() if each in offer.known}
    )
    parts = [
        Part([_own(sheet, each) for each in groups], one, reader.read(one.titles))
        for one in tables
        if (groups := offer.topics.get(one.id))
    ]
    homes = {sheet.home(each) for each in sheet.given}
    gone = sorted(each for each in homes if not offer.known[each].is_offered)
    if gone:
        # What nobody sees any more can only be taken back.
        parts.append(Part([OwnTopic(each, "", sheet.on(each), may_more=False) for each in gone]))
    on_page = [each for part in parts for each in part.topics]
    left = sheet.left(on_page[0].id) if on_page else offer.rules.dots
    return render(
        "weigh.html",
        Links(reading, picture.dialogue.code, table.key if table else ""),
        page=None,
        dialogue=picture.dialogue,
        reader=reader,
        rules=offer.rules,
        parts=parts,
        left=left,
        elsewhere=offer.rules.dots - left - sum(each.dots for each in on_page),
        other_tables=[] if offer.fits_one_page else [each for each in offer.tables if each not in tables],
        token=token,
        is_shut=is_shut,
        picture=picture,
        is_told=bool(table and offered_summaries(picture, table)),
        refusal=refusal,
    )


def _own(sheet: Sheet, group: GroupView) -> OwnTopic:
    dots = sheet.on(group.id)
    may_more = dots < sheet.rules.most_on_one and sheet.left(group.id) > 0
    return OwnTopic(group.id, group.label or "…", dots, may_more)
