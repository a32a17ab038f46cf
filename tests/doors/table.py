"""The table of all doors: each verb of the domain, and who may use it.

The tests hold it against the real lists: what has no row here fails, and so does a row for what is gone. Then
they knock at each door as everybody.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from tests.doors.who import Who

NONE: AbstractSet[Who] = frozenset()
ORGANISERS: AbstractSet[Who] = frozenset({Who.ORGANISER})
MODERATORS: AbstractSet[Who] = ORGANISERS | {Who.MODERATOR}
HOSTS: AbstractSet[Who] = MODERATORS | {Who.HOST}
AUTHORS: AbstractSet[Who] = frozenset({Who.PARTICIPANT})

# Verbs that take an actor, `module.verb`; what stands behind it in brackets is one way to call it.
VERBS: Mapping[str, AbstractSet[Who]] = {
    "dialogue.create_dialogue": ORGANISERS,
    "dialogue.describe_dialogue": MODERATORS,
    "dialogue.copy_dialogue": ORGANISERS,
    "dialogue.set_phase": MODERATORS,
    "dialogue.enlarge_join": MODERATORS,
    "dialogue.wipe_rehearsal": MODERATORS,
    "entry.hold_entry": HOSTS,
    "entry.hide_entry": HOSTS,
    "entry.show_entry": HOSTS,
    "entry.withdraw_entry": AUTHORS,
    "entry.correct_entry": AUTHORS,
    "entry.add_paper_entry": HOSTS,
    "entry.correct_paper_entry": HOSTS,
    "entry.take_back_paper_entry": HOSTS,
    "grant.make_link (host)": MODERATORS,
    "grant.make_link (moderator)": MODERATORS,
    "grant.make_link (organiser)": ORGANISERS,
    "grant.revoke_hosts": MODERATORS,
    "group.rename_group": HOSTS,
    "group.park_group": HOSTS,
    "group.merge_groups": HOSTS,
    "group.split_group": HOSTS,
    "group.gather_entries": HOSTS,
    "group.move_entry": HOSTS,
    "group.move_entries": HOSTS,
    "mark.double_entry": HOSTS,
    "mark.mark_contradiction": HOSTS,
    "mark.dismiss_proposal": HOSTS,
    "outcome.create_outcome": MODERATORS,
    "outcome.edit_outcome": MODERATORS,
    "outcome.discard_outcome": MODERATORS,
    "outcome.restore_outcome": MODERATORS,
    "proposal.apply_proposal (merge)": HOSTS,
    "proposal.apply_proposal (gather)": HOSTS,
    "proposal.apply_proposal (split)": HOSTS,
    "queries.dialogue.dialogues_for": MODERATORS,
    "round.start_round": MODERATORS,
    "round.extend_round": MODERATORS,
    "round.pause_round": MODERATORS,
    "round.resume_round": MODERATORS,
    "round.stop_clock": MODERATORS,
    "round.take_round_back": MODERATORS,
    "step.undo_step": HOSTS,
    "step.undo_step (named)": HOSTS,
    "step.redo_step": HOSTS,
    "table.edit_table": MODERATORS,
    "table.add_table": MODERATORS,
    "table.move_table": MODERATORS,
    "table.remove_table": MODERATORS,
    "table.restore_table": MODERATORS,
    "table.edit_question": MODERATORS,
}

# What works on the store and asks nobody for a right, and why that is no hole.
NO_ACTOR: Mapping[str, str] = {
    "grant.exchange_link": "the link is the right",
    "grant.actor_of_key": "tells the rights of a key",
    "grant.has_organiser": "tells the server's start one bit",
    "placement.place_entries": "the machine's, fed by the grouping process",
    "placement.describe_groups": "the machine's, fed by the grouping process",
    "posting.Inbox": "anybody may post a card",
    "store.Change.record": "called by verbs that have asked",
}
