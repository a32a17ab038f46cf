"""The lines below a topic that tell of other tables, without a browser."""

from types import SimpleNamespace

import pytest

from tests.board.pictures import entry, group, picture
from workshop.console.sections.sorting.near_topics import NearLines

pytestmark = pytest.mark.unit


class Row:
    """A topic's line."""

    def __init__(self) -> None:
        self.shown: list[dict[str, str]] = []

    @property
    def near_lines(self) -> int:
        return len(self.shown)

    def show_near(self, lines: list[dict[str, str]]) -> None:
        self.shown = lines


def test_a_topic_tells_of_the_other_table_but_nothing_new_moves_under_a_hand():
    seen = picture(entry("a", group_id=1), groups=(group(1), group(2, table_id=2, label="Bus")))
    found: list = []
    heard: list = []
    near = SimpleNamespace(of=lambda _: found, listen=lambda hear: heard.append(hear) or (lambda: None))
    page = SimpleNamespace(
        gettext=str, is_locked=False, client=SimpleNamespace(on_delete=lambda _: None, is_deleted=False)
    )
    context = SimpleNamespace(
        page=page,
        picture=seen,
        placer=SimpleNamespace(near=near),
        name=lambda number: seen.groups[number].label,
        hands={"pointer", "focus"},
        is_held=False,
        texts=SimpleNamespace(chosen={}),
        on_release=[],
    )
    topics = SimpleNamespace(rows={1: Row()}, root=SimpleNamespace(is_deleted=False))
    lines = NearLines(context, topics, address="/console/X?table={}".format)
    found.append(seen.groups[2])
    heard[0]()
    assert topics.rows[1].shown == []
    context.hands.discard("pointer")
    context.on_release[0]()
    told = {"text": "probably also at table 2: “Bus”", "href": "/console/X?table=tisch2"}
    assert topics.rows[1].shown == [told]
    # What is gone goes at once.
    context.hands.add("pointer")
    found.clear()
    lines.refresh()
    assert topics.rows[1].shown == []
