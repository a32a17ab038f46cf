"""One ballot through everything that may happen to topics: never more than its dots, and none lost."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from workshop.domain.dot import Sheet, Topic, Weighing
from workshop.domain.errors import NotFoundError, RefusedError
from workshop.domain.home import home_of
from workshop.models import DotScope

pytestmark = pytest.mark.unit
GROUPS = st.integers(1, 4)


class Weighed(RuleBasedStateMachine):
    """Four groups at two tables, which merge, split, are hidden and come back."""

    @initialize(
        dots=st.integers(1, 6), scope=st.sampled_from(DotScope), on_one=st.sampled_from([None, 1, 2, 3])
    )
    def begin(self, dots: int, scope: DotScope, on_one: int | None) -> None:
        self.rules = Weighing(dots, scope, on_one).checked()
        self.topics = {number: Topic(number % 2, None, is_offered=True) for number in range(1, 5)}
        self.sheet = Sheet(self.rules, self.topics)

    def homes(self) -> dict[int, int | None]:
        return {number: topic.home_id for number, topic in self.topics.items()}

    @rule(group=GROUPS, dots=st.integers(0, 4))
    def give(self, group: int, dots: int) -> None:
        before, on, left = dict(self.sheet.given), self.sheet.on(group), self.sheet.left(group)
        home = home_of(group, self.homes())
        stands = on if group == home else before.get(group, 0)
        more = dots - stands
        fits = on + more <= self.rules.most_on_one and more <= left and self.topics[home].is_offered
        try:
            self.sheet.give(group, dots)
        except (RefusedError, NotFoundError):
            assert more > 0
            assert not fits
            assert self.sheet.given == before
            return
        assert more <= 0 or fits
        assert self.sheet.on(group) == on + more
        assert sum(self.sheet.given.values()) == sum(before.values()) + more
        after = dict(self.sheet.given)
        self.sheet.give(group, dots)
        assert self.sheet.given == after

    @rule(group=GROUPS, into=GROUPS)
    def merge(self, group: int, into: int) -> None:
        here, there = self.topics[group], self.topics[into]
        both_open = here.home_id is None and there.home_id is None
        if group != into and both_open and here.table_id == there.table_id:
            before = self.sheet.on(group) + self.sheet.on(into)
            self.topics[group] = Topic(here.table_id, into)
            assert self.sheet.on(into) == before

    @rule(group=GROUPS)
    def take_the_merge_back(self, group: int) -> None:
        topic = self.topics[group]
        if topic.home_id is not None:
            self.topics[group] = Topic(topic.table_id, None, is_offered=True)

    @rule(group=GROUPS, shown=st.booleans())
    def hide(self, group: int, shown: bool) -> None:
        topic = self.topics[group]
        if topic.home_id is None:
            self.topics[group] = Topic(topic.table_id, None, is_offered=shown)

    @rule(group=GROUPS, other=GROUPS)
    def redo_in_a_circle(self, group: int, other: int) -> None:
        """Two devices may merge two topics into each other; the dots stay, and can be taken back."""
        if group != other and self.topics[other].home_id == group:
            self.topics[group] = Topic(self.topics[group].table_id, other)

    @invariant()
    def ballot_holds_no_more_than_it_may(self) -> None:
        if not hasattr(self, "sheet"):
            return
        assert all(number > 0 for number in self.sheet.given.values())
        sums = {0: 0, 1: 0}
        for group, number in self.sheet.given.items():
            sums[self.topics[group].table_id] += number
        most = sum(sums.values()) if self.rules.scope == DotScope.DIALOGUE else max(sums.values())
        assert most <= self.rules.dots
        assert all(0 <= self.sheet.left(group) <= self.rules.dots for group in self.topics)

    def teardown(self) -> None:
        for group in list(getattr(self, "topics", ())):
            self.sheet.give(group, 0)
            assert group not in self.sheet.given


TestWeighed = Weighed.TestCase
TestWeighed.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)


def test_part_of_a_full_topic_takes_no_more() -> None:
    topics = {1: Topic(0, None, is_offered=True), 2: Topic(0, 1)}
    sheet = Sheet(Weighing(9, on_one=2), topics, {1: 2, 2: 1})
    with pytest.raises(RefusedError, match="dots_on_one"):
        sheet.give(2, 2)
    sheet.give(1, 1)
    assert sheet.given == {2: 1}
