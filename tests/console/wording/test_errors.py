import re
from pathlib import Path

import pytest

import workshop.domain
from workshop.console.wording.errors import error_sentence
from workshop.domain.errors import DomainError

pytestmark = pytest.mark.unit

DOMAIN = Path(workshop.domain.__file__).parent
# Refusals that only phones meet.
NOT_HERE = {"id_invalid", "id_taken", "not_your_card", "question_unknown"}


def test_every_refusal_of_the_domain_has_its_own_sentence():
    raised = {
        key
        for module in DOMAIN.rglob("*.py")
        for key in re.findall(r'Error\(\s*"([a-z_]+)"', module.read_text(encoding="utf-8"))
    }
    general = error_sentence(DomainError("something_else"), gettext=str)
    without = {key for key in raised if error_sentence(DomainError(key), gettext=str) == general}
    assert without - NOT_HERE == set()
