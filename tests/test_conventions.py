"""What holds for every file of the repository, and for every test."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.asserting import ROOT, Source

pytestmark = pytest.mark.unit
PACKAGES = ("workshop", "exports", "themes", "tests")
MOST_LINES = 400
CODE = {".py", ".js", ".css"}
# Tests that are about no single module, and what each of them plays through.
SCENARIOS = {
    ".": {
        "test_bad_inputs.py": "every bad text through every field, on both databases",
        "test_conventions.py": "every file and every test of the repository",
        "test_earlier_release.py": "what an earlier release wrote opens and exports the same",
        "test_failing_starts.py": "each start that fails says one clear line",
        "test_words.py": "one word per thing in the German texts",
    },
    "board": {
        "test_accessibility.py": "axe looks at the board in each phase",
        "test_calm.py": "the board is blanked by a key and by the console, and comes back",
        "test_connection.py": "a board says by itself why it cannot connect",
        "test_gong.py": "a gong at the end of a round and before it, once, and never unasked",
        "test_cut_off.py": "a name that is too long for its place is cut off cleanly",
    },
    "console": {
        "test_accessibility.py": "axe looks at the console's pages",
        "test_accessibility_of_phases.py": "axe looks at console and host's page in each phase",
        "test_bad_texts_shown.py": "bad texts stand as text on every page",
        "test_before_the_evening.py": "what is set up and passed on before an evening",
        "test_calm_page.py": "a moderator calms, holds and frees the boards",
        "test_catalogue.py": "both languages have the console's words",
        "test_course_by_keyboard.py": "a whole evening from the console without a mouse",
        "test_dialogue_page.py": "a moderator's evening on the page of one dialogue",
        "test_files_page.py": "files are looked at and taken one by one or together",
        "test_foreign_cards.py": "cards in other languages are named and run as their letters do",
        "test_drafts.py": "each form keeps what was typed, whatever closes it",
        "test_handouts_page.py": "a moderator prints and releases what everybody takes home",
        "test_harvest_drafts.py": "each field of a result that was closed by mistake comes back",
        "test_harvest_page.py": "topics become results",
        "test_long_lists.py": "pages with many topics and cards stay quick",
        "test_marks_page.py": "doubled cards, contradictions and parked topics",
        "test_measures_page.py": "two people write into the measures table, nothing typed is lost",
        "test_paper_cards.py": "a pile of paper cards is typed in, corrected and taken back",
        "test_photos_page.py": "photos are added, painted over, described and deleted",
        "test_redaction_page.py": "a moderator blacks words out",
        "test_paper_facts_page.py": "two people enter what papers say, numbers are read as people write them",
        "test_proposals_page.py": "what the machine proposes is taken or left",
        "test_query_count.py": "a page asks as often for three rows as for one",
        "test_answers_page.py": "topics are answered, and those that nobody answered stand below the results",
        "test_touch_and_keys.py": "fingers, input methods, forced colours",
        "test_series_page.py": "evenings are put under one heading and downloaded together",
        "test_small_screens.py": "what waits is visible at every width, nothing is cut off",
        "test_summaries_page.py": "a host sums up, the table answers, a moderator looks at what is held",
        "test_two_people.py": "two people work on the same topic, result or facts at once",
        "test_sorting_page.py": "cards and topics are sorted by mouse and by keyboard",
        "test_translations.py": "a moderator enters translations",
        "test_weighing_page.py": "while people weigh, joining and parting topics asks and keeps all dots",
    },
    "domain": {
        "test_accord.py": "people agree about a topic or not, and what becomes of the mark",
        "test_access.py": "who has access, and how it is taken back",
        "test_ballot_rules.py": "one ballot through everything that may happen to topics",
    },
    "domain/queries": {"test_query_count.py": "a view asks as often for three rows as for one"},
    "e2e": {
        "test_canaries.py": "erased words are in no file, table, log, backup or open page",
        "test_demo.py": "`workshop demo` from start to end",
        "test_evening.py": "from the first link to the workbook, and through a power cut",
        "test_killed.py": "a server that is killed again and again loses and moves nothing",
        "test_many_processes.py": "one dialogue behind a proxy while processes die",
        "test_series_together.py": "two evenings of a series are exported together as the database has them",
    },
    "exports": {"test_catalogue.py": "every language has the words of the files"},
    "faults": {
        "test_buffering_proxy.py": "a proxy holds events back and lets them go late",
        "test_clocks.py": "clocks of phones and server are wrong, jump and are changed in the night",
        "test_full_disk.py": "the disk of SQLite is full",
        "test_kills.py": "the server is killed again and again while phones post",
        "test_postgres_faults.py": "PostgreSQL ends connections around their commit, or breaks down",
        "test_return.py": "a hall comes back after a restart, and its board is never blank for long",
    },
    "grouping": {
        "test_meaning_of_cards.py": "with a model cards of all languages are grouped by what they mean",
        "test_stability.py": "groups stay when cards come and go",
    },
    "live": {"test_restart.py": "no restart moves a card, and a closed dialogue is frozen"},
    "load": {"test_load_tools.py": "the load tools count right and are bounded"},
    "phone": {
        "test_window.py": "cards before and after the evening, and the end of the window by itself",
        "test_showing.py": "a card that waits, for its moment or for a look, is told in its own words",
        "test_halts.py": "a closed door and a table that pauses, told calmly, and nothing is lost",
        "test_card_budget.py": "how many cards one may write is said, and a card too many is kept",
        "test_corrections.py": "a correction is looked at as the card was",
        "test_accessibility.py": "axe looks at the phone's pages",
        "test_care.py": "privacy, keyboard, small screens, no script",
        "test_catalogue.py": "every language has the phone's words, each in its own script",
        "test_finger.py": "what is pressed stays; translated and enlarged pages work",
        "test_held_up.py": "a card that is held up stops no other and is edited, dropped or sent by hand",
        "test_honest_states.py": "what is said looks like what it is and is true now",
        "test_live.py": "phase, round and clock reach an open page",
        "test_outbox.py": "a card outlives networks, tabs and double taps",
        "test_moving.py": "phones go to the next table with a new round, cards stay where they were written",
        "test_text.py": "the phone stores, measures and refuses a text as the server does",
        "test_outbox_logic.py": "the outbox' order, waits and repeats without a browser",
        "test_outbox_queue.py": "the outbox goes on when one card is held up, without a browser",
        "test_dear_inputs.py": "what is small to send is cheap to read",
        "test_limits.py": "a hall never meets a limit, a flooder soon",
        "test_own.py": "what others do to a card reaches its author",
        "test_deleted.py": "phones of a dialogue that was deleted say so calmly",
        "test_pages.py": "the pages that are read",
        "test_promises.py": "pages say only what is true in this dialogue",
        "test_bad_inputs.py": "every bad text through every way in of a phone",
        "test_law.py": "the pages that the law asks for",
        "test_json_routes.py": "whatever a script sends gets an answer of the document",
        "test_summary_page.py": "an answer to a summary outlives a dead network, a changed one is read anew",
        "test_ways_in.py": "what people type, paste or scan leads in",
    },
    "themes": {"test_bad_inputs.py": "every bad text in a theme file"},
    "doors": {
        "test_deeds.py": "every handler of the console over the real socket, as everybody",
        "test_product.py": "the whole product behind its door",
        "test_routes.py": "every route and socket event has a row, and answers as it says",
        "test_verbs.py": "every verb of the domain is tried as everybody",
    },
    "sockets": {
        "test_revocation.py": "a right that is taken back ends what open pages hear",
        "test_shapes.py": "every handler of every page is told nonsense, and none stumbles",
    },
    "release": {
        "test_fences.py": "the server behind the fences of unit and image",
        "test_gates.py": "people, commits and CI run one list of checks",
    },
}


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *PACKAGES], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [Path(name) for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]


FILES = _tracked()
TESTS = [path.relative_to("tests") for path in FILES if path.parts[0] == "tests" and path.match("test_*.py")]


def _names_a_module(test: Path) -> bool:
    """Whether a module, a script of the browser, or a folder of the same place has the name after `test_`."""
    names = [
        Path(*base, test.with_name(test.stem.removeprefix("test_"))) for base in (["workshop"], [], ["tests"])
    ]
    return any(ROOT.joinpath(name.with_suffix(end)).exists() for name in names for end in ("", ".py", ".js"))


def test_files_are_short() -> None:
    lines = {
        str(path): len((ROOT / path).read_text(encoding="utf-8").splitlines())
        for path in FILES
        if path.suffix in CODE
    }
    assert len(lines) > 300
    assert {path: count for path, count in lines.items() if count > MOST_LINES} == {}


def test_no_file_holds_marks_of_a_merge() -> None:
    marks = ["git", "grep", "-nIE", "^(<{7}|>{7})( |$)"]
    found = subprocess.run(marks, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout) == (1, "")


def test_test_files_name_a_module_or_a_listed_scenario() -> None:
    listed = {Path(folder, name) for folder, names in SCENARIOS.items() for name in names}
    unnamed = {test for test in TESTS if not _names_a_module(test)}
    assert (unnamed - listed, listed - unnamed) == (set(), set())


def test_tests_assert_something() -> None:
    sources = {test: Source.of((ROOT / "tests" / test).read_text(encoding="utf-8")) for test in TESTS}
    silent = [
        f"{test}::{name}"
        for test, source in sources.items()
        for name in source.tests()
        if not source.can_fail(name)
    ]
    assert silent == []


SAMPLE = """
import pytest
from playwright.sync_api import expect
from tests.factories import post
from tests.waiting import until

