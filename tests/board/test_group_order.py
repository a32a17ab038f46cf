import pytest

from workshop.board.group_order import GroupOrder

pytestmark = pytest.mark.unit


@pytest.fixture
def sizes() -> dict[int, int]:
    return {1: 3, 2: 9, 3: 5}


@pytest.fixture
def order(sizes) -> GroupOrder:
    return GroupOrder(sizes, lambda group: sizes.get(group, 0))


def test_order_opened_sorts_by_size(order):
    assert order.groups == (2, 3, 1)


def test_order_opened_equal_sizes_oldest_first():
    assert GroupOrder([4, 2, 3], lambda group: 5).groups == (2, 3, 4)


def test_keep_grown_group_keeps_its_place(order, sizes):
    sizes[1] = 50
    assert (order.keep([1, 2, 3]), order.groups) == (False, (2, 3, 1))


def test_keep_new_groups_come_last_the_largest_first(order, sizes):
    sizes |= {7: 2, 8: 30}
    assert (order.keep([8, 7, 1, 2, 3]), order.groups) == (True, (2, 3, 1, 8, 7))


def test_keep_gone_group_leaves_the_others_in_place(order):
    assert (order.keep([1, 2]), order.groups) == (True, (2, 1))


@pytest.mark.parametrize(("size", "off"), [(5, False), (6, False), (7, True), (9, True)])
def test_is_off_only_where_the_difference_is_large(order, sizes, size, off):
    sizes[1] = size  # stands below a group of 5
    assert order.is_off is off


def test_settle_sorts_and_says_whether_anything_moved(order, sizes):
    sizes[1] = 7
    assert (order.settle(), order.groups, order.settle()) == (True, (2, 1, 3), False)
