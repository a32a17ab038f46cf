"""A model is asked once for each text, also over a restart; what it said goes with the words."""

from dataclasses import replace

import numpy as np
import pytest

from tests.grouping.fake_model import FakeModel
from tests.live.test_grouping_worker import view
from workshop.live.grouping_worker import GroupingWorker
from workshop.live.kept_vectors import HALF, KeptVectors, SetAside
from workshop.models import EntryState, Hand

pytestmark = pytest.mark.unit
TEXTS = ("Schach im Park", "Imker gesucht", "Schach spielen", "satranç meydanda", "arıcı lazım")


class Known(FakeModel):
    """A model that says which one it is."""

    identity = "fake 1"


def cards(first: int = 1, *texts: str):
    """Return cards that say these texts."""
    return [view(number, text) for number, text in enumerate(texts or TEXTS, start=first)]


def read_all(worker, entry_ids=(), most: int = 2):
    """Let the model read until nothing is left; return what was handed out."""
    vectors, left = [], 1
    while left:
        done = worker.read_some(entry_ids, most)
        vectors += done.vectors
        left = done.left
    return vectors


def placed(model=None):
    """Return a worker with its cards placed, the cards as the database has them then, and their vectors."""
    worker, entries = GroupingWorker(model or Known()), cards()
    waiting = worker.learn(entries)
    vectors = read_all(worker, waiting)
    homes = {}
    for number, suggestion in enumerate(worker.suggest(waiting), start=1):
        worker.confirm([(suggestion, number if len(suggestion.entry_ids) > 1 else 0)])
        homes |= {each: number if len(suggestion.entry_ids) > 1 else None for each in suggestion.entry_ids}
    stored = [replace(each, group_id=homes[each.id], placed_by=Hand.MACHINE) for each in entries]
    return worker, stored, vectors


def test_model_reads_a_few_cards_at_a_time_and_each_once():
    model = Known()
    worker, stored, vectors = placed(model)
    assert (model.asked, model.most) == (list(TEXTS), 2)
    assert [(each.entry_id, each.text, each.model) for each in vectors] == [
        (each.id, each.text, "fake 1") for each in stored
    ]
    assert {len(each.numbers) for each in vectors} == {2 * len(model._vector("Schach"))}
    assert worker.read_some((), 8).vectors == ()


def test_restart_asks_the_model_for_nothing_and_says_the_same():
    worker, stored, vectors = placed()
    model = Known()
    again = GroupingWorker(model)
    again.recall(vectors)
    assert again.learn(stored) == []
    assert read_all(again) == []
    new = cards(9, "Schach für alle")
    for each in (worker, again):
        each.learn(new)
    asked = [each.read_some(["e9"], 8).vectors for each in (worker, again)]
    assert asked[0] == asked[1]
    (mine,), (theirs,) = worker.suggest(["e9"]), again.suggest(["e9"])
    assert mine == theirs
    assert again.why(1, "e4") == worker.why(1, "e4")
    assert again.review(1, ()) == worker.review(1, ())
    assert model.asked == ["Schach für alle"]


def test_only_cards_that_ask_for_it_or_stand_are_read():
    worker = GroupingWorker(model := Known())
    worker.learn(cards())
    assert worker.read_some(["e2"], 8).left == 0
    assert model.asked == [TEXTS[1]]


def test_vector_of_another_model_or_none_at_all_is_asked_for_anew():
    _, stored, vectors = placed()
    odd = [
        replace(vectors[0], model="fake 2"),
        replace(vectors[1], numbers=np.array([np.nan] * 10, HALF).tobytes()),
        replace(vectors[2], numbers=b""),
        replace(vectors[3], text="said before"),
    ]
    worker = GroupingWorker(model := Known())
    worker.recall([*odd, vectors[4]])
    worker.learn(stored)
    made = read_all(worker)
    assert model.asked == list(TEXTS[:4])
    assert made == vectors[:4]


def test_what_was_made_of_words_goes_with_them_and_comes_anew_with_others():
    worker, stored, _ = placed(model := Known())
    corrected = replace(stored[0], text="Linden pflanzen", version=2)
    hidden = replace(stored[1], state=EntryState.HIDDEN, version=2)
    worker.learn([corrected, hidden])
    assert "Schach im Park" not in str(vars(worker._vectors))
    assert TEXTS[1] not in str(vars(worker._vectors))
    (made,) = read_all(worker)
    assert (made.entry_id, made.text) == ("e1", "Linden pflanzen")
    assert model.asked[-1] == "Linden pflanzen"
    worker.learn([replace(hidden, state=EntryState.SHOWN, version=3)])
    assert [each.entry_id for each in read_all(worker, ["e2"])] == ["e2"]


def test_two_cards_with_the_same_words_are_read_once_and_both_kept():
    worker = GroupingWorker(model := Known())
    waiting = worker.learn(cards(1, "Schach", "Schach"))
    assert [each.entry_id for each in read_all(worker, waiting)] == ["e1", "e2"]
    assert model.asked == ["Schach"]


def test_nothing_is_handed_out_of_a_model_that_nobody_can_name_nor_without_one():
    worker = GroupingWorker(model := FakeModel())
    assert read_all(worker, worker.learn(cards())) == []
    assert model.asked == list(TEXTS)
    letters = GroupingWorker()
    letters.recall(())
    assert letters.read_some(letters.learn(cards()), 8).left == 0


def test_model_that_rests_keeps_nobody_waiting_and_is_asked_again():
    worker = GroupingWorker(model := Known())
    waiting = worker.learn(cards())
    model.is_resting = True
    assert read_all(worker, waiting) == []
    model.is_resting = False
    assert len(read_all(worker, waiting)) == len(TEXTS)


def test_model_set_aside_is_not_asked_and_what_is_kept_still_counts():
    _, stored, vectors = placed()
    worker = GroupingWorker(SetAside(model := Known()))
    worker.recall(vectors)
    worker.learn(stored)
    # Nobody knows a vector of the first; the others count all the same, whatever the order.
    worker.learn(cards(9, "Etwas, das noch niemand las"))
    assert read_all(worker, ["e9"]) == []
    worker.suggest(["e9"])
    assert worker.across_languages(1) == "model set aside"
    assert worker._table(1).grouping._table.likeness.has_vectors
    assert model.asked == []


def test_what_is_known_is_the_same_before_and_after_it_was_kept():
    model = KeptVectors(Known())
    first = model.embed(["Schach"])
    assert model.embed(["Schach"]).tobytes() == first.tobytes()
    np.testing.assert_allclose(first[0], Known()._vector("Schach"), atol=1e-3)
