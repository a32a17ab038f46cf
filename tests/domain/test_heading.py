import pytest

from workshop.domain.heading import says_more

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("heading", "kept", "more"),
    [
        (["Radweg"], ["Ein neuer Radweg"], False),
        (["Radweg"], ["Neue Radwege"], False),
        (["Radwege"], ["Ein Radweg"], True),
        (["Radweg, Müllermeier"], ["Ein Radweg", "Die Müller"], True),
        (["Häuser"], ["HAUSER"], False),
        (["Bus"], ["Abusus"], True),
        (["Bahn"], [], False),
        ([""], [], False),
    ],
)
def test_heading_says_more_than_the_cards_that_are_left(heading, kept, more) -> None:
    gone = "Radweg an den Radwegen; Radwege bei Müllermeier, Häuser mit Bus"
    assert says_more(heading, gone=gone, kept=kept) is more


def test_without_a_text_every_word_must_be_said_by_a_card() -> None:
    assert says_more(["Bahn"], gone=None, kept=["Bus"])
    assert not says_more(["Bahn", "Straßen-"], gone=None, kept=["Straßenbahn"])
