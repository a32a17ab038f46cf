"""Which headings wait for somebody's look, and that a kept one waits no longer."""

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import pytest
from nicegui import Client, ui

from workshop.console.sections.harvest import headings_to_check
from workshop.console.sections.harvest.headings_to_check import HeadingsToCheck
from workshop.domain.queries.group import GroupView
from workshop.domain.queries.table import TableView
from workshop.domain.rights import operator
from workshop.i18n import catalogue
from workshop.models import GroupState, Hand

pytestmark = pytest.mark.unit

GROUP = GroupView(1, 7, "Busse", Hand.MACHINE, (), parked=False, state=GroupState.OPEN, version=3)
TABLE = TableView(7, "wohnen", 2, {"de": "Wohnen"}, {}, (), (), 1)


@pytest.fixture
def page() -> Iterator[SimpleNamespace]:
    """A page that is nothing but a place for elements, with five topics."""
    groups = [
        GROUP,
        replace(GROUP, id=2, label="Miete", label_by=Hand.PERSON),
        replace(GROUP, id=3, label="Fort", state=GroupState.DISSOLVED),
        replace(GROUP, id=4, label="Leer"),
        replace(GROUP, id=5, label=""),
    ]
    picture = SimpleNamespace(
        groups={group.id: group for group in groups},
        tables={7: TABLE},
        dialogue=SimpleNamespace(lang="de"),
        size=lambda group: 0 if group.id == 4 else 3,
    )
    client = Client(ui.page("/"), request=None)
    words = catalogue("console", "de")
    with client:
        yield SimpleNamespace(
            client=client,
            picture=picture,
            lang="de",
            gettext=words.gettext,
            ngettext=words.ngettext,
            store="store",
            dialogue_id=1,
            said=[],
            say=lambda text: None,
            clicks=[],
            click=lambda deed, do: do,
        )
    client.delete()


def texts(page: SimpleNamespace) -> list[str]:
    return [e.text for e in page.client.elements.values() if getattr(e, "text", "")]


def test_only_open_topics_with_a_heading_of_the_machine_wait_for_a_look(page) -> None:
    section = HeadingsToCheck(page)
    assert "Überschriften des Computers zum Prüfen (1)" in texts(page)
    assert "Busse" not in texts(page)
    section._fill()
    assert "Busse" in texts(page)
    assert "Tisch 2 · Wohnen · 3 Karten" in texts(page)
    assert not {"Miete", "Fort", "Leer"} & set(texts(page))


async def test_a_kept_heading_is_peoples_and_leaves_the_list(page, monkeypatch) -> None:
    asked = {}

    async def rename(store, **given) -> None:
        asked.update(given)

    monkeypatch.setattr(headings_to_check, "rename_group", rename)
    clicks = []
    page.click = lambda deed, do: clicks.append((deed, do))
    with page.client:
        section = HeadingsToCheck(page)
        section._fill()
        keep = next(do for deed, do in clicks if deed == "harvest.keep_heading")
        await keep(operator())
        assert (asked["group_id"], asked["label"], asked["seen_version"]) == (1, "Busse", 3)
        page.picture.groups[1] = replace(GROUP, label_by=Hand.PERSON, version=4)
        section.apply(SimpleNamespace(groups=(page.picture.groups[1],), entries=()))
        assert not section._fold.visible
    assert section._list.default_slot.children == []
