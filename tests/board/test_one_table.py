from dataclasses import replace

import pytest

from tests.board.pictures import change, contradiction, entry, group, picture
from workshop.board.one_table import CELL, ByQuestion, ByTopic
from workshop.board.wording import Wording
from workshop.models import EntryState, Window

pytestmark = pytest.mark.unit


def view(kind, of):
    made = kind(of, Wording("de"), 1, now=lambda: 0.0)
    return made, made.scene()


def ids(cards):
    return [card["id"] for card in cards]


def all_ids(scene):
    cells = [cards for row in scene.get("cells", {}).values() for cards in row.values()]
    lists = [*scene["strips"].values(), *scene.get("lists", {}).values(), *cells]
    return [card["id"] for cards in lists for card in cards]


def four_topics(*more):
    groups = tuple(group(n) for n in range(1, 5))
    cards = [entry(f"g{n}k{k}", group_id=n) for n in range(1, 5) for k in range(3)]
    return picture(*cards, entry("last"), *more, groups=groups)


def test_scene_newest_card_is_fresh_and_the_others_are_in_their_topics():
    _, scene = view(ByTopic, four_topics())
    assert ids(scene["strips"]["needed"]) == ["last"]
    assert ids(scene["cells"]["1"]["needed"]) == ["g1k1", "g1k2"]


def test_scene_no_card_is_in_the_page_twice():
    for kind in (ByTopic, ByQuestion):
        _, scene = view(kind, four_topics())
        assert len(all_ids(scene)) == len(set(all_ids(scene)))


def test_scene_unshown_cards_and_other_tables_are_not_in_it():
    others = [entry(s.value, state=s) for s in EntryState] + [entry("far", table_id=2)]
    for kind in (ByTopic, ByQuestion):
        _, scene = view(kind, picture(*others))
        assert all_ids(scene) == ["shown"]


def test_scene_lone_row_with_few_topics_has_room_for_more_cards():
    _, scene = view(ByTopic, picture(*(entry(f"k{n}") for n in range(9))))
    assert ids(scene["cells"]["0"]["needed"]) == ["k3", "k4", "k5", "k6", "k7"]


def test_scene_questions_newest_first():
    _, scene = view(ByQuestion, picture(*(entry(f"k{n}") for n in range(4))))
    assert (ids(scene["strips"]["needed"]), ids(scene["lists"]["needed"])) == (["k3"], ["k2", "k1", "k0"])


def test_take_new_card_is_fresh_in_its_column_and_moves_no_other():
    of = four_topics()
    topics, _ = view(ByTopic, of)
    patch = topics.take(change(of, entry("new", question="works")))
    assert {key: ids(cards) for key, cards in patch["fresh"].items()} == {"works": ["new"]}
    assert not {"cells", "order", "rows", "gone"} & patch.keys()


def test_moment_fresh_card_takes_its_place_when_a_newer_one_came():
    of = four_topics()
    topics, _ = view(ByTopic, of)
    first, second = entry("first", group_id=2), entry("second")
    topics.take(change(of, first))
    topics.take(change(of, second))
    assert topics.wants_moment is True
    settled = topics.moment()
    assert ids(settled["strips"]["needed"]) == ["second"]
    assert ids(settled["cells"]["2"]["needed"]) == ["g2k2", "first"]
    assert topics.wants_moment is False


def test_take_hidden_card_leaves_its_cell_at_once():
    card = entry("a", group_id=1)
    of = picture(card, entry("b", group_id=1), entry("c"), groups=(group(1),))
    topics, _ = view(ByTopic, of)
    patch = topics.take(change(of, replace(card, state=EntryState.HIDDEN)))
    assert (patch["gone"], ids(patch["cells"]["1"]["needed"])) == (["a"], ["b"])


def test_take_moved_card_leaves_its_cell_and_takes_a_free_place():
    card = entry("a", group_id=1)
    of = picture(
        card, entry("b", group_id=1), entry("c", group_id=2), entry("d"), groups=(group(1), group(2))
    )
    topics, _ = view(ByTopic, of)
    patch = topics.take(change(of, replace(card, group_id=2)))
    cells = {row: ids(cell["needed"]) for row, cell in patch["cells"].items()}
    assert (cells, "gone" in patch) == ({"1": ["b"], "2": ["c", "a"]}, False)


def test_take_card_into_a_full_cell_is_only_counted():
    of = four_topics()
    card = of.entries["g1k2"]
    topics, _ = view(ByTopic, of)
    patch = topics.take(change(of, replace(card, group_id=2)))
    assert (list(patch["cells"]), patch["rows"]["2"]["sizes"]["needed"]) == (["1"], CELL + 2)


def test_take_new_topic_comes_last_and_the_fresh_card_stays_fresh():
    of = four_topics(entry("x"), entry("y"))
    topics, _ = view(ByTopic, of)
    placed = [replace(of.entries[each], group_id=9) for each in ("x", "y", "last")]
    patch = topics.take(change(of, *placed, groups=(group(9),)))
    assert patch["order"] == {1: (1, 2, 3, 4, 9)}
    assert ids(patch["cells"]["9"]["needed"]) == ["x", "y"]
    assert [(card["id"], card["row"]) for card in patch["cards"]] == [("x", 9), ("y", 9), ("last", 9)]


def test_take_change_of_another_table_says_nothing():
    of = four_topics()
    topics, _ = view(ByTopic, of)
    assert topics.take(change(of, entry("far", table_id=2))) == {}


def test_take_card_of_another_question_moves_to_its_column():
    card = entry("a")
    of = picture(card)
    questions, _ = view(ByQuestion, of)
    patch = questions.take(change(of, replace(card, question="works")))
    assert (patch["gone"], list(patch["fresh"])) == (["a"], ["works"])


