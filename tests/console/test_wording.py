"""Every refusal has a sentence, and every sentence its German."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

import workshop.console
import workshop.domain
from workshop.console.wording.cards import question_name, reason_name
from workshop.console.wording.errors import error_sentence
from workshop.console.wording.moments import ago
from workshop.console.wording.outcomes import KINDS, kind_heading, kind_name
from workshop.console.wording.phases import PHASES, next_phase, phase_name, phase_told
from workshop.domain.errors import DomainError
from workshop.i18n import catalogue
from workshop.models import HoldReason, OutcomeKind, Phase, QuestionKey, now

pytestmark = pytest.mark.unit

DOMAIN = Path(workshop.domain.__file__).parent
CONSOLE = Path(workshop.console.__file__).parent
# Refusals that only phones meet.
NOT_HERE = {"id_invalid", "id_taken", "not_your_card", "question_unknown"}


def english(text: str) -> str:
    return text


def test_every_refusal_of_the_domain_has_its_own_sentence():
    raised = {
        key
        for module in DOMAIN.rglob("*.py")
        for key in re.findall(r'Error\(\s*"([a-z_]+)"', module.read_text(encoding="utf-8"))
    }
    general = error_sentence(DomainError("something_else"), gettext=english)
    without = {key for key in raised if error_sentence(DomainError(key), gettext=english) == general}
    assert without - NOT_HERE == set()


def test_every_text_of_the_console_is_translated():
    german = catalogue("console", "de")
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2)}
    missing = []
    for _file, _line, message, _comments, _context in extract_from_dir(
        str(CONSOLE), [("**.py", "python")], keywords=keywords
    ):
        if isinstance(message, tuple):
            translated = [german.ngettext(*message[:2], n) for n in (1, 2)]
            missing += [message] if translated == list(message[:2]) else []
        elif german._catalog.get(message) is None:
            missing.append(message)
    assert missing == []


def test_all_names_exist_for_all_values():
    assert len({phase_name(phase, gettext=english) for phase in Phase}) == len(Phase)
    assert len({phase_told(phase, gettext=english) for phase in Phase}) == len(Phase)
    assert len({question_name(key, gettext=english) for key in QuestionKey}) == len(QuestionKey)
    assert (
        len({reason_name(reason, gettext=english) for reason in (*HoldReason, None)}) == len(HoldReason) + 1
    )
    assert len({kind_name(kind, gettext=english) for kind in OutcomeKind}) == len(OutcomeKind)
    assert len({kind_heading(kind, gettext=english) for kind in OutcomeKind}) == len(OutcomeKind)
    assert set(KINDS) == set(OutcomeKind)


def test_phases_lead_from_preparation_to_the_end_without_weighing():
    phase, path = Phase.PREPARATION, [Phase.PREPARATION]
    while following := next_phase(phase, gettext=english):
        phase = following[0]
        path.append(phase)
    assert tuple(path) == PHASES
    assert Phase.WEIGH not in path


def test_ago_counts_minutes_and_hours():
    texts = catalogue("console", "de")
    said = [
        ago(now() - timedelta(seconds=seconds), ngettext=texts.ngettext, gettext=texts.gettext)
        for seconds in (5, 65, 600, 7300)
    ]
    assert said == ["gerade eben", "vor 1 Minute", "vor 10 Minuten", "vor 2 Stunden"]
