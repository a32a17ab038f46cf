import pytest

from exports.clipping import clipped

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "letters", "said"),
    [
        ("Mehr Busse", 10, "Mehr Busse"),
        ("Mehr Busse am Abend", 13, "Mehr Busse…"),
        ("Mehr\nBusse  am\tAbend", 40, "Mehr Busse am Abend"),
        ("Donaudampfschifffahrt", 8, "Donauda…"),
        ("👩‍👩‍👧👍🏽❤️ ja", 3, "👩‍👩‍👧👍🏽…"),
        ("ሰላምሰላም", 4, "ሰላም…"),
        ("", 5, ""),
    ],
)
def test_text_ends_between_words_or_letters_as_people_see_them(text: str, letters: int, said: str):
    assert clipped(text, letters) == said
