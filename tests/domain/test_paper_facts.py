"""What papers say beside the results: checked, stored, copied where it lasts, blacked out, in the results."""

import pytest

from exports.paper_facts import PAPER_FIELDS, PaperFacts, PaperKind
from tests.domain.test_erasure import rows_of
from tests.factories import everything
from workshop.domain.dialogue import copy_dialogue
from workshop.domain.entry import PaperCard, add_paper_entry
from workshop.domain.errors import ConflictError, ForbiddenError, RefusedError
from workshop.domain.paper_facts import checked_paper_facts, write_paper_facts, written_paper_facts
from workshop.domain.queries.dialogue import dialogue_by_code, dialogue_by_id
from workshop.domain.queries.results import results_of
from workshop.domain.redaction import redact_entry
from workshop.domain.rights import Actor, Right, operator
from workshop.models import QuestionKey, Role

FULL = PaperFacts(
    **{each.name: 7 if each.kind is PaperKind.NUMBER else f"{each.label}: 7" for each in PAPER_FIELDS}
)


@pytest.fixture
def act(dialogue):
    return {"actor": operator(), "dialogue_id": dialogue.id}


async def present(store, dialogue):
    async with store.read() as session:
        return await dialogue_by_id(session, dialogue.id)


@pytest.mark.integration
async def test_facts_are_stored_and_stand_in_the_results(store, dialogue, act) -> None:
    assert dialogue.paper == PaperFacts()
    await write_paper_facts(store, facts=FULL, **act)
    assert (await present(store, dialogue)).paper == FULL
    assert (await everything(store, dialogue)).dialogue.paper == FULL
    async with store.read() as session:
        assert (await results_of(session, dialogue.code)).dialogue.paper == FULL
    await write_paper_facts(store, facts=PaperFacts(), **act)
    assert (await present(store, dialogue)).paper_facts == {}


@pytest.mark.integration
async def test_only_who_moderates_may_write_and_nobody_over_what_was_not_seen(store, dialogue, act) -> None:
    host = Actor(frozenset({Right(Role.HOST, dialogue.id, 1)}))
    with pytest.raises(ForbiddenError):
        await write_paper_facts(store, actor=host, dialogue_id=dialogue.id, facts=FULL)
    seen = (await present(store, dialogue)).version
    await write_paper_facts(store, facts=PaperFacts(costs="wenig"), seen_version=seen, **act)
    with pytest.raises(ConflictError, match="changed_meanwhile"):
        await write_paper_facts(store, facts=FULL, seen_version=seen, **act)
    assert (await present(store, dialogue)).paper == PaperFacts(costs="wenig")
    # What is stored already is no change.
    now = (await present(store, dialogue)).version
    await write_paper_facts(store, facts=PaperFacts(costs="wenig"), **act)
    assert (await present(store, dialogue)).version == now


@pytest.mark.integration
async def test_copy_keeps_what_lasts_and_nothing_of_the_evening(store, dialogue, act) -> None:
    await write_paper_facts(store, facts=FULL, **act)
    code = await copy_dialogue(store, **act)
    async with store.read() as session:
        copy = await dialogue_by_code(session, code)
    assert set(copy.paper_facts) == {each.name for each in PAPER_FIELDS if each.lasts}
    assert (copy.paper.inhabitants, copy.paper.attendance, copy.paper.assessment) == (7, None, "")
    assert (await present(store, dialogue)).paper == FULL


@pytest.mark.integration
async def test_words_that_are_blacked_out_go_from_the_papers(store, dialogue, wohnen, act) -> None:
    paper = PaperCard(wohnen, QuestionKey.NEEDED, "Ein Zettel von Zwetschgenmann", "de")
    entry_id = await add_paper_entry(store, card=paper, **act)
    facts = PaperFacts(attendance=3, occasion="Zwetschgenmann rief an, in der Zwetschgenallee.")
    await write_paper_facts(store, facts=facts, **act)
    await redact_entry(store, entry_id=entry_id, spans=[(15, 29)], **act)
    assert (await present(store, dialogue)).paper == PaperFacts(
        attendance=3, occasion="███ rief an, in der Zwetschgenallee."
    )
    assert "zwetschgenmann" not in await rows_of(store)


@pytest.mark.unit
def test_form_is_read_as_people_fill_it_in() -> None:
    written = {
        "inhabitants": " 24.300 ",
        "attendance": "",
        "attendance_of": "Ehrenamtliche: 52\r\n\n  Geflüchtete: 1.041 ",
        "occasion": "Erster Absatz\n\nzweiter",
        "highlights": "Eins\n\n zwei \ndrei",
        "costs": " \u200b ",
    }
    assert written_paper_facts(written) == PaperFacts(
        inhabitants=24_300,
        attendance_of="Ehrenamtliche: 52\nGeflüchtete: 1.041",
        occasion="Erster Absatz\n\nzweiter",
        highlights="Eins\nzwei\ndrei",
    )
    assert written_paper_facts(written).attendance_groups == (("Ehrenamtliche", 52), ("Geflüchtete", 1041))


@pytest.mark.unit
@pytest.mark.parametrize(
    ("field", "text", "refusal"),
    [
        ("inhabitants", "etwa 24.000", "number_invalid"),
        ("attendance", "24,5", "number_invalid"),
        ("attendance", "999999999", "number_invalid"),
        ("attendance", "9" * 200, "text_too_long"),
        ("attendance_of", "Ehrenamtliche: 52\nGeflüchtete", "group_without_number"),
        ("subject", "x" * 301, "text_too_long"),
        ("highlights", "a\nb\n\nc\nd", "too_many"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_reason(field, text, refusal) -> None:
    with pytest.raises(RefusedError, match=refusal):
        written_paper_facts({field: text})


@pytest.mark.unit
def test_facts_from_elsewhere_are_checked_alike() -> None:
    assert checked_paper_facts(FULL) == FULL
    for wrong in (PaperFacts(attendance=-1), PaperFacts(attendance=True), PaperFacts(occasion="x" * 4001)):
        with pytest.raises(RefusedError):
            checked_paper_facts(wrong)
