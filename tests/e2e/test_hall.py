"""The whole course of an evening with everybody at once, each in a browser of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import LiveServer
from tests.e2e.hall import Hall, dot, gather, write

pytestmark = pytest.mark.e2e
LOOKED_AT = "Ein Mensch sieht sich jede Karte an, bevor sie auf der Tafel steht."
LATER = "Jede Karte steht nach 12 Sekunden auf der Tafel."
SAVED = "Gespeichert. Sie können noch ändern."
CLOSED = "Die Punkte werden jetzt ausgezählt. Sie lassen sich nicht mehr ändern."


@pytest.fixture
def hall(live_server: LiveServer, browser: Browser) -> Iterator[Hall]:
    """Everybody, before it begins."""
    opened = Hall(live_server, browser)
    yield opened
    opened.leave()


def begin(hall: Hall) -> None:
    """Collecting opens, a round starts, cards come."""
    expect(hall.ada.locator("[data-for=preparation]")).to_be_visible()
    hall.go_on("Sammeln öffnen", "Sammeln")
    for phone in (hall.ada, hall.ben):
        expect(phone.locator("#write")).to_be_visible()
    hall.moderator.get_by_role("button", name="Runde 1 starten").click()
    for page in (hall.moderator, *hall.hosts.values()):
        expect(page.get_by_role("timer")).to_be_visible()
    expect(hall.ada.locator("#round")).to_contain_text("Runde 1")
    for text in ("Gute Sprachkurse", "Dolmetscher im Amt"):
        write(hall.ada, "works", text)
        hall.on_boards(text)
    write(hall.ben, "improve", "Busse am Abend")
    expect(hall.board.locator(".clock")).to_be_visible()


def hold_a_card(hall: Hall) -> None:
    """A card with a number in it waits for the host, and is on no board before."""
    hall.cem.reload()
    write(hall.cem, "needed", "Ruft mich an: 0171 2345678")
    host = hall.hosts["wohnen"]
    host.locator(".held-sign").click()
    waiting = host.locator(".unshown .entry")
    entry_id = waiting.get_attribute("data-entry-id") or ""
    expect(hall.moderator.locator(".held")).to_contain_text("persönliche Daten")
    write(hall.ben, "works", "Nette Nachbarn")
    expect(hall.board.locator("[data-entry-id]", has_text="Nette Nachbarn")).to_be_attached()
    assert not hall.was_on_a_board(entry_id)
    waiting.locator(".more").click()
    host.get_by_role("menuitem", name="Wieder zeigen").click()
    expect(hall.board.locator(f'[data-entry-id="{entry_id}"]')).to_be_attached()
    hall.cem.reload()
    expect(hall.cem.locator("#cards .state")).to_have_text("auf der Tafel")


def blank_the_boards(hall: Hall) -> None:
    """All boards by a key of the console, one by a key of its own; phones go on meanwhile."""
    console, (board, other) = hall.moderator, hall.boards
    console.locator(".middle").focus()
    console.keyboard.press("b")
    for each in hall.boards:
        expect(each.locator(".calm")).to_be_visible()
    write(hall.ada, "needed", "Ein Platz zum Lernen")
    expect(hall.ada.locator("#say")).to_have_text("Gesendet. Vielen Dank!")
    for each in hall.boards:
        expect(each.locator("[data-entry-id]")).to_have_count(0)
    # As presentation clickers send it.
    console.keyboard.press(".")
    hall.on_boards("Ein Platz zum Lernen")
    board.keyboard.press(".")
    expect(board.locator(".calm")).to_be_visible()
    expect(other.locator("[data-entry-id]").first).to_be_attached()
    board.keyboard.press("b")
    hall.on_boards("Ein Platz zum Lernen")


def go_to_the_next_round(hall: Hall) -> None:
    """Phones say so and keep what was typed; where people rotate, they read here where to."""
    hall.ada.locator("#text").fill("Noch nicht fertig")
    hall.moderator.get_by_role("button", name="Runde 2 starten").click()
    expect(hall.ada.locator("#round")).to_contain_text("Runde 2")
    expect(hall.board.locator(".head__round")).to_contain_text("2")
    expect(hall.ada.locator("#text")).to_have_value("Noch nicht fertig")


def show_after_a_look(hall: Hall) -> None:
    """Each card waits until the moderator has looked at it."""
    hall.let_cards_come("approval", LOOKED_AT, seconds=12)
    write(hall.ada, "improve", "Noch nicht fertig, jetzt schon")
    state = hall.ada.locator("#cards li").first.locator(".state")
    expect(state).to_have_text("ein Mensch sieht sie sich vor dem Zeigen an, wie jede Karte")
    waiting = hall.moderator.locator(".held", has_text="Noch nicht fertig")
    entry_id = waiting.get_attribute("data-entry-id") or ""
    assert not hall.was_on_a_board(entry_id)
    waiting.get_by_role("button", name="Zeigen", exact=True).click()
    hall.on_boards("Noch nicht fertig, jetzt schon")
    expect(state).to_have_text("auf der Tafel")


def show_after_its_moment(hall: Hall) -> None:
    """One card comes by itself, another is held by the host in time."""
    hall.let_cards_come("delay", LATER, seconds=12)
    write(hall.ben, "needed", "Bänke am Weg")
    state = hall.ben.locator("#cards li").first.locator(".state")
    expect(state).to_have_text("erscheint gleich auf der Tafel")
    write(hall.ada, "needed", "Die da drüben")
    host = hall.hosts["bildung"]
    host.locator(".held-sign").click()
    waiting = host.locator(".unshown .entry", has_text="Die da drüben")
    entry_id = waiting.get_attribute("data-entry-id") or ""
    waiting.locator(".more").click()
    host.get_by_role("menuitem", name="Zurückstellen …").click()
    host.get_by_role("dialog").get_by_label("gehört nicht zum Thema").check()
    host.get_by_role("dialog").get_by_role("button", name="Zurückstellen").click()
    expect(host.get_by_role("dialog")).to_have_count(0)
    assert not hall.was_on_a_board(entry_id)
    expect(hall.board.locator("[data-entry-id]", has_text="Bänke am Weg")).to_be_attached(timeout=30_000)
    assert not hall.was_on_a_board(entry_id)


def sort(hall: Hall) -> tuple[str, str, str]:
    """The hosts make topics of cards; return them."""
    hall.go_on("Weiter: Sortieren", "Sortieren")
    expect(hall.ada.locator("[data-for=sort]")).to_be_visible()
    learning, here = hall.hosts["bildung"], hall.hosts["wohnen"]
    return (
        gather(learning, "Gute Sprachkurse", "Kurse"),
        gather(learning, "Dolmetscher im Amt", "Amt"),
        gather(here, "Busse am Abend", "Bus"),
    )


def weigh(hall: Hall, topics: tuple[str, str, str], files: Path) -> None:
    """Dots are given, one phone without a network for a while, one without a script; nobody sees a number."""
    courses, office, bus = topics
    hall.go_on("Weiter: Gewichten", "Gewichten")
    for phone in (hall.ada, hall.ben):
        expect(phone.locator("h1")).to_have_text("Was ist Ihnen am wichtigsten?")
    for _ in range(2):
        dot(hall.ada, courses)
    expect(hall.ada.locator("#say")).to_have_text(SAVED)
    hall.ada.context.set_offline(True)
    dot(hall.ada, courses, more=False)
    for topic in (office, office, bus):
        dot(hall.ada, topic)
    for _ in range(2):
        dot(hall.ben, courses)
    expect(hall.ben.locator("#say")).to_have_text(SAVED)
    hall.cem.reload()
    dot(hall.cem, office)
    expect(hall.cem.locator("#left b")).to_have_text("noch 4 von 5 Punkten")
    hall.ada.context.set_offline(False)
    expect(hall.ada.locator("#say")).to_have_text(SAVED)
    hall.ada.reload()
    given = [hall.ada.locator(f"#g{each} output").text_content() for each in topics]
    assert given == ["1", "2", "1"]
    host = hall.hosts["wohnen"]
    host.locator(f'[data-group-id="{bus}"] .topic-actions .more').click()
    host.get_by_role("menuitem", name="Punkte auf Papier").click()
    host.get_by_role("dialog").get_by_role("spinbutton").fill("1")
    host.get_by_role("dialog").get_by_role("button", name="Speichern").click()
    expect(host.get_by_role("dialog")).to_have_count(0)
    expect(hall.board.locator(".tables")).to_be_visible()
    expect(hall.board.locator(".rank")).to_have_count(0)
    assert set(hall.totals(files).values()) == {0}


def count(hall: Hall, topics: tuple[str, str, str]) -> None:
    """The tally is closed, opened once more and closed: two topics are level."""
    courses, office, bus = topics
    rows = hall.board.locator(".rank")
    hall.moderator.get_by_role("button", name="Punkte auszählen").click()
    expect(rows).to_have_count(3)
    expect(hall.ada.locator("#say")).to_have_text(CLOSED)
    hall.moderator.get_by_role("button", name="Wieder ändern lassen").click()
    expect(rows).to_have_count(0)
    hall.moderator.get_by_role("button", name="Punkte auszählen").click()
    expect(rows).to_have_count(3)
    told = [row.split() for row in rows.all_inner_texts()]
    assert [(row[0], row[-1]) for row in told] == [("1", "3"), ("1", "3"), ("3", "2")]
    assert ["gleichauf" in row for row in told] == [True, True, False]
    placed = rows.evaluate_all("all => all.map(each => each.dataset.groupId)")
    assert (set(placed[:2]), placed[2]) == ({courses, office}, bus)


def end(hall: Hall) -> None:
    """Harvest and closing reach everybody."""
    hall.go_on("Weiter: Ernten", "Ernten")
    expect(hall.ada.locator("[data-for=harvest]")).to_be_visible()
    hall.go_on("Weiter: Abschluss", "Abschluss")
    expect(hall.ada.locator("[data-for=closed]")).to_be_visible()
    expect(hall.board.locator(".thanks")).to_be_visible()


def test_evening_with_moderator_hosts_phones_and_boards_at_once(hall: Hall, tmp_path: Path) -> None:
    begin(hall)
    hold_a_card(hall)
    blank_the_boards(hall)
    go_to_the_next_round(hall)
    show_after_a_look(hall)
    show_after_its_moment(hall)
    topics = sort(hall)
    weigh(hall, topics, tmp_path / "files before")
    count(hall, topics)
    end(hall)
    assert hall.totals(tmp_path / "files") == {"Kurse": 3, "Amt": 3, "Bus": 2}
    assert hall.errors == []
