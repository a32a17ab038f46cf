"""Which topics wait for an answer, when they do, and which come first."""

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import pytest
from nicegui import Client, ui

from workshop.console.sections.verdicts.answers import TopicAnswers
from workshop.domain.queries.group import GroupView
from workshop.domain.queries.table import TableView
from workshop.i18n import catalogue
from workshop.models import GroupState, Hand, Phase, Verdict

pytestmark = pytest.mark.unit

GROUP = GroupView(1, 7, "Busse", Hand.PERSON, (), parked=False, state=GroupState.OPEN, version=3)
TABLE = TableView(7, "wohnen", 2, {"de": "Wohnen"}, {}, (), (), 1)
GROUPS = (
    GROUP,
    replace(GROUP, id=2, label="Miete"),
    replace(GROUP, id=3, label="Später", parked=True),
    replace(GROUP, id=4, label="Chor", verdict=Verdict.NOT),
)


@pytest.fixture
def page() -> Iterator[SimpleNamespace]:
    """A page that is nothing but a place for elements; the first of its topics became a result."""
    picture = SimpleNamespace(
        tables={7: TABLE},
        dialogue=SimpleNamespace(lang="de", phase=Phase.HARVEST),
        groups_of=lambda _table: list(GROUPS),
        live_outcomes=lambda: [SimpleNamespace(title="Ein Bus", group_ids=[1])],
        size=lambda _group: 3,
    )
    client, words = Client(ui.page("/"), request=None), catalogue("console", "de")
    with client:
        yield SimpleNamespace(
            client=client,
            picture=picture,
            lang="de",
            gettext=words.gettext,
            ngettext=words.ngettext,
            drafts=SimpleNamespace(can_open=lambda *_: None),
            click=lambda _deed, do: do,
        )
    client.delete()


def topics(page: SimpleNamespace) -> list[str]:
    names = {group.label for group in GROUPS}
    return [e.text for e in page.client.elements.values() if getattr(e, "text", "") in names]


def texts(page: SimpleNamespace) -> list[str]:
    return [e.text for e in page.client.elements.values() if getattr(e, "text", "")]


def delta(page: SimpleNamespace, **changed: object) -> SimpleNamespace:
    found = {"groups": (), "entries": (), "outcomes": (), "dialogue": page.picture.dialogue}
    return SimpleNamespace(**(found | changed))


def test_topics_that_became_nothing_come_first_and_answered_ones_apart(page) -> None:
    section = TopicAnswers(page)
    assert {"Themen ohne Antwort (3)", "Antworten auf Themen (1)"} <= set(texts(page))
    assert topics(page) == []
    section._waiting._fill()
    assert topics(page) == ["Miete", "Später", "Busse"]
    assert "Tisch 2 · Wohnen · 3 Karten · im Themenspeicher" in texts(page)
    assert "Tisch 2 · Wohnen · 3 Karten · wurde zum Ergebnis „Ein Bus“" in texts(page)
    section._given._fill()
    assert texts(page)[-5:] == [
        *("nicht berücksichtigt – ", "noch ohne Begründung", "Tisch 2 · Wohnen · 3 Karten"),
        *("Ändern", "→ zum Thema"),
    ]


def test_no_topic_waits_before_the_harvest(page) -> None:
    page.picture.dialogue.phase = Phase.SORT
    section = TopicAnswers(page)
    assert (section._waiting.root.visible, section._given.root.visible) == (False, True)
    page.picture.dialogue.phase = Phase.CLOSED
    section.apply(delta(page))
    assert (section._waiting.root.visible, section._given.root.visible) == (True, True)


def test_answered_topic_leaves_the_list_while_somebody_reads_it(page) -> None:
    section = TopicAnswers(page)
    section._waiting._fill()
    answered = [replace(group, verdict=Verdict.PARTLY) for group in GROUPS[1:]]
    page.picture.groups_of = lambda _table: [GROUP, *answered]
    section.apply(delta(page, groups=tuple(answered)))
    assert topics(page) == ["Busse"]
    assert {"Themen ohne Antwort (1)", "Antworten auf Themen (3)"} <= set(texts(page))
