"""What is left of vectors without what their language and their table have in common."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.load.language_means import texts_by_language
from workshop.grouping.language_means import language_means
from workshop.grouping.meanings import Meanings
from workshop.grouping.words import base_language

pytestmark = pytest.mark.unit

WIDTH = 8
PRIOR = {
    "de": np.eye(WIDTH, dtype=np.float32)[0] * 0.9,
    "tr": np.eye(WIDTH, dtype=np.float32)[1] * 0.9,
}
SUBJECT = np.eye(WIDTH)[2:]
CARD = st.tuples(st.sampled_from(["de", "tr", "uk", ""]), st.integers(0, 5), st.integers(1, 9))


def vector(lang, subject, strength=6):
    mixed = PRIOR.get(lang, np.zeros(WIDTH)) + SUBJECT[subject] * strength / 10
    return mixed / np.linalg.norm(mixed)


def filled(cards, rows=None, prior=PRIOR):
    meanings = Meanings(prior)
    for row, card in zip(rows or range(len(cards)), cards, strict=False):
        meanings.put(row, card[0], vector(*card))
    return meanings


def test_subjects_are_nearer_than_languages_from_the_first_cards_on():
    cards = [("de", 0), ("tr", 0), ("tr", 1)]
    plain = [vector(*card) for card in cards]
    assert plain[2] @ plain[1] > plain[0] @ plain[1]
    near = filled(cards).cosines(np.array([1]))[0]
    assert near[0] > 0.5 > near[2]


def test_without_a_prior_the_table_s_own_means_do_it_once_there_are_cards():
    cards = [(lang, subject) for subject in (0, 1, 2) for lang in ("de", "tr") for _ in range(3)]
    near = filled(cards, prior=None).cosines(np.array([0]))[0]
    same = [near[i] for i, (lang, subject) in enumerate(cards) if subject == 0 and lang == "tr"]
    others = [near[i] for i, (lang, subject) in enumerate(cards) if subject != 0 and lang == "de"]
    assert min(same) > max(others)


def test_rows_without_a_vector_are_no_hole_in_the_others():
    cards = [("de", 0), ("tr", 0), ("tr", 1)]
    near = filled(cards, rows=[1, 4, 90])
    assert list(near.known()) == [1, 4, 90]
    np.testing.assert_allclose(near.cosines(np.array([4, 90])), filled(cards).cosines(np.array([1, 2])))


@settings(max_examples=60, deadline=None)
@given(st.lists(CARD, min_size=1, max_size=12), st.data())
def test_the_order_of_the_cards_and_those_taken_away_change_nothing(cards, data):
    order = data.draw(st.permutations(range(len(cards))))
    gone = len(cards)
    expected = filled(cards)
    found = Meanings(PRIOR)
    found.put(gone, "tr", vector("tr", 5, 9))
    for row in order:
        found.put(row, cards[row][0], vector(*cards[row]))
    found.remove(gone)
    found.remove(gone)
    rows = np.arange(len(cards))
    assert list(found.known()) == list(rows)
    np.testing.assert_allclose(found.cosines(rows), expected.cosines(rows), atol=1e-4)
    assert np.isfinite(found.cosines(rows)).all()


def test_the_kept_means_are_there_for_every_language_that_cards_come_in():
    means = language_means()
    texts = texts_by_language()
    assert set(means) == set(texts) == {base_language(lang) for lang in texts}
    assert min(len(own) for own in texts.values()) > 200
    assert {mean.shape for mean in means.values()} == {(384,)}
    assert all(0.8 < np.linalg.norm(mean) < 1 for mean in means.values())


def test_the_means_of_another_model_are_left_aside():
    meanings = Meanings(language_means())
    meanings.put(0, "de", vector("de", 0))
    meanings.put(1, "tr", vector("tr", 1))
    assert meanings.cosines(np.array([0])).shape == (1, 2)
