"""Giving dots: those that wait for the writer share one commit, and each is answered after it."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, bindparam, delete, exists, insert, select, update

from workshop.domain import bounds
from workshop.domain.dot import Sheet, Topic, Weighing
from workshop.domain.errors import ConflictError, DomainError, NotFoundError, Refusal
from workshop.domain.group_commit import GroupCommit
from workshop.domain.store import Store
from workshop.models import (
    Ballot,
    Dialogue,
    DotScope,
    Entry,
    EntryState,
    Group,
    GroupState,
    Phase,
    ThemeTable,
    now,
)

# So many dialogues weigh at the same time in one installation, at most.
MOST_KNOWN = 64


@dataclass(frozen=True)
class Dots:
    """What a phone sends: from now on this participant gives so many dots to this topic."""

    code: str
    group: int
    dots: int
    participant: str
    is_newcomer: bool = False

    def checked(self) -> "Dots":
        """Return it with numbers that a database holds; raise `RefusedError` or `NotFoundError`."""
        dots = bounds.number(self.dots, bounds.DOTS, Refusal.DOTS_OUT_OF_RANGE)
        return replace(self, group=bounds.row(self.group, Refusal.GROUP_UNKNOWN), dots=dots)


@dataclass(frozen=True)
class DotReceipt:
    """The answer: the topic as it is now, how many dots stand on it, and how many are left."""

    group: int
    dots: int
    left: int
    revision: int


class BallotBox:
    """Takes dots and stores them durably, many in one commit."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._commit: GroupCommit[Dots, DotReceipt] = GroupCommit(self._write)
        self._known = KnownTopics()

    async def give_dots(self, dots: Dots) -> DotReceipt:
        """Store what one participant gives to one topic and return how it stands, after the commit.

        Raises `RefusedError`, `NotFoundError` or `ConflictError`; any other error means that nothing was
        stored.
        """
        return await self._commit.put(dots.checked())

    async def _write(self, given: Sequence[Dots]) -> Sequence[DotReceipt | DomainError]:
        # Nobody is woken: until the tally is closed only who gave them sees dots, and closing it wakes all.
        return await self._store.database.write_at_once(lambda at: _store_dots(at, given, self._known))


class KnownTopics:
    """The topics of the dialogues in which people give dots, each as of a revision.

    Whatever becomes of cards, groups and tables raises it, and a dot does not.
    """

    def __init__(self) -> None:
        self._topics: OrderedDict[str, tuple[int, Mapping[int, Topic]]] = OrderedDict()

    def of(self, connection: Connection, dialogue: "_Locked") -> Mapping[int, Topic]:
        """Return the topics of a dialogue whose row is locked."""
        revision, topics = self._topics.pop(dialogue.code, (-1, {}))
        if revision != dialogue.revision:
            rows = connection.execute(_TOPICS, {"dialogue": dialogue.id})
            topics = {row.id: Topic(row.table_id, row.home_id, bool(row.offered)) for row in rows}
        self._topics[dialogue.code] = dialogue.revision, topics
        if len(self._topics) > MOST_KNOWN:
            self._topics.popitem(last=False)
        return topics


def _store_dots(
    connection: Connection, given: Sequence[Dots], topics: KnownTopics
) -> list[DotReceipt | DomainError]:
    """Store what differs from what stands; return an answer for each.

    The dialogue's revision stays: nothing that anybody else can see has changed.
    """
    # One order for all processes, so that no two wait for each other.
    dialogues = {code: _locked(connection, code) for code in sorted({each.code for each in given})}
    known = [each for each in dialogues.values() if each]
    stored = _ballots(connection, known, {each.participant for each in given})
    sheets: dict[tuple[int, str], Sheet] = {}
    for here in known:
        there = topics.of(connection, here)
        for participant in {each.participant for each in given if each.code == here.code}:
            own = {g: n for (d, p, g), n in stored.items() if (d, p) == (here.id, participant)}
            sheets[here.id, participant] = Sheet(here.rules, there, own)
    answers: list[DotReceipt | DomainError] = []
    for each in given:
        dialogue = dialogues[each.code]
        try:
            if dialogue is None:
                raise NotFoundError(Refusal.DIALOGUE_UNKNOWN)
            sheet = sheets[dialogue.id, each.participant]
            _give(dialogue, sheet, each)
            answers.append(_receipt(dialogue, sheet, each))
        except DomainError as error:
            answers.append(error)
    _keep(connection, stored, sheets)
    return answers


