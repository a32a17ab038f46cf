"""The suggestions above the topics, without a browser."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from nicegui import Client, ui

from tests.board.pictures import change, entry, group, picture
from workshop.console.sections.sorting.proposals import ProposalBox
from workshop.domain.proposal import ProposalKind, TableProposal
from workshop.models import EntryState

pytestmark = pytest.mark.unit

RENTS = entry("Die Mieten sind zu hoch", group_id=1)
KIRA = entry("Kiralar çok yüksek", lang="tr", group_id=2)
MERGE = TableProposal(
    "key", 1, ProposalKind.MERGE, (1, 2), ((RENTS.id,), (KIRA.id,)), ("Kira",), (KIRA.id, RENTS.id)
)


@pytest.mark.parametrize("changed", [{"state": EntryState.HIDDEN}, {"text": "████ çok yüksek"}])
def test_a_quoted_card_goes_at_once_also_from_under_a_hand(changed):
    seen = picture(RENTS, KIRA, groups=(group(1), group(2)))
    found = [MERGE]
    reviews = SimpleNamespace(proposals=lambda _: tuple(found), listen=lambda _: lambda: None)
    client = Client(ui.page("/"), request=None)
    page = SimpleNamespace(
        gettext=str, ngettext=lambda one, many, n: one if n == 1 else many, client=client, is_locked=False
    )
    page.click = lambda _deed, _do, **_more: lambda: None
    context = SimpleNamespace(
        page=page,
        picture=seen,
        table_id=1,
        placer=SimpleNamespace(reviews=reviews),
        name="Thema {}".format,
        is_in_hand=False,
        on_change=[],
        on_release=[],
        on_undone=[],
    )
    with client:
        box = ProposalBox(SimpleNamespace(context=context))
        box.build_tools()
        box.build()
        box.refresh()

        def said() -> str:
            return "".join(getattr(each, "text", "") for each in box._root.descendants())

        assert KIRA.text in said()
        context.is_in_hand = True
        box.refresh()
        assert KIRA.text in said()
        change(seen, replace(KIRA, version=2, **changed))
        found.clear()
        box.refresh()
        assert said() == ""
        assert not box._root.visible
    client.delete()
