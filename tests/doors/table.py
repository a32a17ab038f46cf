"""The table of all doors: routes, socket events and verbs of the domain, and who may use them.

The tests hold it against the real lists: what has no row here fails, and so does a row for what is gone. Then
they knock at each door as everybody.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from tests.doors.who import Who

NONE: AbstractSet[Who] = frozenset()
ORGANISERS: AbstractSet[Who] = frozenset({Who.ORGANISER})
MODERATORS: AbstractSet[Who] = ORGANISERS | {Who.MODERATOR}
HOSTS: AbstractSet[Who] = MODERATORS | {Who.HOST}
# On the list of dialogues everybody who moderates one is at home, and sees one's own.
LISTERS: AbstractSet[Who] = MODERATORS | {Who.MODERATOR_ELSEWHERE}
READERS: AbstractSet[Who] = MODERATORS | {Who.READER}
AUTHORS: AbstractSet[Who] = frozenset({Who.PARTICIPANT})
EVERYBODY: AbstractSet[Who] = frozenset(Who)


@dataclass(frozen=True)
class Door:
    """A route: an address to try it at, who may come in and with what answer, and what others hear.

    `{code}`, `{table}`, `{own}` (a card of the participant) are filled in. `sends` is a body in JSON.
    """

    address: str
    who: AbstractSet[Who] = EVERYBODY
    answer: int = 200
    otherwise: int = 403
    sends: Mapping[str, str] = field(default_factory=dict)

    def expected(self, who: Who) -> int:
        """Return the status for somebody."""
        return self.answer if who in self.who else self.otherwise


_CARD = {"id": "{new}", "table": "{table}", "question": "needed", "text": "Ein Klavier", "lang": "de"}

# `METHOD /pattern` as the routers have it; HEAD comes with GET. `{version}` is NiceGUI's.
ROUTES: Mapping[str, Door] = {
    "GET /": Door("/", answer=307),
    "GET /healthz": Door("/healthz"),
    "GET /.well-known/security.txt": Door("/.well-known/security.txt"),
    "GET /favicon.ico": Door("/favicon.ico"),
    # Phones: public, but for one's own cards.
    "GET /j": Door("/j"),
    "GET /j/": Door("/j/"),
    "GET /j/-/{page}": Door("/j/-/privacy"),
    "GET /j/{code}": Door("/j/{code}"),
    "GET /j/{code}/": Door("/j/{code}/"),
    "GET /j/{code}/{table}": Door("/j/{code}/{table}"),
    "GET /j/{code}/-/tables": Door("/j/{code}/-/tables"),
    "GET /j/{code}/-/{page}": Door("/j/{code}/-/privacy"),
    # Released in the hall; each is set anew for whoever asks first.
    "GET /j/{code}/papers": Door("/j/{code}/papers"),
    "GET /j/{code}/papers/{file}": Door("/j/{code}/papers/abendausgabe.pdf"),
    "GET /j/{code}/topics": Door("/j/{code}/topics"),
    "GET /j/{code}/state": Door("/j/{code}/state"),
    "GET /j/{code}/events": Door("/j/{code}/events"),
    "GET /j/{code}/mine": Door("/j/{code}/mine"),
    "GET /static/phone/phone.{hash}.js": Door("/static/phone/phone.{hash}.js"),
    "GET /static/phone/summary.{hash}.js": Door("/static/phone/summary.{hash}.js"),
    "GET /static/phone/weigh.{hash}.js": Door("/static/phone/weigh.{hash}.js"),
    "POST /j/{code}/entries": Door("/j/{code}/entries", answer=201, sends=_CARD),
    "POST /j/{code}/entries/{entry}/correct": Door(
        "/j/{code}/entries/{own}/correct", AUTHORS, sends={"text": "Zwei Klaviere"}
    ),
    "POST /j/{code}/entries/{entry}/withdraw": Door("/j/{code}/entries/{own}/withdraw", AUTHORS),
    # The evening that is knocked at collects cards.
    "POST /j/{code}/dots": Door("/j/{code}/dots", answer=409, sends={"group": "{group}", "dots": "1"}),
    "GET /j/{code}/summaries": Door("/j/{code}/summaries?table={table}"),
    "POST /j/{code}/summaries": Door(
        "/j/{code}/summaries", sends={"summary": "{summary}", "edition": "1", "answer": "agree"}
    ),
    # Boards: public.
    "GET /b/{code}": Door("/b/{code}"),
    "GET /b/{code}/{table}": Door("/b/{code}/{table}"),
    # Readers, hosts, moderators, organisers. A link is a right by itself, and opens once.
    "GET /enter/{secret}": Door("/enter/{link}"),
    "POST /enter/{secret}": Door("/enter/nobody-made-this-link", answer=410),
    "GET /console": Door("/console", LISTERS),
    "GET /console/access": Door("/console/access", ORGANISERS),
    "GET /console/keeping": Door("/console/keeping", ORGANISERS),
    "GET /console/law": Door("/console/law", ORGANISERS),
    "GET /console/law/{file}": Door("/console/law/verzeichnis.docx", ORGANISERS),
    "GET /console/{code}": Door("/console/{code}", MODERATORS),
    "GET /console/{code}/results": Door("/console/{code}/results", READERS),
    "GET /console/{code}/measures": Door("/console/{code}/measures", MODERATORS),
    # A body that is no photo: whoever has no right does not even hear that.
    "POST /console/{code}/photos": Door("/console/{code}/photos?table={table}", HOSTS, answer=422),
    "GET /console/{code}/photos/{photo}": Door("/console/{code}/photos/{photo}", HOSTS),
    "GET /console/{code}/photos/{photo}/small": Door("/console/{code}/photos/{photo}/small", HOSTS),
    "GET /host/{code}/{table}": Door("/host/{code}/{table}", HOSTS),
    "GET /host/{code}/{table}/measures": Door("/host/{code}/{table}/measures", HOSTS),
    # What the browser's side of board and console is made of: the same files for everybody.
    "GET /static/look/{file}": Door("/static/look/{file}"),
    "GET /static/console/{file}": Door("/static/console/{file}"),
    "* /_nicegui/{version}/static": Door("/_nicegui/{version}/static/nicegui.js"),
    "GET /_nicegui/{version}/components/{key:path}": Door("/_nicegui/{version}/components/none", answer=404),
    "GET /_nicegui/{version}/esm/{key}/{path:path}": Door("/_nicegui/{version}/esm/none/none.js", answer=404),
    "GET /_nicegui/{version}/libraries/{key:path}": Door("/_nicegui/{version}/libraries/none", answer=404),
    "GET /_nicegui/{version}/resources/{key}/{path:path}": Door(
        "/_nicegui/{version}/resources/none/none.js", answer=404
    ),
    # The socket of board and console; what it takes is below.
    "* /_nicegui_ws": Door("/_nicegui_ws/none", answer=404),
}

# What NiceGUI would hear of a browser, and for whom the gate hands it on; what of it, see the deeds.
EVENTS: Mapping[str, AbstractSet[Who]] = {
    # Said by the socket itself, when a page was loaded, came back or was left.
    "connect": EVERYBODY,
    "disconnect": EVERYBODY,
    # A page that was loaded ahead says so first, and then no more.
    "handshake": EVERYBODY,
    # A handler of the page: see the deeds.
    "event": EVERYBODY,
    # How far the browser has read.
    "ack": EVERYBODY,
    # NiceGUI's own, which no page of ours sends.
    "javascript_response": NONE,
    "log": NONE,
}

# Verbs that take an actor, `module.verb`; what stands behind it in brackets is one way to call it.
VERBS: Mapping[str, AbstractSet[Who]] = {
    "board.calm_boards": MODERATORS,
    "board.still_boards": MODERATORS,
    "board.free_boards": MODERATORS,
    "deletion.delete_dialogue": ORGANISERS,
    "deletion.note_archive": ORGANISERS,
    "dialogue.create_dialogue": ORGANISERS,
    "dialogue.describe_dialogue": MODERATORS,
    "dialogue.copy_dialogue": ORGANISERS,
    "dialogue.copy_dialogue (in series)": ORGANISERS,
    "dialogue.set_phase": MODERATORS,
    "dialogue.enlarge_join": MODERATORS,
    "dialogue.admit_newcomers": MODERATORS,
    "dialogue.wipe_rehearsal": MODERATORS,
    "dot.close_tally": MODERATORS,
    "dot.count_paper_dots": HOSTS,
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
    "grant.make_link (reader)": MODERATORS,
    "grant.make_link (organiser)": ORGANISERS,
    "grant.revoke_hosts": MODERATORS,
    "grant.revoke_grant": MODERATORS,
    "grant.revoke_others": MODERATORS,
    "grant.revoke_others (of all)": ORGANISERS,
    "grant.revoke_start_links": ORGANISERS,
    "group.rename_group": HOSTS,
    "group.park_group": HOSTS,
    "group.merge_groups": HOSTS,
    "group.split_group": HOSTS,
    "group.gather_entries": HOSTS,
    "group.move_entry": HOSTS,
    "group.move_entries": HOSTS,
    "importing.import_results": ORGANISERS,
    "handout.release_handouts": MODERATORS,
    "handout.take_handouts_back": MODERATORS,
    "machine.let_machine_place": MODERATORS,
    "mark.double_entry": HOSTS,
    "mark.mark_contradiction": HOSTS,
    "mark.mark_accord": HOSTS,
    "mark.dismiss_proposal": HOSTS,
    "meeting.plan_next_meeting": MODERATORS,
    "mute.mute_author": MODERATORS,
    "mute.end_mute": MODERATORS,
    "outcome.create_outcome": MODERATORS,
    "outcome.edit_outcome": MODERATORS,
    "outcome.discard_outcome": MODERATORS,
    "outcome.restore_outcome": MODERATORS,
    "paper_facts.write_paper_facts": MODERATORS,
    "photo.add_photo": HOSTS,
    "photo.add_photo (of the hall)": MODERATORS,
    "photo.describe_photo": HOSTS,
    "photo.move_photo": HOSTS,
    "photo.blur_photo": HOSTS,
    "photo.delete_photo": HOSTS,
    "proposal.apply_proposal (merge)": HOSTS,
    "proposal.apply_proposal (gather)": HOSTS,
    "proposal.apply_proposal (split)": HOSTS,
    "queries.dialogue.dialogues_for": MODERATORS,
    "redaction.redact_addition": HOSTS,
    "redaction.redact_addition (held)": MODERATORS,
    "queries.results.results_of_series": MODERATORS,
    "queries.series.series_for": MODERATORS,
    "queries.series.series_of": MODERATORS,
    "redaction.redact_entry": HOSTS,
    "redaction.redact_summary": HOSTS,
    "round.start_round": MODERATORS,
    "round.extend_round": MODERATORS,
    "round.shorten_round": MODERATORS,
    "round.sound_gong": MODERATORS,
    "round.pause_round": MODERATORS,
    "round.resume_round": MODERATORS,
    "round.stop_clock": MODERATORS,
    "round.take_round_back": MODERATORS,
    "series.start_series": MODERATORS,
    "series.put_into_series": MODERATORS,
    "series.leave_series": MODERATORS,
    "step.undo_step": HOSTS,
    "step.undo_step (named)": HOSTS,
    "step.redo_step": HOSTS,
    "step.joins_or_parts": HOSTS,
    "summary.decide_addition": MODERATORS,
    "verdict.give_verdict": HOSTS,
    "summary.offer_summary": HOSTS,
    "summary.write_summary": HOSTS,
    "table.edit_table": MODERATORS,
    "table.add_table": MODERATORS,
    "table.move_table": MODERATORS,
    "table.remove_table": MODERATORS,
    "table.restore_table": MODERATORS,
    "table.pause_table": HOSTS,
    "table.edit_question": MODERATORS,
    "written_field.write_field": HOSTS,
}

# What works on the store and asks nobody for a right, and why that is no hole.
NO_ACTOR: Mapping[str, str] = {
    "balloting.BallotBox": "anybody may give dots",
    "deletion.delete_due": "the server's own clock: only what is due and noted",
    "deletion.tell_deleted": "wakes who follows a dialogue that is deleted already",
    "participant.forget_participants": "the server's own clock: only what is due",
    "window.tell_windows": "the server's own clock: nothing changes but that pages look again",
    "series.tell_series": "wakes who follows a series that changed already, and deletes an empty one",
    "showing.show_due": "the server's own clock: only cards that nobody held within their seconds",
    "grant.exchange_link": "the link is the right",
    "grant.actor_of_key": "tells the rights of a key",
    "grant.has_organiser": "tells the server's start one bit",
    "grant.write_uses": "writes when keys were used that have been found good",
    "placement.place_entries": "the machine's, fed by the grouping process",
    "placement.describe_groups": "the machine's, fed by the grouping process",
    "vector.keep_vectors": "the machine's, fed by the grouping process",
    "posting.Inbox": "anybody may post a card",
    "replying.ReplyBox": "anybody may say something to a summary that is shown",
    "store.Change.record": "called by verbs that have asked",
    "store.Change.record_erasure": "called by verbs that have asked",
}
