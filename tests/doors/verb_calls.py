"""How each verb of the domain is called, on the two dialogues of `hall`."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from exports.paper_facts import PaperFacts
from exports.results import DialogueFacts as Evening
from exports.results import Results
from tests.doors.hall import ADDITION, HELD, Table
from tests.photos import taken
from workshop.domain import (
    board,
    deletion,
    dialogue,
    dot,
    entry,
    grant,
    group,
    handout,
    importing,
    machine,
    mark,
    meeting,
    mute,
    outcome,
    paper_facts,
    photo,
    proposal,
    redaction,
    series,
    step,
    summary,
    table,
    verdict,
    written_field,
)
from workshop.domain import round as clock
from workshop.domain.dialogue import DialogueFacts
from workshop.domain.entry import PaperCard
from workshop.domain.errors import ForbiddenError, Refusal
from workshop.domain.outcome import Draft
from workshop.domain.proposal import ProposalKind, TableProposal
from workshop.domain.queries.dialogue import dialogue_by_id, dialogues_for
from workshop.domain.queries.results import results_of_series
from workshop.domain.queries.series import series_for, series_of
from workshop.domain.rights import Actor
from workshop.domain.store import Store
from workshop.models import Accord, ArchiveNote, OutcomeKind, Phase, QuestionKey, Role, Verdict


@dataclass(frozen=True)
class Aim:
    """What a call is aimed at: a dialogue, and ids that may be of another one."""

    dialogue: int
    at: Table
    removed: int


Call = Callable[[Store, Actor, Aim], Awaitable[Any]]


@dataclass(frozen=True)
class Way:
    """One way to call a verb, and the phase in which it would succeed."""

    call: Call
    phase: Phase = Phase.COLLECT


def _verb(verb: Callable[..., Awaitable[Any]], **given: Callable[[Aim], object]) -> Call:
    """Return the call of a verb; what is `given` is made of the aim."""

    async def call(store: Store, actor: Actor, aim: Aim) -> None:
        values = {name: make(aim) for name, make in given.items()}
        await verb(store, actor=actor, dialogue_id=aim.dialogue, **values)

    return call


def _early(verb: Callable[..., Awaitable[Any]], **given: Callable[[Aim], object]) -> Way:
    return Way(_verb(verb, **given), Phase.PREPARATION)


def _way(verb: Callable[..., Awaitable[Any]], **given: Callable[[Aim], object]) -> Way:
    return Way(_verb(verb, **given))


def _weighing(verb: Callable[..., Awaitable[Any]], **given: Callable[[Aim], object]) -> Way:
    return Way(_verb(verb, **given), Phase.WEIGH)


def _link(role: Role, *bounds: str) -> Way:
    async def call(store: Store, actor: Actor, aim: Aim) -> None:
        every = {"dialogue_id": aim.dialogue, "table_id": aim.at.table}
        await grant.make_link(store, actor=actor, role=role, **{name: every[name] for name in bounds})

    return Way(call)


async def _revoke_grant(store: Store, actor: Actor, aim: Aim) -> None:
    await grant.revoke_grant(store, actor=actor, grant_id=aim.at.grant)


async def _revoke_all_others(store: Store, actor: Actor, _aim: Aim) -> None:
    await grant.revoke_others(store, actor=actor)


async def _revoke_start_links(store: Store, actor: Actor, _aim: Aim) -> None:
    await grant.revoke_start_links(store, actor=actor)


async def _create(store: Store, actor: Actor, _aim: Aim) -> None:
    await dialogue.create_dialogue(store, actor=actor, facts=DialogueFacts("Neu"), theme_set="gmuend")


async def _import(store: Store, actor: Actor, _aim: Aim) -> None:
    far = Results(dialogue=Evening(code="FERN", title="Von anderswo", questions={}))
    await importing.import_results(store, actor=actor, results=far)


async def _listed(store: Store, actor: Actor, aim: Aim) -> None:
    """Refuse where the list does not hold the dialogue."""
    async with store.read() as session:
        found = await dialogues_for(session, actor)
    if aim.dialogue not in {summary.dialogue.id for summary in found}:
        raise ForbiddenError(Refusal.FORBIDDEN)


async def _series_known(store: Store, actor: Actor, aim: Aim) -> None:
    """Refuse where the series of the dialogue is not among those that somebody may know."""
    async with store.read() as session:
        dialogue = await dialogue_by_id(session, aim.dialogue)
        known = await series_for(session, actor)
    if dialogue is None or dialogue.series_id not in known:
        raise ForbiddenError(Refusal.FORBIDDEN)


async def _series_seen(store: Store, actor: Actor, aim: Aim) -> None:
    """Refuse where nothing is told of the series."""
    async with store.read() as session:
        if await series_of(session, actor, aim.dialogue) is None:
            raise ForbiddenError(Refusal.FORBIDDEN)


async def _series_taken(store: Store, actor: Actor, aim: Aim) -> None:
    async with store.read() as session:
        dialogue = await dialogue_by_id(session, aim.dialogue)
        await results_of_series(session, actor, dialogue.code if dialogue else "")


def _paper(aim: Aim) -> PaperCard:
    return PaperCard(aim.at.table, QuestionKey.IMPROVE, "Das Licht", "de")


def _draft(aim: Aim) -> Draft:
    at = aim.at
    return Draft(
        OutcomeKind.PROBLEM, "Neu", table_id=at.table, group_ids=[at.group], entry_ids=list(at.grouped)
    )


def _proposal(kind: ProposalKind) -> Callable[[Aim], TableProposal]:
    def make(aim: Aim) -> TableProposal:
        at = aim.at
        homes: Mapping[ProposalKind, tuple[int | None, ...]] = {
            ProposalKind.MERGE: (at.group, at.second_group),
            ProposalKind.GATHER: (None,),
            ProposalKind.SPLIT: (at.group, None),
        }
        parts = {
            ProposalKind.MERGE: (at.grouped, ()),
            ProposalKind.GATHER: ((at.single, at.other_single),),
            ProposalKind.SPLIT: (at.grouped[:1], at.grouped[1:]),
        }
        return TableProposal("key", at.table, kind, homes[kind], parts[kind], ("Busse", "Bahn"))

    return make


CALLS: Mapping[str, Way] = {
    "board.calm_boards": _way(board.calm_boards),
    "board.still_boards": _way(board.still_boards),
    "board.free_boards": _way(board.free_boards),
    "handout.release_handouts": _way(handout.release_handouts),
    "handout.take_handouts_back": _way(handout.take_handouts_back),
    "deletion.delete_dialogue": _way(deletion.delete_dialogue),
    "deletion.note_archive": _way(deletion.note_archive, note=lambda _: ArchiveNote.OFFERED),
    "dialogue.create_dialogue": Way(_create),
    "dialogue.describe_dialogue": _way(
        dialogue.describe_dialogue, facts=lambda _: DialogueFacts("Anders", goal="Zuhören")
    ),
    "dialogue.copy_dialogue": _way(dialogue.copy_dialogue),
    "dialogue.copy_dialogue (in series)": _way(dialogue.copy_dialogue, in_series=lambda _: True),
    "dialogue.set_phase": _way(dialogue.set_phase, phase=lambda _: Phase.SORT),
    "dialogue.enlarge_join": _way(dialogue.enlarge_join, large=lambda _: True),
    "dialogue.admit_newcomers": _way(dialogue.admit_newcomers, admitted=lambda _: False),
    "dialogue.wipe_rehearsal": _way(dialogue.wipe_rehearsal),
    "dot.close_tally": _weighing(dot.close_tally),
    "dot.count_paper_dots": _way(dot.count_paper_dots, group_id=lambda a: a.at.group, dots=lambda _: 7),
    "entry.hold_entry": _way(entry.hold_entry, entry_id=lambda a: a.at.single, reason=lambda _: "off_topic"),
    "entry.hide_entry": _way(entry.hide_entry, entry_id=lambda a: a.at.single, reason=lambda _: "off_topic"),
    "entry.show_entry": _way(entry.show_entry, entry_id=lambda a: a.at.hidden),
    "entry.withdraw_entry": _way(entry.withdraw_entry, entry_id=lambda a: a.at.own),
    "entry.correct_entry": _way(entry.correct_entry, entry_id=lambda a: a.at.own, text=lambda _: "Anders"),
    "entry.add_paper_entry": _way(entry.add_paper_entry, card=_paper),
    "entry.correct_paper_entry": _way(entry.correct_paper_entry, entry_id=lambda a: a.at.paper, card=_paper),
    "entry.take_back_paper_entry": _way(entry.take_back_paper_entry, entry_id=lambda a: a.at.paper),
    "grant.make_link (host)": _link(Role.HOST, "dialogue_id", "table_id"),
    "grant.make_link (moderator)": _link(Role.MODERATOR, "dialogue_id"),
    "grant.make_link (reader)": _link(Role.READER, "dialogue_id"),
    "grant.make_link (organiser)": _link(Role.ORGANISER),
    "grant.revoke_hosts": _way(grant.revoke_hosts, table_id=lambda a: a.at.table),
    "grant.revoke_grant": Way(_revoke_grant),
    "grant.revoke_others": _way(grant.revoke_others),
    "grant.revoke_others (of all)": Way(_revoke_all_others),
    "grant.revoke_start_links": Way(_revoke_start_links),
    "group.rename_group": _way(group.rename_group, group_id=lambda a: a.at.group, label=lambda _: "Bahn"),
    "group.park_group": _way(group.park_group, group_id=lambda a: a.at.group, parked=lambda _: True),
    "group.merge_groups": _way(
        group.merge_groups, into=lambda a: a.at.group, group_ids=lambda a: [a.at.second_group]
    ),
    "group.split_group": _way(
        group.split_group, group_id=lambda a: a.at.group, entry_ids=lambda a: list(a.at.grouped[:1])
    ),
    "group.gather_entries": _way(group.gather_entries, entry_ids=lambda a: [a.at.single, a.at.other_single]),
    "group.move_entry": _way(group.move_entry, entry_id=lambda a: a.at.single, group_id=lambda a: a.at.group),
    "group.move_entries": _way(
        group.move_entries,
        entry_ids=lambda a: [a.at.single, a.at.other_single],
        group_id=lambda a: a.at.group,
    ),
    "importing.import_results": Way(_import),
    "machine.let_machine_place": _way(
        machine.let_machine_place, table_id=lambda a: a.at.table, active=lambda _: True
    ),
    "mark.double_entry": _way(
        mark.double_entry, entry_id=lambda a: a.at.single, group_id=lambda a: a.at.second_group
    ),
    "mark.mark_contradiction": _way(
        mark.mark_contradiction, group_ids=lambda a: (a.at.group, a.at.second_group)
    ),
    "mark.mark_accord": _way(mark.mark_accord, group_id=lambda a: a.at.group, accord=lambda _: Accord.AGREED),
    "verdict.give_verdict": _way(
        verdict.give_verdict, group_id=lambda a: a.at.group, verdict=lambda _: Verdict.PARTLY
    ),
    "mark.dismiss_proposal": _way(
        mark.dismiss_proposal, table_id=lambda a: a.at.table, key=lambda _: "gather 1"
    ),
    "meeting.plan_next_meeting": _way(
        meeting.plan_next_meeting, outcome_id=lambda a: a.at.meeting, title=lambda _: "Bus und Bahn (2)"
    ),
    "mute.mute_author": _way(mute.mute_author, entry_id=lambda a: a.at.own, reason=lambda _: "flood"),
    "mute.end_mute": _way(mute.end_mute, mute_id=lambda a: a.at.mute),
    "paper_facts.write_paper_facts": _way(
        paper_facts.write_paper_facts, facts=lambda _: PaperFacts(attendance=52)
    ),
    "outcome.create_outcome": _way(outcome.create_outcome, draft=_draft),
    "outcome.edit_outcome": _way(outcome.edit_outcome, outcome_id=lambda a: a.at.outcome, draft=_draft),
    "outcome.discard_outcome": _way(outcome.discard_outcome, outcome_id=lambda a: a.at.outcome),
    "outcome.restore_outcome": _way(outcome.restore_outcome, outcome_id=lambda a: a.at.discarded),
    "photo.add_photo": _way(
        photo.add_photo,
        picture=lambda _: taken(),
        caption=lambda _: "Die Wand",
        table_id=lambda a: a.at.table,
    ),
    "photo.add_photo (of the hall)": _way(
        photo.add_photo, picture=lambda _: taken(), caption=lambda _: "Der Saal"
    ),
    "photo.describe_photo": _way(
        photo.describe_photo,
        photo_id=lambda a: a.at.photo,
        caption=lambda _: "Die Wand, anders gesagt",
        table_id=lambda a: a.at.table,
    ),
    "photo.move_photo": _way(photo.move_photo, photo_id=lambda a: a.at.photo, by=lambda _: 1),
    "photo.blur_photo": _way(
        photo.blur_photo,
        photo_id=lambda a: a.at.photo,
        picture=lambda _: taken((32, 32)),
        seen_version=lambda _: 1,
    ),
    "photo.delete_photo": _way(photo.delete_photo, photo_id=lambda a: a.at.photo),
    "proposal.apply_proposal (merge)": _way(proposal.apply_proposal, proposal=_proposal(ProposalKind.MERGE)),
    "proposal.apply_proposal (gather)": _way(
        proposal.apply_proposal, proposal=_proposal(ProposalKind.GATHER)
    ),
    "proposal.apply_proposal (split)": _way(proposal.apply_proposal, proposal=_proposal(ProposalKind.SPLIT)),
    "redaction.redact_entry": _way(
        redaction.redact_entry, entry_id=lambda a: a.at.single, spans=lambda _: [(0, 2)]
    ),
    "redaction.redact_summary": _way(
        redaction.redact_summary, summary_id=lambda a: a.at.summary, spans=lambda _: [(0, 2)]
    ),
    "redaction.redact_addition": _way(
        redaction.redact_addition,
        reply_id=lambda a: a.at.addition,
        spans=lambda _: [(0, 2)],
        seen=lambda _: ADDITION,
    ),
    "redaction.redact_addition (held)": _way(
        redaction.redact_addition,
        reply_id=lambda a: a.at.held_addition,
        spans=lambda _: [(0, 2)],
        seen=lambda _: HELD,
    ),
    "queries.dialogue.dialogues_for": Way(_listed),
    "queries.results.results_of_series": Way(_series_taken),
    "queries.series.series_for": Way(_series_known),
    "queries.series.series_of": Way(_series_seen),
    "round.start_round": _way(clock.start_round, minutes=lambda _: 10),
    "round.extend_round": _way(clock.extend_round),
    "round.shorten_round": _way(clock.shorten_round),
    "round.sound_gong": _way(clock.sound_gong, sounds=lambda _: False),
    "round.pause_round": _way(clock.pause_round),
    "round.resume_round": _way(clock.resume_round),
    "round.stop_clock": _way(clock.stop_clock),
    "round.take_round_back": _way(clock.take_round_back, seen_steps=lambda _: 1),
    "series.start_series": _way(series.start_series, title=lambda _: "Eine neue Reihe"),
    "series.put_into_series": _way(series.put_into_series, series_id=lambda a: a.at.series),
    "series.leave_series": _way(series.leave_series),
    "step.undo_step": _way(step.undo_step, table_id=lambda a: a.at.table),
    "step.undo_step (named)": _way(
        step.undo_step, table_id=lambda a: a.at.table, step_id=lambda a: a.at.step
    ),
    "step.joins_or_parts": _way(step.joins_or_parts, table_id=lambda a: a.at.table),
    "step.redo_step": _way(step.redo_step, table_id=lambda a: a.at.table),
    "summary.write_summary": _way(
        summary.write_summary,
        table_id=lambda a: a.at.table,
        number=lambda _: 1,
        text=lambda _: "Anders gesagt",
    ),
    "summary.offer_summary": _way(
        summary.offer_summary, summary_id=lambda a: a.at.summary, offered=lambda _: False
    ),
    "summary.decide_addition": _way(
        summary.decide_addition,
        reply_id=lambda a: a.at.held_addition,
        seen=lambda _: HELD,
        shown=lambda _: True,
    ),
    "table.edit_table": _early(
        table.edit_table, table_id=lambda a: a.at.table, title=lambda _: "Wege", guide=lambda _: ""
    ),
    "table.add_table": _early(table.add_table, title=lambda _: "Wege"),
    "table.move_table": _early(table.move_table, table_id=lambda a: a.at.table, by=lambda _: 1),
    "table.remove_table": _early(table.remove_table, table_id=lambda a: a.at.table),
    "table.restore_table": _early(table.restore_table, table_id=lambda a: a.removed),
    "table.pause_table": _way(table.pause_table, table_id=lambda a: a.at.table, paused=lambda _: True),
    "table.edit_question": _early(
        table.edit_question, key=lambda _: QuestionKey.WORKS, title=lambda _: "Was geht?"
    ),
    "written_field.write_field": _way(
        written_field.write_field,
        outcome_id=lambda a: a.at.outcome,
        name=lambda _: "title",
        text=lambda _: "Noch weniger Busse",
        seen=lambda _: "Zu wenig Busse",
    ),
}
