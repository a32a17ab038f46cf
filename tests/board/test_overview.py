from dataclasses import replace

import pytest

from tests.board.pictures import change, entry, group, picture
from workshop.board.group_order import MOMENT_SECONDS
from workshop.board.overview import STRIP, Overview
from workshop.board.wording import Wording
from workshop.models import EntryState, GroupState, Phase, Window

pytestmark = pytest.mark.unit
SHY = "\u00ad"


def view(of):
    made = Overview(of, Wording("de"), now=lambda: 0.0)
    made.scene()
    return made


def ids(cards):
    return [card["id"] for card in cards]


def test_scene_unshown_cards_are_not_in_it():
    cards = [entry(state.value, state=state) for state in EntryState]
    scene = Overview(picture(*cards), Wording("de")).scene()
    assert [ids(strip) for strip in scene["strips"].values()] == [["shown"], []]
    assert not any(word in str(scene["strips"]) for word in ("held", "hidden", "withdrawn"))


def test_scene_strip_holds_the_newest_cards_oldest_first():
    cards = [entry(f"k{n}") for n in range(STRIP + 3)]
    scene = Overview(picture(*cards), Wording("de")).scene()
    assert ids(scene["strips"][1]) == [f"k{n}" for n in range(3, STRIP + 3)]


def test_scene_rtl_card_carries_language_and_direction():
    scene = Overview(picture(entry("دورات لغة", lang="ar")), Wording("de")).scene()
    assert scene["strips"][1] == [
        {
            "id": "دورات لغة",
            "q": "needed",
            "text": "دورات لغة",
            "lang": "ar",
            "dir": "rtl",
            "tongue": "Arabisch",
        }
    ]


def test_scene_counts_of_held_and_hidden_cards_add_up():
    cards = [entry("a"), entry("b", state=EntryState.HELD), entry("c", state=EntryState.HIDDEN)]
    scene = Overview(picture(*cards), Wording("de")).scene()
    assert scene["facts"]["counts"] == "3 Karten · 1 auf der Tafel · 2 zurückgestellt"


def test_scene_counts_cards_of_a_window_apart():
    early = replace(entry("a"), window=Window.BEFORE)
    late = [replace(entry(state, state=state), window=Window.AFTER) for state in EntryState]
    scene = Overview(picture(early, *late, entry("f")), Wording("de")).scene()
    assert scene["facts"]["counts"].startswith("5 Karten (1 vorab, 3 nachgereicht) · ")


@pytest.mark.parametrize(
    ("budget", "said"),
    [(None, ""), (1, "Bis zu 1 Karte je Person und Frage"), (5, "Bis zu 5 Karten je Person und Frage")],
)
def test_scene_says_the_card_budget_if_there_is_one(budget, said):
    of = picture()
    of.dialogue = replace(of.dialogue, card_budget=budget)
    assert Overview(of, Wording("de")).scene()["facts"]["budget"] == said


def test_take_new_card_touches_only_its_table():
    of = picture(entry("a"), entry("b", table_id=2))
    overview = view(of)
    patch = overview.take(change(of, entry("c")))
    patch.pop("now")
    assert patch == {
        "counts": {1: {"works": 0, "improve": 0, "needed": 2, "single": 2}},
        "fresh": {1: [{"id": "c", "q": "needed", "text": "c", "lang": "de", "dir": "ltr"}]},
        "facts": {"counts": "3 Karten · 3 auf der Tafel · 0 zurückgestellt"},
    }


def test_take_burst_every_card_is_in_the_patch():
    of = picture()
    overview = view(of)
    cards = [entry(f"k{n}", table_id=1 + n % 2) for n in range(200)]
    fresh = overview.take(change(of, *cards))["fresh"]
    assert sorted(ids(fresh[1] + fresh[2])) == sorted(f"k{n}" for n in range(200))


def test_take_held_card_is_nowhere_in_the_patch():
    of = picture()
    patch = view(of).take(change(of, entry("Geheim", state=EntryState.HELD)))
    assert (sorted(patch), "Geheim" in str(patch)) == (["facts", "now"], False)


def test_take_hidden_card_is_gone_and_shown_again_is_fresh():
    card = entry("a")
    of = picture(card)
    overview = view(of)
    hidden = overview.take(change(of, replace(card, state=EntryState.HIDDEN)))
    shown = overview.take(change(of, card))
    assert (hidden["gone"], "fresh" in hidden) == (["a"], False)
    assert (ids(shown["fresh"][1]), "gone" in shown) == (["a"], False)


def test_take_placed_card_changes_its_group_and_no_card():
    card = entry("a")
    of = picture(card, entry("b", group_id=5), groups=(group(5, label="Vorbereitungsklassen"),))
    patch = view(of).take(change(of, replace(card, group_id=5)))
    assert patch["rows"] == {
        "5": {
            "id": 5,
            "label": f"Vor{SHY}be{SHY}rei{SHY}tungs{SHY}klas{SHY}sen",
            "lang": "de",
            "dir": "ltr",
            "sizes": {"works": 0, "improve": 0, "needed": 2},
        }
    }
    assert not {"fresh", "gone", "cards", "order"} & patch.keys()


def test_take_corrected_card_is_rewritten_in_place():
    card = entry("a")
    of = picture(card)
    patch = view(of).take(change(of, replace(card, text="b")))
    assert ([card["text"] for card in patch["cards"]], "fresh" in patch, "gone" in patch) == (
        ["b"],
        False,
        False,
    )


def test_take_card_moved_to_another_table_leaves_one_and_comes_to_the_other():
    card = entry("a")
    of = picture(card)
    patch = view(of).take(change(of, replace(card, table_id=2)))
    assert (patch["gone"], list(patch["fresh"])) == (["a"], [2])


def test_take_dissolved_group_leaves_the_order():
    of = picture(entry("a", group_id=5), entry("b", group_id=6), groups=(group(5), group(6)))
    patch = view(of).take(change(of, groups=(group(5, state=GroupState.DISSOLVED),)))
    assert (patch["rows"], patch["order"]) == ({"5": None}, {1: (6,)})


def test_take_grown_group_waits_for_a_moment_to_move_up():
    of = picture(
        entry("a", group_id=5),
        entry("b", group_id=5),
        entry("c", group_id=6),
        groups=(group(5), group(6)),
    )
    overview = view(of)
    patch = overview.take(change(of, *(entry(f"k{n}", group_id=6) for n in range(3))))
    assert ("order" in patch, overview.wants_moment, overview.next_moment) == (False, True, MOMENT_SECONDS)
    assert overview.moment() == {"order": {1: (6, 5)}}
    assert overview.wants_moment is False


def test_take_phase_and_clock_are_facts():
    of = picture()
    overview = view(of)
    patch = overview.take(change(of, phase=Phase.HARVEST))
    told = {"now": "Aus Themen werden Ergebnisse.", "next": "Danach: Abschluss"}
    assert patch["facts"] == {"phase": "harvest", "round": "", **told}


def test_parked_topic_leaves_the_list_and_its_cards_are_not_single_ones():
    of = picture(
        entry("a", group_id=1),
        entry("b", group_id=2),
        entry("c"),
        groups=(group(1), group(2, parked=True)),
    )
    overview = view(of)
    scene = overview.scene()
    assert (scene["order"][1], scene["counts"][1]["single"]) == ((1,), 1)
    patch = overview.take(change(of, groups=(group(1, parked=True), group(2))))
    assert (patch["order"], patch["rows"]["1"], patch["rows"]["2"]["label"]) == ({1: (2,)}, None, "Thema 2")
