from dataclasses import replace
from datetime import date

import pytest

from exports.details import details_of
from exports.minutes import minutes_of
from exports.outcome_fields import FIELDS
from exports.pdf import render_pdf
from tests.exports.pdf_reading import Reading
from tests.factories import entries, everything, post
from workshop.domain.entry import hide_entry, hold_entry, withdraw_entry
from workshop.domain.errors import ConflictError, NotFoundError, RefusedError
from workshop.domain.group import gather_entries
from workshop.domain.outcome import Draft, create_outcome, discard_outcome, edit_outcome, restore_outcome
from workshop.domain.queries.results import results_of
from workshop.domain.rights import Actor, operator
from workshop.i18n import catalogue
from workshop.models import HoldReason, OutcomeKind

pytestmark = pytest.mark.integration


@pytest.fixture
async def group(store, dialogue) -> int:
    receipts = await post(store, dialogue, "eins", "zwei")
    ids = [receipt.id for receipt in receipts]
    return await gather_entries(
        store, actor=operator(), dialogue_id=dialogue.id, entry_ids=ids, label="Busse"
    )


async def test_outcome_links_back_to_every_card_of_its_groups(store, dialogue, group) -> None:
    draft = Draft(
        OutcomeKind.PROJECT_IDEA,
        "Abendbus",
        group_ids=[group],
        details={"caretaker": "Verkehrsamt", "by_when": "2027-03-01"},
    )
    await create_outcome(store, actor=operator(), dialogue_id=dialogue.id, draft=draft)
    async with store.read() as session:
        results = await results_of(session, dialogue.code)
    (outcome,) = results.outcomes
    assert outcome.group_ids == (group,)
    assert set(outcome.entry_ids) == {e.id for e in (await entries(store, dialogue)).values()}
    assert outcome.details == details_of(
        "project_idea", {"caretaker": "Verkehrsamt", "by_when": date(2027, 3, 1)}
    )


async def test_hidden_card_leaves_the_results_and_the_evidence(store, dialogue, group) -> None:
    draft = Draft(OutcomeKind.PROBLEM, "Kein Bus", group_ids=[group])
    await create_outcome(store, actor=operator(), dialogue_id=dialogue.id, draft=draft)
    hidden = (await entries(store, dialogue))["eins"]
    await hide_entry(
        store, actor=operator(), dialogue_id=dialogue.id, entry_id=hidden.id, reason=HoldReason.FLOOD
    )
    async with store.read() as session:
        results = await results_of(session, dialogue.code)
    assert [entry.text for entry in results.entries] == ["zwei"]
    assert hidden.id not in results.outcomes[0].entry_ids
    assert (results.dialogue.counts.received, results.dialogue.counts.hidden) == (2, 1)


async def test_words_that_are_not_shown_are_on_no_page_of_the_minutes(store, dialogue, group) -> None:
    await post(store, dialogue, "Quittengasse", "Mirabellenhof", "Zwetschgenallee", "Apfelplatz")
    of = {text: entry.id for text, entry in (await entries(store, dialogue)).items()}
    where = {"dialogue_id": dialogue.id}
    for verb, text in ((hide_entry, "Quittengasse"), (hold_entry, "Mirabellenhof")):
        await verb(store, actor=operator(), entry_id=of[text], reason=HoldReason.FLOOD, **where)
    await withdraw_entry(store, actor=Actor(participant="p1"), entry_id=of["Zwetschgenallee"], **where)
    async with store.read() as session:
        results = await results_of(session, dialogue.code)
    minutes = minutes_of(results, gettext=catalogue("exports", "de").gettext)
    said = Reading(render_pdf(minutes)).said()
    assert [text for text in of if text in said] == ["eins", "zwei", "Apfelplatz"]