def helper(): assert page
def idle(): helper
def round_and_round(): round_and_round()
def test_silent(): post()
def test_constant(): assert True
def test_uncalled(): idle()
def test_endless(): round_and_round()
def test_half(): expect(page)
def test_assert(): assert page
def test_raises():
    with pytest.raises(ValueError): page()
def test_expect(): expect(page).to_have_text("x")
def test_helper(): helper()
async def test_elsewhere(): until(page)
"""


def test_silent_test_is_found() -> None:
    source = Source.of(SAMPLE)
    assert [name for name in source.tests() if not source.can_fail(name)] == [
        *("test_silent", "test_constant", "test_uncalled", "test_endless", "test_half"),
    ]


PATH = re.compile(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:py|js|css|md|toml|lock|jsonc|yaml|conf))`")
# What stands in documents and is made at run time.
MADE = {"csv/", "dist/", "Europe/Berlin"}


def test_documents_name_files_that_exist() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    paths = [f"/{path}" for path in listed.stdout.splitlines()]
    missing = set()
    for document in (path.removeprefix("/") for path in paths if path.endswith(".md")):
        # Rooms of coming features are not there yet.
        text = (ROOT / document).read_text(encoding="utf-8").split("## Where something new belongs")[0]
        for name in set(PATH.findall(text)) - MADE:
            inside, ends = f"/{name.rstrip('/')}/", (f"/{name}", f"/{name}.py")
            if not any(inside in path or path.endswith(ends) for path in paths):
                missing.add(f"{document}: {name}")
    assert missing == set()
