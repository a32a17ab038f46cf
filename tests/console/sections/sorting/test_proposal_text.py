import pytest

from tests.catalogues import translated
from workshop.console.sections.sorting.proposal_text import action_name
from workshop.domain.proposal import ProposalKind, TableProposal
from workshop.i18n import languages_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("lang", languages_of("console"))
def test_each_kind_of_suggestion_has_its_own_button(lang):
    texts = translated("console", lang)
    proposals = [TableProposal("key", 1, kind, (), (), ()) for kind in ProposalKind]
    assert len({texts[action_name(each, gettext=str)] for each in proposals}) == len(ProposalKind)
