import pytest

from tests.catalogues import translated
from workshop.console.wording.phases import next_phase, phase_name, phase_told, phases
from workshop.i18n import languages_of
from workshop.models import Phase

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("words", [phase_name, phase_told])
@pytest.mark.parametrize("lang", languages_of("console"))
def test_each_phase_has_its_own_name_and_meaning(lang, words):
    texts = translated("console", lang)
    assert len({texts[words(phase, gettext=str)] for phase in Phase}) == len(Phase)


@pytest.mark.parametrize("weighs", [True, False])
@pytest.mark.parametrize("lang", languages_of("console"))
def test_each_way_on_has_words(lang, weighs):
    texts = translated("console", lang)
    ways = [following for phase in Phase if (following := next_phase(phase, weighs=weighs, gettext=str))]
    assert len(ways) == len(Phase) - 1
    assert {words for _, words in ways} - texts.keys() == set()


@pytest.mark.parametrize("weighs", [True, False])
def test_phases_lead_from_preparation_to_the_end_and_past_weighing_where_nobody_has_dots(weighs):
    phase, path = Phase.PREPARATION, [Phase.PREPARATION]
    while following := next_phase(phase, weighs=weighs, gettext=str):
        phase = following[0]
        path.append(phase)
    assert tuple(path) == phases(Phase.SORT, weighs=weighs)
    assert (Phase.WEIGH in path) == weighs
    # Whoever is there all the same finds the step.
    assert Phase.WEIGH in phases(Phase.WEIGH, weighs=weighs)
