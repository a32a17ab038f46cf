"""What dialogs of sorting share, without a browser."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from tests.board.pictures import entry, picture
from workshop.console.sections.sorting.dialogs import close_when_told_otherwise
from workshop.models import EntryState

pytestmark = pytest.mark.unit

CARD, OTHER = entry("satranç meydanda", lang="tr"), entry("Ein Klavier")


class Dialog:
    """A dialog that only tells whether it is open."""

    closed = False

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize(
    ("changed", "closes"),
    [
        (replace(CARD, text="██████ meydanda"), True),
        (replace(CARD, state=EntryState.HIDDEN), True),
        (replace(CARD, state=EntryState.WITHDRAWN, text=""), True),
        (replace(CARD, group_id=7), False),
        (replace(OTHER, text="Zwei Klaviere"), False),
    ],
)
def test_a_dialog_that_shows_a_card_closes_when_its_words_are_gone(changed, closes):
    context = SimpleNamespace(on_news=[], picture=picture(CARD, OTHER))
    dialog = Dialog()
    close_when_told_otherwise(context, dialog, [CARD])
    assert not dialog.closed
    for hear in tuple(context.on_news):
        hear([changed])
    assert dialog.closed == closes
    # Once it is closed it hears no more.
    dialog.closed = True
    for hear in tuple(context.on_news):
        hear([changed])
    assert context.on_news == []


def test_what_was_erased_while_the_machine_was_asked_closes_it_at_once():
    context = SimpleNamespace(on_news=[], picture=picture(replace(CARD, text="██████ meydanda")))
    dialog = Dialog()
    close_when_told_otherwise(context, dialog, [CARD])
    assert dialog.closed
