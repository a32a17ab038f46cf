"""Who has which cell open is told from page to page, and gone with the page."""

import pytest

from workshop.live.cell_editors import CellEditors, EditorsByDialogue

pytestmark = pytest.mark.unit


class Page:
    """A page that hears of the others."""

    def __init__(self, editors: CellEditors, name: str) -> None:
        self.heard = 0
        self.name = name
        self.leave = editors.join(name, self.hear)

    def hear(self) -> None:
        self.heard += 1


def test_each_page_hears_who_opens_a_cell_and_each_keeps_its_number() -> None:
    editors = CellEditors()
    first, second = Page(editors, "a"), Page(editors, "b")
    editors.open("b", (7, "title"))
    editors.open("a", (7, "goal"))
    editors.open("b", None)
    editors.open("b", (8, "goal"))
    assert {name: (each.number, each.cell) for name, each in editors.editors.items()} == {
        "b": (1, (8, "goal")),
        "a": (2, (7, "goal")),
    }
    assert first.heard == second.heard == 4


def test_who_leaves_is_forgotten_told_and_gives_the_number_back() -> None:
    editors = CellEditors()
    first, second, third = (Page(editors, name) for name in "abc")
    editors.open("a", (1, "title"))
    editors.open("b", (2, "title"))
    first.leave()
    assert set(editors.editors) == {"b"}
    assert (first.heard, second.heard) == (2, 3)
    editors.open("c", (1, "title"))
    assert editors.editors["c"].number == 1
    editors.open("a", (1, "title"))
    assert set(editors.editors) == {"b", "c"}
    second.leave()
    third.leave()
    assert editors.is_empty


def test_who_opens_nothing_is_nobody() -> None:
    editors = CellEditors()
    page = Page(editors, "a")
    editors.open("a", None)
    assert (dict(editors.editors), page.heard) == ({}, 0)


def test_a_dialogue_without_pages_is_forgotten() -> None:
    every = EditorsByDialogue()
    page = Page(every.of(1), "a")
    assert every.of(1) is every.of(1)
    page.leave()
    every.of(2)
    assert 1 not in every._of
