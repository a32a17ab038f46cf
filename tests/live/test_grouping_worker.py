from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.grouping.fake_model import FakeModel
from workshop import grouping
from workshop.domain import proposal
from workshop.domain.queries.entry import EntryView
from workshop.grouping import TableGrouping
from workshop.live.grouping_worker import GroupingWorker
from workshop.models import EntryState, Origin, QuestionKey

pytestmark = pytest.mark.unit


def view(number: int, text: str) -> EntryView:
    return EntryView(
        number=number,
        id=f"e{number}",
        table_id=1,
        question=QuestionKey.WORKS,
        text=text,
        lang="de",
        state=EntryState.SHOWN,
        hold_reason=None,
        origin=Origin.PHONE,
        group_id=None,
        placed_by=None,
        version=1,
        created_at=datetime.now(UTC),
    )


CARDS = [view(1, "Mehr Busse am Abend"), view(2, "mehr busse abends!"), view(3, "Abends mehr Busse bitte")]


def test_cards_are_asked_for_again_after_a_failure_halfway(monkeypatch) -> None:
    worker = GroupingWorker()
    waiting = worker.learn(CARDS)
    real = TableGrouping.place

    def failing(self, entry_id, *arguments):
        if entry_id == "e3":
            raise MemoryError
        return real(self, entry_id, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(TableGrouping, "place", failing)
        with pytest.raises(MemoryError):
            worker.suggest(waiting)
    assert worker.learn(CARDS) == ["e1", "e2", "e3"]
    (suggestion,) = worker.suggest(["e1", "e2", "e3"])
    assert sorted(suggestion.entry_ids) == ["e1", "e2", "e3"]


def test_what_was_told_before_a_card_was_placed_changes_nothing() -> None:
    worker = GroupingWorker()
    (suggestion,) = worker.suggest(worker.learn(CARDS))
    worker.confirm([(suggestion, 7)])
    assert worker.learn(CARDS) == []
    (description,) = worker.describe({7: 1})
    assert "bus" in description.label.lower()


def test_card_that_stands_alone_wants_a_place_again_when_its_author_corrects_it() -> None:
    worker = GroupingWorker()
    alone = view(9, "Rätselhaft")
    worker.suggest(worker.learn([*CARDS, alone]))
    assert worker.learn([alone]) == []
    assert worker.learn([replace(alone, text="Busse, abends mehr", version=2)]) == ["e9"]
    (suggestion,) = worker.suggest(["e9"])
    assert "e9" in suggestion.entry_ids


def test_questions_about_what_is_not_known_have_empty_answers() -> None:
    worker = GroupingWorker()
    assert (worker.words(1, 99), worker.why(1, "nobody"), worker.review(1, ())) == ((), None, ())


def test_every_kind_of_proposal_is_known_on_both_sides_of_the_worker() -> None:
    assert list(proposal.ProposalKind) == list(grouping.ProposalKind)


def test_two_cards_speak_for_a_group_without_a_common_word_and_stay_while_they_are_in_it() -> None:
    worker = GroupingWorker(FakeModel())
    texts = [("Schach im Park", "de"), ("satranç meydanda", "tr"), ("шахи надворі", "uk"), ("شطرنج", "ar")]
    cards = [replace(view(n, text), lang=lang) for n, (text, lang) in enumerate(texts)]
    (suggestion,) = worker.suggest(worker.learn(cards[:2]))
    assert (suggestion.words, suggestion.alike) == ((), ("e0", "e1"))
    worker.confirm([(suggestion, 7)])
    assert [each.alike for each in worker.suggest(worker.learn(cards[2:]))] == [("e0", "e1")]
    worker.learn([replace(cards[1], state=EntryState.HIDDEN)])
    (described,) = worker.name_cards({7: 1})
    assert (described.label, len(described.alike)) == ("", 2)
    assert "e1" not in described.alike


def test_no_card_speaks_for_a_group_with_a_common_word() -> None:
    worker = GroupingWorker(FakeModel())
    (suggestion,) = worker.suggest(worker.learn(CARDS))
    assert suggestion.words
    assert suggestion.alike == ()


def test_topics_of_two_tables_are_near_by_their_ids_and_single_cards_are_not() -> None:
    worker = GroupingWorker()
    said = ("Mehr Busse am Abend", "mehr Busse abends", "Abends mehr Busse bitte", "Schimmel im Bad")
    for table_id, group_id in ((1, 11), (2, 22)):
        cards = [replace(view(10 * table_id + n, text), table_id=table_id) for n, text in enumerate(said)]
        worker.learn([replace(card, group_id=group_id) for card in cards[:3]])
        worker.suggest(worker.learn(cards[3:]))
    assert worker.near_topics() == ((11, 22),)


def test_groups_are_named_in_the_language_of_the_dialogue() -> None:
    worker = GroupingWorker()
    worker.know_titles({}, "de")
    rents = [
        replace(view(n, text), lang="tr") for n, text in enumerate(["Kira artıyor", "kira artıyor yine"])
    ]
    (suggestion,) = worker.suggest(worker.learn(rents))
    assert suggestion.label == "Miete?"


def test_what_a_group_is_called_comes_from_the_database() -> None:
    worker = GroupingWorker()
    worker.know_titles({}, "de")
    (suggestion,) = worker.suggest(worker.learn(CARDS))
    worker.confirm([(suggestion, 7)])
    assert worker.describe({7: 1})[0].label == suggestion.label
    worker.know_headings([(7, 1, "Was abends fährt", True)])
    assert worker.describe({7: 1})[0].label == "Was abends fährt"
    worker.know_headings([(7, 1, "", False)])
    assert worker.describe({7: 1})[0].label == suggestion.label
