"""Results of another installation become the same dialogue here, and nothing that was erased comes back."""

import json
from dataclasses import replace
from itertools import count

import pytest

from exports.machine import render_json
from exports.outcome_fields import OutcomeKind
from exports.paper_facts import PaperFacts
from exports.reading import read_json
from exports.results import (
    AdditionFacts,
    Counts,
    EntryFacts,
    Results,
    SeriesFacts,
    SummaryFacts,
    Verdict,
    Window,
)
from tests.exports.conftest import CARDS, DIALOGUE, GROUPS, OUTCOMES, TABLES
from tests.exports.harvested import SECRETS, harvest
from tests.factories import everything
from workshop.domain.deletion import delete_dialogue
from workshop.domain.errors import ConflictError, DomainError, ForbiddenError, Refusal, RefusedError
from workshop.domain.importing import Imported, import_results
from workshop.domain.posting import is_entry_id
from workshop.domain.queries.dialogue import dialogue_by_code, dialogues_for
from workshop.domain.queries.results import results_of
from workshop.domain.rights import Actor, operator
from workshop.domain.store import Store
from workshop.models import Phase

pytestmark = pytest.mark.integration
ACTOR = operator()


async def results_here(store: Store, code: str) -> Results:
    async with store.read() as session:
        return await results_of(session, code)


def as_told(results: Results) -> dict[str, object]:
    """Return `results.json` with ids that only say which is which."""
    document = json.loads(render_json(results))
    numbers, ids = count(1), {}

    def own(value: object) -> object:
        return ids.setdefault(value, next(numbers)) if value is not None else None

    for entry in document["entries"]:
        entry["id"] = own(entry["id"])
    for group in document["groups"]:
        group["id"], group["entry_ids"] = own(f"g{group['id']}"), sorted(map(own, group["entry_ids"]))
    for entry in document["entries"]:
        entry["group_id"] = own(f"g{entry['group_id']}") if entry["group_id"] else None
    for outcome in document["outcomes"]:
        outcome["id"] = own(f"o{outcome['id']}")
        for link in ("problem_id", "follows_id"):
            if outcome.get(link):
                outcome[link] = own(f"o{outcome[link]}")
        outcome["group_ids"] = sorted(own(f"g{each}") for each in outcome["group_ids"])
        outcome["entry_ids"] = sorted(map(own, outcome["entry_ids"]))
    del document["dialogue"]["code"]
    return document


@pytest.fixture
def far() -> Results:
    """An evening of another installation, with a card in two topics, summaries, answers and windows."""
    ids = {card[0]: f"00000000-0000-4000-8000-0000000000{n:02}" for n, card in enumerate(CARDS)}
    entries = tuple(
        EntryFacts(id=ids[own], table=table, question=question, text=text, lang=lang, group_id=group)
        for own, table, question, text, lang, group in CARDS
    )
    groups = tuple(
        replace(
            each,
            entry_ids=tuple(ids[own] for own in each.entry_ids),
            verdict=Verdict.NOT,
            verdict_reason="لا\n=1",
        )
        for each in GROUPS
    )
    # The loose card of the first table stands in its topic too, as one that was doubled.
    groups = (replace(groups[0], entry_ids=(*groups[0].entry_ids, ids["a5"])), *groups[1:])
    outcomes = tuple(
        replace(each, entry_ids=tuple(ids[own] for own in each.entry_ids), edited=each.id == 1)
        for each in OUTCOMES
    )
    talks = next(each for each in outcomes if each.kind == OutcomeKind.ROUND_TABLE)
    outcomes = (*outcomes, replace(talks, id=90, title="Noch einmal", follows_id=talks.id))
    problem = next(each for each in outcomes if each.kind == OutcomeKind.PROBLEM)
    outcomes = tuple(
        replace(each, problem_id=problem.id) if each.kind == OutcomeKind.SUGGESTION else each
        for each in outcomes
    )
    summary = SummaryFacts(
        "bildung", 2, "Es fehlen Kurse.", 12, 3, 1, (AdditionFacts("Auch am Sonntag", "de"),)
    )
    entries = (replace(entries[0], window=Window.BEFORE), *entries[1:])
    dialogue = replace(
        DIALOGUE,
        counts=Counts(received=16, shown=11, held=2, hidden=2, withdrawn=1, before=3),
        paper=PaperFacts(inhabitants=62_000, attendance_of="Geflüchtete: 40", occasion="=1 شراكة"),
    )
    return Results(
        dialogue=dialogue,
        tables=tuple(replace(each, number=number) for number, each in enumerate(TABLES, start=1)),
        entries=entries,
        groups=groups,
        outcomes=outcomes,
        summaries=(summary,),
    )


async def test_the_same_dialogue_is_there_and_over(store: Store, far: Results):
    taken = await import_results(store, actor=ACTOR, results=read_json(render_json(far)))
    assert taken == Imported(far.dialogue.code)
    here = await results_here(store, taken.code)
    assert as_told(here) == as_told(far)
    assert [each.id for each in here.entries] == [each.id for each in far.entries]
    async with store.read() as session:
        dialogue = await dialogue_by_code(session, taken.code)
    assert (dialogue.phase, dialogue.rehearsal) == (Phase.CLOSED, False)


