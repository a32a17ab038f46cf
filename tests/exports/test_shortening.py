import pytest

from exports.shortening import shortened

pytestmark = pytest.mark.unit

SENTENCES = "Das ist ein Satz. Hier kommt noch einer. Und ein dritter."


@pytest.mark.parametrize(
    ("text", "letters", "becomes"),
    [
        (SENTENCES, None, (SENTENCES, False)),
        (SENTENCES, len(SENTENCES), (SENTENCES, False)),
        (SENTENCES, 50, ("Das ist ein Satz. Hier kommt noch einer. …", True)),
        (SENTENCES, 30, ("Das ist ein Satz. Hier kommt …", True)),
        ("Donaudampfschifffahrt", 9, ("Donaudamp …", True)),
        ("Eins zwei", 4, ("Eins …", True)),
        # As people count: a family is one letter, and none is torn apart.
        ("👩‍👩‍👧‍👦" * 3, 2, ("👩‍👩‍👧‍👦" * 2 + " …", True)),
        # A new line takes the room of one.
        ("a\nb\nc", 100, ("a\nb …", True)),
        ("نعيش هنا۔ نحتاج إلى مساحة", 14, ("نعيش هنا۔ …", True)),
    ],
)
def test_text_ends_at_a_sentence_or_a_word(text, letters, becomes):
    assert shortened(text, letters) == becomes
