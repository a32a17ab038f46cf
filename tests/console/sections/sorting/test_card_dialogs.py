"""What "Why is it here?" shows of a reason, without a browser."""

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import pytest
from nicegui import Client, ui

from tests.board.pictures import change, entry, group, picture
from workshop.console.sections.sorting.card_dialogs import explain
from workshop.grouping import Reason
from workshop.models import EntryState

pytestmark = pytest.mark.unit

HERE = entry("Schach im Park", group_id=11)
TURKISH = entry("satranç meydanda", lang="tr", group_id=11)
ARABIC = entry("شطرنج", lang="ar", group_id=11)
BY_MEANING = Reason((), TURKISH.id, same_language=False, cards=(TURKISH.id, ARABIC.id), by_meaning=True)


@pytest.fixture
def client() -> Iterator[Client]:
    made = Client(ui.page("/"), request=None)
    with made:
        yield made
    made.delete()


def shown(client: Client, reason: Reason | None, *changed) -> tuple[list[dict], str]:
    """Return the cards that are shown as the reason, and all that is said beside them."""
    seen = picture(HERE, TURKISH, ARABIC, groups=(group(11),))
    change(seen, *changed)
    page = SimpleNamespace(gettext=str)
    texts = SimpleNamespace(lang="de", home="de")
    explain(SimpleNamespace(page=page, picture=seen, texts=texts, table_id=1), HERE, reason)
    made = list(client.elements.values())
    cards = [each.props["card"] for each in made if "card" in each.props]
    return cards, " ".join(each.text for each in made if getattr(each, "text", ""))


def test_without_a_common_word_the_nearest_cards_are_the_reason_each_in_its_language(client):
    cards, said = shown(client, BY_MEANING)
    assert [(each["text"], each["lang"], each["dir"]) for each in cards] == [
        (TURKISH.text, "tr", "ltr"),
        (ARABIC.text, "ar", "rtl"),
    ]
    assert "mean something similar" in said
    assert "in another language" in said
    assert "Türkisch" in said


@pytest.mark.parametrize(
    "changed",
    [
        {"state": EntryState.HELD},
        {"state": EntryState.HIDDEN},
        {"state": EntryState.WITHDRAWN, "text": ""},
        {"group_id": None},
    ],
)
def test_a_card_that_is_no_longer_shown_there_is_not_named(client, changed):
    cards, said = shown(client, BY_MEANING, replace(TURKISH, version=2, **changed))
    assert [each["id"] for each in cards] == [ARABIC.id]
    assert TURKISH.text not in said


def test_erased_words_of_a_named_card_are_not_kept(client):
    cards, said = shown(client, BY_MEANING, replace(TURKISH, version=2, text="█████ meydanda"))
    assert cards[0]["text"] == "█████ meydanda"
    assert "satranç" not in said


def test_by_letters_it_is_said_that_letters_were_compared(client):
    assert "In their letters" in shown(client, replace(BY_MEANING, by_meaning=False))[1]


def test_common_words_are_named_with_the_nearest_card(client):
    cards, said = shown(client, Reason(("Schach",), ARABIC.id))
    assert [each["id"] for each in cards] == [ARABIC.id]
    assert "shares these words" in said
    assert "Schach" in said
