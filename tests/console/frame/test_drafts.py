from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from nicegui import Client, ui

from workshop.console.frame.drafts import Drafts
from workshop.console.wording.forms import Form
from workshop.domain.rights import operator

pytestmark = pytest.mark.unit


@pytest.fixture
def drafts() -> Iterator[Drafts]:
    """The drafts of a page that can open the name of a topic again."""
    client = Client(ui.page("/"), request=None)
    with client:
        page = SimpleNamespace(
            gettext=str, notices=ui.element(), told=lambda _deed, handler, *_, **__: handler
        )
        made = Drafts(page)
        made.can_open(Form.RENAME, ui.element(), lambda *_: None)
        yield made
    client.delete()


async def offers(drafts: Drafts, *keys: str) -> list[ui.element]:
    await drafts._take(operator(), keys)
    return list(drafts._list)


async def test_offer_stays_the_same_element_when_it_is_told_again(drafts: Drafts):
    (first,) = await offers(drafts, "rename:1")
    assert await offers(drafts, "rename:1") == [first]


async def test_offers_follow_the_drafts_that_wait(drafts: Drafts):
    assert len(await offers(drafts, "rename:1", "rename:2")) == 2
    assert len(await offers(drafts, "rename:2")) == 1
    assert await offers(drafts) == []
    assert await offers(drafts, "unknown:1") == []