async def test_one_group_feeds_several_outcomes_and_several_groups_one(store, dialogue, group) -> None:
    (receipt,) = await post(store, dialogue, "drei")
    other = await gather_entries(
        store, actor=operator(), dialogue_id=dialogue.id, entry_ids=[receipt.id], label="Bahn"
    )
    for draft in (
        Draft(OutcomeKind.SUGGESTION, "A", group_ids=[group]),
        Draft(OutcomeKind.ROUND_TABLE, "B", group_ids=[group, other], details={"invited": ["Schulen"]}),
    ):
        await create_outcome(store, actor=operator(), dialogue_id=dialogue.id, draft=draft)
    first, second = (await everything(store, dialogue)).outcomes
    assert (first.group_ids, set(second.group_ids)) == ((group,), {group, other})
    assert len(second.entry_ids) == 3


async def test_outcome_can_be_rewritten_discarded_and_brought_back(store, dialogue, group) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    outcome_id = await create_outcome(store, draft=Draft(OutcomeKind.PROBLEM, "A", group_ids=[group]), **act)
    draft = Draft(OutcomeKind.ROUND_TABLE, "B", group_ids=[group], entry_ids=[], details={"convenor": "Amt"})
    await edit_outcome(store, outcome_id=outcome_id, draft=draft, seen_version=1, **act)
    with pytest.raises(ConflictError, match="changed_meanwhile"):
        await edit_outcome(store, outcome_id=outcome_id, draft=draft, seen_version=1, **act)
    await discard_outcome(store, outcome_id=outcome_id, **act)
    async with store.read() as session:
        assert (await results_of(session, dialogue.code)).outcomes == ()
    await restore_outcome(store, outcome_id=outcome_id, **act)
    async with store.read() as session:
        (outcome,) = (await results_of(session, dialogue.code)).outcomes
    assert (outcome.title, outcome.entry_ids) == ("B", ())
    assert outcome.details == details_of("round_table", {"convenor": "Amt"})


@pytest.mark.parametrize(
    ("draft", "error", "key"),
    [
        (Draft(OutcomeKind.PROBLEM, " "), RefusedError, "title_missing"),
        (Draft(OutcomeKind.PROBLEM, "A", details={"convenor": "x"}), RefusedError, "details_invalid"),
        (
            Draft(OutcomeKind.EXISTING_OFFER, "A", details={"provider": "x" * 4001}),
            RefusedError,
            "text_too_long",
        ),
        (
            Draft(OutcomeKind.ROUND_TABLE, "A", details={"questions": ["kurz", "x" * 4001]}),
            RefusedError,
            "text_too_long",
        ),
        (Draft(OutcomeKind.PROBLEM, "A", group_ids=[999999]), NotFoundError, "group_unknown"),
        (Draft(OutcomeKind.PROBLEM, "A", entry_ids=["nope"]), NotFoundError, "entry_unknown"),
    ],
)
async def test_draft_that_does_not_fit_is_refused(store, dialogue, draft, error, key) -> None:
    with pytest.raises(error, match=key):
        await create_outcome(store, actor=operator(), dialogue_id=dialogue.id, draft=draft)
    assert (await everything(store, dialogue)).outcomes == ()


@pytest.mark.parametrize("details", [{}, {"convenor": " "}])
async def test_outcome_without_a_needed_field_is_refused(store, dialogue, monkeypatch, details) -> None:
    convenor, *others = FIELDS[OutcomeKind.ROUND_TABLE]
    monkeypatch.setitem(FIELDS, OutcomeKind.ROUND_TABLE, (replace(convenor, needed=True), *others))
    draft = Draft(OutcomeKind.ROUND_TABLE, "A", details=details)
    with pytest.raises(RefusedError, match="field_missing"):
        await create_outcome(store, actor=operator(), dialogue_id=dialogue.id, draft=draft)
    draft = Draft(OutcomeKind.ROUND_TABLE, "A", details={"convenor": "Amt"})
    await create_outcome(store, actor=operator(), dialogue_id=dialogue.id, draft=draft)