@dataclass
class _Locked:
    id: int
    code: str
    phase: str
    revision: int
    rules: Weighing
    is_closed: bool
    admits: bool


def _give(dialogue: _Locked, sheet: Sheet, dots: Dots) -> None:
    """Change a ballot if that may be; raise what is in the way."""
    if dialogue.phase != Phase.WEIGH or not dialogue.rules.dots:
        raise ConflictError(Refusal.NOT_WEIGHING)
    if dialogue.is_closed:
        raise ConflictError(Refusal.TALLY_CLOSED)
    if dots.is_newcomer and not dialogue.admits:
        raise ConflictError(Refusal.NOBODY_NEW)
    if dots.group not in sheet.topics:
        raise NotFoundError(Refusal.GROUP_UNKNOWN)
    sheet.give(dots.group, dots.dots)


def _receipt(dialogue: _Locked, sheet: Sheet, dots: Dots) -> DotReceipt:
    home = sheet.home(dots.group)
    return DotReceipt(home, sheet.on(home), sheet.left(home), dialogue.revision)


# Built once: building a statement costs more than running it.
_DIALOGUE = (
    select(
        Dialogue.id,
        Dialogue.phase,
        Dialogue.revision,
        Dialogue.dots,
        Dialogue.dots_scope,
        Dialogue.dots_on_one,
        Dialogue.tally_closed_at,
        Dialogue.admits,
    )
    .where(Dialogue.code == bindparam("code"))
    .with_for_update()
)
_BALLOTS = select(Ballot.dialogue_id, Ballot.participant, Ballot.group_id, Ballot.dots).where(
    Ballot.dialogue_id.in_(bindparam("dialogues", expanding=True)),
    Ballot.participant.in_(bindparam("participants", expanding=True)),
)
_HAS_CARDS = exists().where(Entry.group_id == Group.id, Entry.state == EntryState.SHOWN)
_TOPICS = (
    select(
        Group.id,
        Group.table_id,
        Group.home_id,
        (
            (Group.state == GroupState.OPEN)
            & Group.parked.is_(False)
            & ThemeTable.removed.is_(False)
            & _HAS_CARDS
        ).label("offered"),
    )
    .join(ThemeTable, ThemeTable.id == Group.table_id)
    .where(Group.dialogue_id == bindparam("dialogue"))
)
_INSERT = insert(Ballot)
_THIS = (Ballot.group_id == bindparam("on"), Ballot.participant == bindparam("by"))
_UPDATE = update(Ballot).where(*_THIS).values(dots=bindparam("many"))
_DELETE = delete(Ballot).where(*_THIS)


def _locked(connection: Connection, code: str) -> _Locked | None:
    row = connection.execute(_DIALOGUE, {"code": code}).one_or_none()
    if row is None:
        return None
    rules = Weighing(row.dots, DotScope(row.dots_scope), row.dots_on_one)
    return _Locked(row.id, code, row.phase, row.revision, rules, row.tally_closed_at is not None, row.admits)


Stored = Mapping[tuple[int, str, int], int]


def _ballots(connection: Connection, dialogues: Iterable[_Locked], participants: set[str]) -> Stored:
    """Return the dots that these participants gave, by dialogue, participant and group."""
    sought = {"dialogues": [each.id for each in dialogues], "participants": sorted(participants)}
    return {(row[0], row[1], row[2]): row[3] for row in connection.execute(_BALLOTS, sought)}


def _keep(connection: Connection, stored: Stored, sheets: Mapping[tuple[int, str], Sheet]) -> None:
    """Write what the sheets say now where it differs from what was stored."""
    after = {
        (dialogue, participant, group): dots
        for (dialogue, participant), sheet in sheets.items()
        for group, dots in sheet.given.items()
    }
    new = [
        {"dialogue_id": d, "group_id": g, "participant": p, "dots": n, "given_at": now()}
        for (d, p, g), n in after.items()
        if (d, p, g) not in stored
    ]
    other = [{"on": g, "by": p, "many": n} for (d, p, g), n in after.items() if stored.get((d, p, g), n) != n]
    gone = [{"on": g, "by": p} for d, p, g in stored if (d, p, g) not in after]
    for statement, rows in ((_INSERT, new), (_UPDATE, other), (_DELETE, gone)):
        if rows:
            connection.execute(statement, rows)
