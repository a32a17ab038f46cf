"""Dots: how many a participant has, what one ballot may hold, paper dots, and the tally that a person closes.

Ballots are never moved: those of a group that was merged into another one, or whose splitting off was taken
back, count for the group that has its cards now (`Group.home_id`). So undo finds every dot where it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from workshop.domain import bounds
from workshop.domain.errors import ConflictError, NotFoundError, Refusal, RefusedError
from workshop.domain.group import open_group
from workshop.domain.home import home_of
from workshop.domain.rights import Actor
from workshop.domain.store import Change, Store, check_version
from workshop.models import Ballot, DotScope, Phase, StepVerb, now


@dataclass(frozen=True)
class Weighing:
    """The rules of a dialogue, told before the first dot.

    How many dots a participant has, counted for what, and how many of them on one topic. No dots: nobody is
    asked to weigh. `on_one` is `None` where all may stand on one topic.
    """

    dots: int = 5
    scope: DotScope = DotScope.DIALOGUE
    on_one: int | None = None

    @property
    def most_on_one(self) -> int:
        """How many dots of one participant may stand on one topic."""
        return self.dots if self.on_one is None else min(self.on_one, self.dots)

    def stored(self) -> dict[str, Any]:
        """Return the columns of a dialogue."""
        return {"dots": self.dots, "dots_scope": self.scope, "dots_on_one": self.on_one}

    def checked(self) -> "Weighing":
        """Return the rules as they are stored; raise `RefusedError` for what cannot be taken."""
        if self.scope not in set(DotScope):
            raise RefusedError(Refusal.DETAILS_INVALID)
        on_one = self.on_one
        if on_one is not None:
            on_one = bounds.number(on_one, bounds.DOTS_ON_ONE, Refusal.DOTS_OUT_OF_RANGE)
        dots = bounds.number(self.dots, bounds.DOTS, Refusal.DOTS_OUT_OF_RANGE)
        return Weighing(dots, DotScope(self.scope), on_one)


@dataclass(frozen=True)
class Topic:
    """What the rules need to know of a group; `is_offered` says that new dots may be given to it."""

    table_id: int
    home_id: int | None = None
    is_offered: bool = False


@dataclass
class Sheet:
    """The dots of one participant in one dialogue, by the group that they were given to."""

    rules: Weighing
    topics: Mapping[int, Topic]
    given: dict[int, int] = field(default_factory=dict)

    def on(self, group_id: int) -> int:
        """Return how many dots stand on the topic that a group belongs to."""
        return sum(self.given[each] for each in self._parts(group_id))

    def left(self, group_id: int) -> int:
        """Return how many dots are left to be given, at a group's table where each table counts anew."""
        table = self.topics[group_id].table_id
        used = sum(
            number
            for each, number in self.given.items()
            if self.rules.scope == DotScope.DIALOGUE or self.topics[each].table_id == table
        )
        return max(0, self.rules.dots - used)

    def give(self, group_id: int, dots: int) -> None:
        """Let so many dots stand on a topic from now on.

        What an older page calls by a part that was merged since is meant for that part alone. Merging may put
        more dots onto one topic than may be given to it: they stay, and can only become fewer. Raises
        `RefusedError` for more than are left or than may stand there, `NotFoundError` for new dots where the
        topic is not offered.
        """
        home = self.home(group_id)
        here = self.on(group_id)
        more = dots - (here if group_id == home else self.given.get(group_id, 0))
        if more > 0:
            if not self.topics[home].is_offered:
                raise NotFoundError(Refusal.GROUP_UNKNOWN)
            if more > self.left(group_id):
                raise RefusedError(Refusal.DOTS_USED, dots=self.rules.dots)
            if here + more > self.rules.most_on_one:
                raise RefusedError(Refusal.DOTS_ON_ONE, dots=self.rules.most_on_one)
            self.given[group_id] = self.given.get(group_id, 0) + more
        else:
            self._take(group_id, -more)

    def _take(self, group_id: int, fewer: int) -> None:
        """Take dots back from a group, and what it has not from the other parts of its topic."""
        for part in (group_id, *self._parts(group_id)):
            taken = min(fewer, self.given.get(part, 0))
            fewer -= taken
            if taken:
                self.given[part] -= taken
                if not self.given[part]:
                    del self.given[part]

    def home(self, group_id: int) -> int:
        """Return the group for which the dots of a group count."""
        return home_of(group_id, {each: topic.home_id for each, topic in self.topics.items()})

    def _parts(self, group_id: int) -> list[int]:
        home = self.home(group_id)
        return sorted(each for each in self.given if self.home(each) == home)


async def change_rules(change: Change, rules: Weighing) -> None:
    """Say how many dots participants have; raise `ConflictError` once the first was given."""
    stands = change.dialogue
    if rules == Weighing(stands.dots, DotScope(stands.dots_scope), stands.dots_on_one):
        return
    given = select(Ballot.id).where(Ballot.dialogue_id == stands.id).limit(1)
    if await change.session.scalar(given) is not None:
        raise ConflictError(Refusal.DOTS_GIVEN)
    change.set_facts(**rules.stored())


async def close_tally(store: Store, *, actor: Actor, dialogue_id: int, closed: bool = True) -> None:
    """Let nobody move dots any more and everybody see the tally; or (`closed=False`) open it again.

    Raises `ConflictError` outside the phase in which people weigh.
    """
    actor.require_moderator(dialogue_id)
    async with store.change(dialogue_id) as change:
        if change.dialogue.phase != Phase.WEIGH:
            raise ConflictError(Refusal.NOT_WEIGHING)
        since = change.dialogue.tally_closed_at
        change.set_facts(tally_closed_at=(since or now()) if closed else None)


async def count_paper_dots(
    store: Store,
    *,
    actor: Actor,
    dialogue_id: int,
    group_id: int,
    dots: int,
    seen_version: int | None = None,
) -> None:
    """Say how many dots were stuck on a topic's paper; the tally counts them beside those of the phones.

    They may be counted whenever a host finds the time, also after the phones' dots.
    """
    dots = bounds.number(dots, bounds.PAPER_DOTS, Refusal.DOTS_OUT_OF_RANGE)
    async with store.change(dialogue_id) as change:
        group = await open_group(change, group_id)
        actor.require_table(dialogue_id, group.table_id)
        check_version(group, seen_version)
        change.set(group, paper_dots=dots)
        await change.record(StepVerb.COUNT_PAPER_DOTS, actor=actor, table_id=group.table_id)
