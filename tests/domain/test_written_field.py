"""One field of an outcome is written by itself: what others write beside it stays."""

import asyncio
from dataclasses import replace

import pytest

from exports.outcome_fields import FIELDS
from tests.factories import everything
from workshop.domain.errors import ConflictError, DomainError, ForbiddenError, NotFoundError, RefusedError
from workshop.domain.outcome import Draft, create_outcome, discard_outcome
from workshop.domain.queries.outcome import OutcomeView
from workshop.domain.rights import Actor, Right, operator
from workshop.domain.written_field import write_field
from workshop.models import OutcomeKind, Role

pytestmark = pytest.mark.integration
IDEA = Draft(
    OutcomeKind.PROJECT_IDEA,
    "Abendbus",
    "Nach 20 Uhr",
    details={"caretaker": "Verkehrsamt", "partners": ["Stadt"], "by_when": "2027-03-01"},
)


@pytest.fixture
async def write(store, dialogue):
    """Write into a field of a project idea; `write.stored()` gives the whole outcome."""
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    number = await create_outcome(store, draft=IDEA, **act)

    async def write(name: str, text: str, seen: str) -> None:
        await write_field(store, outcome_id=number, name=name, text=text, seen=seen, **act)

    async def stored() -> OutcomeView:
        return next(each for each in (await everything(store, dialogue)).outcomes if each.id == number)

    async def discard() -> None:
        await discard_outcome(store, outcome_id=number, **act)

    write.stored, write.discard = stored, discard
    return write


async def test_two_writers_in_different_fields_of_a_row_at_once_both_stay(write) -> None:
    fields = {
        "title": ("Bus am Abend", "Abendbus"),
        "caretaker": ("Stadtwerke", "Verkehrsamt"),
        "partners": ("Stadt\nLandkreis", "Stadt"),
        "first_step": ("Fahrgäste zählen", ""),
        "by_when": ("vor den Ferien", "2027-03-01"),
    }
    await asyncio.gather(*(write(name, text, seen) for name, (text, seen) in fields.items()))
    found = await write.stored()
    assert (found.title, found.description) == ("Bus am Abend", "Nach 20 Uhr")
    assert found.details == {
        "caretaker": "Stadtwerke",
        "partners": ["Stadt", "Landkreis"],
        "first_step": "Fahrgäste zählen",
        "by_when": "vor den Ferien",
    }


@pytest.mark.parametrize(
    ("name", "seen", "texts"),
    [
        ("title", "Abendbus", ("Bus eins", "Bus zwei")),
        ("caretaker", "Verkehrsamt", ("Stadtwerke", "")),
        ("partners", "Stadt", ("Stadt\nKreis", "Land")),
        ("first_step", "", ("Zählen", "Fragen")),
    ],
)
async def test_of_two_writers_in_the_same_field_the_later_one_is_told(write, name, seen, texts) -> None:
    done = await asyncio.gather(*(write(name, text, seen) for text in texts), return_exceptions=True)
    (refused,) = [each for each in done if each is not None]
    assert isinstance(refused, ConflictError)
    assert refused.key == "changed_meanwhile"
    first = texts[0] if done[0] is None else texts[1]
    found = await write.stored()
    held = found.title if name == "title" else found.details.get(name, "")
    assert ("\n".join(held) if isinstance(held, list) else held) == first
    # Once somebody has seen it, it is no conflict any more.
    await write(name, "Und nun so", first)


async def test_text_that_comes_twice_is_stored_once_and_no_conflict(write) -> None:
    await write("first_step", "Fahrgäste zählen", "")
    version = (await write.stored()).version
    await write("first_step", " Fahrgäste zählen\r\n", "")
    assert (await write.stored()).version == version == 2


async def test_a_day_is_the_same_however_it_was_typed(write) -> None:
    await write("by_when", "01.04.2027", "01.03.2027")
    await write("by_when", "", "2027-04-01")
    assert "by_when" not in (await write.stored()).details


async def test_a_field_that_is_needed_may_be_emptied_here_and_says_so_on_the_page(write, monkeypatch) -> None:
    fields = [replace(each, needed=each.name == "caretaker") for each in FIELDS[OutcomeKind.PROJECT_IDEA]]
    monkeypatch.setitem(FIELDS, OutcomeKind.PROJECT_IDEA, tuple(fields))
    await write("caretaker", "  ", "Verkehrsamt")
    assert "caretaker" not in (await write.stored()).details


@pytest.mark.parametrize(
    ("name", "text", "error", "key"),
    [
        ("title", " ", RefusedError, "title_missing"),
        ("title", "x" * 201, RefusedError, "text_too_long"),
        ("convenor", "Amt", RefusedError, "details_invalid"),
        ("", "Amt", RefusedError, "details_invalid"),
        ("first_step", "x" * 4001, RefusedError, "text_too_long"),
        ("partners", "x\n" * 201, RefusedError, "too_many"),
        ("caretaker", "a" + "\u0301" * 40, RefusedError, "text_heaped"),
    ],
)
async def test_what_does_not_fit_is_refused_and_changes_nothing(write, name, text, error, key) -> None:
    before = await write.stored()
    with pytest.raises(error, match=key):
        await write(name, text, "")
    assert await write.stored() == before


async def test_a_choice_takes_its_keys_only(store, dialogue) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    draft = Draft(OutcomeKind.RECOMMENDATION, "Mehr Geld")
    number = await create_outcome(store, draft=draft, **act)
    at = {"outcome_id": number, "name": "addressee"} | act
    await write_field(store, text="state", seen="", **at)
    with pytest.raises(RefusedError, match="details_invalid"):
        await write_field(store, text="moon", seen="state", **at)
    (found,) = (await everything(store, dialogue)).outcomes
    assert found.details == {"addressee": "state"}


async def test_an_outcome_that_was_discarded_or_is_of_another_dialogue_is_not_there(
    write, store, dialogue, other_dialogue
) -> None:
    number = (await write.stored()).id
    elsewhere = {"actor": operator(), "dialogue_id": other_dialogue.id, "outcome_id": number}
    with pytest.raises(NotFoundError, match="outcome_unknown"):
        await write_field(store, name="title", text="Neu", seen="Abendbus", **elsewhere)
    await write.discard()
    with pytest.raises(DomainError, match="outcome_unknown"):
        await write("title", "Neu", "Abendbus")
    assert (await write.stored()).title == "Abendbus"


async def test_hosts_write_what_their_own_table_brought_and_nothing_else(store, dialogue, wohnen) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    drafts = [replace(IDEA, table_id=table) for table in (wohnen, wohnen + 1, None)]
    own, other, of_none = [await create_outcome(store, draft=each, **act) for each in drafts]
    host = Actor(frozenset({Right(Role.HOST, dialogue.id, wohnen)}))
    at = {"actor": host, "dialogue_id": dialogue.id, "name": "title", "text": "Neu", "seen": "Abendbus"}
    await write_field(store, outcome_id=own, **at)
    for number in (other, of_none):
        with pytest.raises(ForbiddenError):
            await write_field(store, outcome_id=number, **at)
    titles = {each.id: each.title for each in (await everything(store, dialogue)).outcomes}
    assert titles == {own: "Neu", other: "Abendbus", of_none: "Abendbus"}
