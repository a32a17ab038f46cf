from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("lang", ["de", "en"])
def test_catalogue_translates_every_text_of_the_files(lang: str):
    used = {
        message
        for _, _, message, _, _ in extract_from_dir(
            ROOT / "exports", keywords={"_": None, "gettext": None, "in_files": None}
        )
    }
    content = (ROOT / "workshop" / "locale" / lang / "LC_MESSAGES" / "exports.po").read_bytes()
    catalogue = {message.id: message.string for message in read_po(BytesIO(content)) if message.id}
    assert set(catalogue) == used
    assert [text for text, translated in catalogue.items() if not translated] == []