def words_of(scene):
    return {number: row["words"].replace("\u00ad", "") for number, row in scene["rows"].items()}


def test_scene_topic_says_what_holds_it_together():
    cards = (entry("a", group_id=1), entry("b", group_id=2))
    of = picture(*cards, groups=(group(1, words=("kurs", "abend", "gruppe", "mehr")), group(2)))
    _, scene = view(ByTopic, of)
    assert words_of(scene) == {1: "gemeinsam: kurs, abend, gruppe", 2: ""}


def test_take_other_words_wait_for_the_next_moment():
    of = picture(entry("a", group_id=1), groups=(group(1, words=("kurs",)),))
    topics, _ = view(ByTopic, of)
    patch = topics.take(change(of, groups=(group(1, words=("sprache",)),)))
    assert (words_of(patch), topics.wants_moment) == ({"1": "gemeinsam: kurs"}, True)
    assert words_of(topics.moment()) == {"1": "gemeinsam: sprache"}
    assert topics.wants_moment is False


def alike_of(scene):
    return {number: [each["text"] for each in row["alike"]] for number, row in scene["rows"].items()}


def test_without_a_common_word_two_cards_speak_for_a_topic_each_in_its_language():
    rents, kira, arabic = (
        entry("Mieten", group_id=1),
        entry("Kiralar", lang="tr", group_id=1),
        entry("الإيجار", lang="ar", group_id=1),
    )
    of = picture(rents, kira, arabic, groups=(group(1, alike=(rents.id, arabic.id)),))
    topics, scene = view(ByTopic, of)
    assert [(each["lang"], each["dir"]) for each in scene["rows"][1]["alike"]] == [
        ("de", "ltr"),
        ("ar", "rtl"),
    ]
    # A line under a topic's name is too short for the name of a language as well.
    assert not any("tongue" in each for each in scene["rows"][1]["alike"])
    # Other cards wait for the next moment; one that is hidden does not, and no card speaks for a topic alone.
    patch = topics.take(change(of, groups=(group(1, alike=(rents.id, kira.id)),)))
    assert (alike_of(patch), topics.wants_moment) == ({"1": ["Mieten", "الإيجار"]}, True)
    patch = topics.take(change(of, replace(arabic, state=EntryState.HIDDEN)))
    assert alike_of(patch) == {"1": []}
    assert alike_of(topics.moment()) == {"1": ["Mieten", "Kiralar"]}
    # Blacked out words go from there as well.
    patch = topics.take(change(of, replace(kira, text="███")))
    assert alike_of(patch) == {"1": ["Mieten", "███"]}
    worded = group(1, words=("miete",), alike=(rents.id, kira.id))
    topics.take(change(of, groups=(worded,)))
    assert alike_of(topics.moment()) == {"1": []}


def test_take_contradiction_is_named_on_both_topics_and_taken_away():
    cards = (entry("a", group_id=1), entry("b", group_id=2), entry("c", group_id=3))
    of = picture(*cards, groups=(group(1), group(2), group(3)))
    topics, _ = view(ByTopic, of)
    patch = topics.take(change(of, contradictions=(contradiction(1, 2),)))
    assert {n: row["against"] for n, row in patch["rows"].items()} == {"1": ["Thema 2"], "2": ["Thema 1"]}
    patch = topics.take(change(of, groups=(group(2, label="Neu"),)))
    assert {n: row["against"] for n, row in patch["rows"].items()} == {"1": ["Neu"], "2": ["Thema 1"]}
    patch = topics.take(change(of, contradictions=(contradiction(1, 2, active=False),)))
    assert [row["against"] for row in patch["rows"].values()] == [[], []]


def test_take_parked_topic_goes_to_the_foot_and_comes_back_with_its_cards():
    cards = (entry("a", group_id=1), entry("b", group_id=1), entry("c", group_id=2), entry("d"))
    of = picture(*cards, groups=(group(1), group(2)))
    topics, scene = view(ByTopic, of)
    assert scene["facts"]["parked"] == []
    patch = topics.take(change(of, groups=(group(1, parked=True),)))
    assert (patch["order"], patch["rows"]["1"]) == ({1: (2,)}, None)
    assert [name.replace("\u00ad", "") for name in patch["facts"]["parked"]] == ["Thema 1"]
    assert all_ids(topics.scene()) == ["d", "c"]
    patch = topics.take(change(of, groups=(group(1),)))
    assert (patch["order"], ids(patch["cells"]["1"]["needed"])) == ({1: (2, 1)}, ["a", "b"])
    assert patch["facts"]["parked"] == []


def test_scene_card_that_came_before_or_after_says_so():
    cards = [entry("a"), replace(entry("b"), window=Window.BEFORE)]
    _, scene = view(ByQuestion, picture(*cards))
    shown = [*scene["strips"]["needed"], *scene["lists"]["needed"]]
    assert {card["id"]: card.get("window") for card in shown} == {"a": None, "b": "before"}
    assert Wording("de").for_browser()["windows"] == {"before": "vorab", "after": "nachgereicht"}


def test_counts_of_one_table_tell_what_is_set_aside_there_and_only_there():
    cards = [entry("eins"), entry("zwei", state=EntryState.HELD), entry("drei", state=EntryState.HIDDEN)]
    of = picture(*cards, entry("anderswo", table_id=2, state=EntryState.HELD))
    said = [ByTopic(of, Wording("de"), table_id).scene()["facts"]["counts"] for table_id in (1, 2)]
    assert said == [
        "1 Karte an diesem Tisch · 2 zurückgestellt",
        "0 Karten an diesem Tisch · 1 zurückgestellt",
    ]
    assert (
        ByTopic(picture(cards[0]), Wording("de"), 1).scene()["facts"]["counts"] == "1 Karte an diesem Tisch"
    )
