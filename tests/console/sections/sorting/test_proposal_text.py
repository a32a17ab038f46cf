from dataclasses import replace
from types import SimpleNamespace

import pytest
from nicegui import Client, ui

from tests.board.pictures import change, entry, group, picture
from tests.catalogues import translated
from workshop.console.sections.sorting.proposal_text import action_name, say_proposal
from workshop.domain.proposal import ProposalKind, TableProposal
from workshop.i18n import languages_of
from workshop.models import EntryState

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("lang", languages_of("console"))
def test_each_kind_of_suggestion_has_its_own_button(lang):
    texts = translated("console", lang)
    proposals = [TableProposal("key", 1, kind, (), (), ()) for kind in ProposalKind]
    assert len({texts[action_name(each, gettext=str)] for each in proposals}) == len(ProposalKind)


RENTS = entry("Die Mieten sind zu hoch", group_id=1)
KIRA = entry("Kiralar çok yüksek", lang="tr", group_id=2)
ARABIC = entry("الإيجار مرتفع", lang="ar")


@pytest.mark.parametrize(
    ("kind", "homes", "parts", "said"),
    [
        ("merge", (1, 2), ((RENTS.id,), (KIRA.id,)), "“Thema 2” (1) and “Thema 1” (1) could belong together"),
        (
            "merge",
            (1, None),
            ((RENTS.id,), (ARABIC.id,)),
            "the card “الإيجار مرتفع” could belong to “Thema 1”",
        ),
        ("gather", (None,), ((ARABIC.id, RENTS.id),), "2 single cards could be a topic"),
    ],
)
def test_without_a_common_word_shown_cards_speak_for_a_suggestion(kind, homes, parts, said):
    cards = tuple(part[0] for part in reversed(parts)) if kind == "merge" else parts[0]
    proposal = TableProposal("key", 1, ProposalKind(kind), homes, parts, ("Mieten", "Kira"), cards)
    seen = picture(RENTS, KIRA, ARABIC, groups=(group(1), group(2)))

    def sentence() -> tuple[str, list]:
        client = Client(ui.page("/"), request=None)
        name = SimpleNamespace(page=SimpleNamespace(gettext=str), picture=seen, name="Thema {}".format)
        with client:
            tags = list(say_proposal(name, proposal).descendants())
        client.delete()
        return "".join(each.text for each in tags), [each for each in tags if "quoted-card" in each.classes]

    text, quotes = sentence()
    assert said in text
    assert "similar meaning" in text
    assert "in common" not in text
    last = quotes[-1].props
    assert (last["lang"], last["dir"]) == ("de", "ltr")
    change(seen, replace(RENTS, state=EntryState.WITHDRAWN, text=""))
    assert RENTS.text not in sentence()[0]