async def test_what_an_evening_here_wrote_comes_back_as_another_one(store: Store, dialogue):
    await harvest(store, dialogue)
    written = render_json(await results_here(store, dialogue.code))
    assert not any(word in written.decode() for word in SECRETS)
    taken = await import_results(store, actor=ACTOR, results=read_json(written))
    assert taken.code != dialogue.code
    assert taken.left_out == 1  # the one of which words were blacked out
    here = await results_here(store, taken.code)
    there = await results_here(store, dialogue.code)
    assert here.dialogue.counts.received == there.dialogue.counts.received - 1
    assert {each.id for each in here.entries}.isdisjoint(each.id for each in there.entries)
    assert all(is_entry_id(each.id) for each in here.entries)
    assert [each.title for each in here.outcomes] == [each.title for each in there.outcomes]
    rows = await everything(store, await _of(store, taken.code))
    assert not any(word in str(rows) for word in SECRETS)


async def _of(store: Store, code: str):
    async with store.read() as session:
        return await dialogue_by_code(session, code)


async def test_what_was_deleted_here_does_not_come_back(store: Store, far: Results):
    taken = await import_results(store, actor=ACTOR, results=far)
    await delete_dialogue(store, actor=ACTOR, dialogue_id=(await _of(store, taken.code)).id)
    with pytest.raises(ConflictError) as refused:
        await import_results(store, actor=ACTOR, results=far)
    assert refused.value.key == Refusal.DIALOGUE_DELETED


async def test_evenings_of_one_series_stand_together_again(store: Store, far: Results):
    for number, code in enumerate(("KFD7M2QX", "KFD7M2QY"), start=1):
        facts = replace(far.dialogue, code=code, series=SeriesFacts("Reihe", number, 2))
        await import_results(store, actor=ACTOR, results=Results(dialogue=facts, tables=far.tables))
    placed = [(await results_here(store, code)).dialogue.series for code in ("KFD7M2QX", "KFD7M2QY")]
    assert [(each.title, each.of) for each in placed if each] == [("Reihe", 2)] * 2


def other_first(rows, **changes):
    """Return rows of which the first says something else."""
    return (replace(rows[0], **changes), *rows[1:])


BARE = {"entries": (), "groups": (), "outcomes": (), "summaries": ()}
SPOILED = {
    "a title of blanks": (lambda r: {"dialogue": replace(r.dialogue, title=" ")}, "dialogue"),
    "a long occasion": (
        lambda r: {"dialogue": replace(r.dialogue, paper=PaperFacts(occasion="x" * 4001))},
        "dialogue/paper",
    ),
    "a long goal": (lambda r: {"dialogue": replace(r.dialogue, goal="x" * 2001)}, "dialogue"),
    "an address of ours": (lambda r: {"tables": other_first(r.tables, key="entries"), **BARE}, "tables/0"),
    "a key like a path": (lambda r: {"tables": other_first(r.tables, key="../x"), **BARE}, "tables/0"),
    "a long name": (lambda r: {"tables": other_first(r.tables, title="x" * 121)}, "tables/0"),
    "a long card": (lambda r: {"entries": other_first(r.entries, text="x" * 501)}, "entries/0"),
    "an empty card": (lambda r: {"entries": other_first(r.entries, text="\u200b")}, "entries/0"),
    "a heap of marks": (
        lambda r: {"entries": other_first(r.entries, text="a" + "\u0301" * 400)},
        "entries/0",
    ),
    "endless dots": (lambda r: {"groups": other_first(r.groups, dots=2**40)}, "groups/0"),
    "a long heading": (lambda r: {"outcomes": other_first(r.outcomes, title="x" * 201)}, "outcomes/0"),
    "a million replies": (lambda r: {"summaries": other_first(r.summaries, agree=10**6)}, "summaries/0"),
    "a round of none": (lambda r: {"summaries": other_first(r.summaries, round=99)}, "summaries/0"),
}


@pytest.mark.parametrize("name", SPOILED)
async def test_what_cannot_be_stored_is_named_with_its_place_and_nothing_is_half_done(
    store: Store, far: Results, name: str
):
    change, place = SPOILED[name]
    with pytest.raises(RefusedError) as refused:
        await import_results(store, actor=ACTOR, results=replace(far, **change(far)))
    assert refused.value.facts["place"] == place
    async with store.read() as session:
        assert await dialogues_for(session, ACTOR) == ()


async def test_only_organisers_take_dialogues_in(store: Store, far: Results):
    with pytest.raises(ForbiddenError):
        await import_results(store, actor=Actor(), results=far)


async def test_all_refusals_are_of_the_domain(store: Store, far: Results):
    odd = replace(far, dialogue=replace(far.dialogue, theme_set="x" * 65))
    with pytest.raises(DomainError):
        await import_results(store, actor=ACTOR, results=odd)
