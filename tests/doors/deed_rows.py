"""The table of the console: each handler, on which page it stands, for whom, and whether it writes."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from tests.doors.table import HOSTS, LISTERS, MODERATORS, ORGANISERS, READERS
from tests.doors.who import Who


class PageKind(StrEnum):
    """The pages of the console."""

    DIALOGUES = "dialogues"
    ACCESS = "access"
    DIALOGUE = "dialogue"
    RESULTS = "results"
    HOST = "host"
    KEEPING = "keeping"
    MEASURES = "measures"
    HOST_MEASURES = "host_measures"


# The route of each, which says who may open it.
ROUTE_OF: Mapping[PageKind, str] = {
    PageKind.DIALOGUES: "GET /console",
    PageKind.ACCESS: "GET /console/access",
    PageKind.DIALOGUE: "GET /console/{code}",
    PageKind.RESULTS: "GET /console/{code}/results",
    PageKind.HOST: "GET /host/{code}/{table}",
    PageKind.KEEPING: "GET /console/keeping",
    PageKind.MEASURES: "GET /console/{code}/measures",
    PageKind.HOST_MEASURES: "GET /host/{code}/{table}/measures",
}
# Pages with links only: there is nothing to do on them.
WITHOUT_DEEDS = frozenset(
    {
        *("GET /console/law", "GET /console/law/{file}"),
        *("GET /console/{code}/photos/{photo}", "GET /console/{code}/photos/{photo}/small"),
    }
)


@dataclass(frozen=True)
class Row:
    """Who may do a deed on which page, and whether it writes."""

    who: Mapping[PageKind, AbstractSet[Who]]
    writes: bool


def _rows(who: Mapping[PageKind, AbstractSet[Who]], *, writes: str, looks: str) -> dict[str, Row]:
    changing = {name: Row(who, writes=True) for name in writes.split()}
    return changing | {name: Row(who, writes=False) for name in looks.split()}


_LIST_ORGANISER = {PageKind.DIALOGUES: ORGANISERS}
_LIST = {PageKind.DIALOGUES: LISTERS}
_DIALOGUE = {PageKind.DIALOGUE: MODERATORS}
_DIALOGUE_ORGANISER = {PageKind.DIALOGUE: ORGANISERS}
_RESULTS = {PageKind.RESULTS: READERS}
_HOST = {PageKind.HOST: HOSTS}
_ACCESS = {PageKind.ACCESS: ORGANISERS}
_KEEPING = {PageKind.KEEPING: ORGANISERS}
_MEASURES = {PageKind.MEASURES: MODERATORS, PageKind.HOST_MEASURES: HOSTS}

DEEDS: Mapping[str, Row] = {
    **_rows(
        _LIST_ORGANISER,
        writes="dialogues.create dialogues.copy dialogues.invite_organiser",
        looks="dialogues.new",
    ),
    # A rehearsal is wiped some seconds after its button was pressed, unless somebody says no.
    **_rows(_LIST, writes="dialogues.invite_moderator", looks="dialogues.wipe dialogues.keep"),
    **_rows(
        _DIALOGUE,
        writes="dialogue.next_phase dialogue.enter_phase dialogue.phase_back",
        looks="dialogue.go",
    ),
    **_rows(
        _DIALOGUE,
        writes="running.start_round running.extend_round running.pause_round running.resume_round"
        " running.shorten_round running.sound_gong"
        " running.take_round_back running.stop_clock running.close_tally running.open_tally"
        " running.show running.hide running.show_after_all"
        " running.hide_why running.show_all"
        " running.calm_boards running.still_boards running.calm_clock running.calm_code"
        " running.close_door running.end_mute",
        looks="running.more_held",
    ),
    **_rows(
        _DIALOGUE,
        writes="tables.enlarge_code tables.make_host_link tables.make_host_sheets tables.revoke_hosts"
        " tables.pause",
        looks="tables.open_topics",
    ),
    **_rows(
        _DIALOGUE,
        writes="facts.save facts.save_table facts.remove_table facts.restore_table facts.move_table"
        " facts.save_question",
        looks="facts.ask_table facts.ask_question",
    ),
    **_rows(_DIALOGUE, writes="paper_facts.save", looks=""),
    **_rows(
        _DIALOGUE,
        writes="handouts.release handouts.take_back",
        looks="handouts.print handouts.code",
    ),
    **_rows(_DIALOGUE, writes="series.put series.leave", looks="series.download"),
    **_rows(_DIALOGUE_ORGANISER, writes="series.next", looks=""),
    **_rows(_DIALOGUE, writes="access.invite_moderator access.invite_reader", looks=""),
    **_rows(_ACCESS, writes="access.invite_organiser", looks=""),
    **_rows(
        _DIALOGUE | _ACCESS,
        writes="access.take_back access.end_others",
        looks="access.ask access.ask_others",
    ),
    **_rows(_DIALOGUE | _RESULTS, writes="", looks="files.download files.take files.preview files.turn"),
    **_rows(_KEEPING, writes="keeping.note keeping.delete", looks="keeping.ask_note keeping.ask_delete"),
    **_rows(
        _DIALOGUE,
        writes="harvest.store harvest.discard harvest.restore harvest.keep_heading harvest.next_meeting",
        looks="harvest.open harvest.change harvest.add_topic harvest.leave_topic_out harvest.more_cards"
        " harvest.to_topics",
    ),
    **_rows(_DIALOGUE | _HOST, writes="photos.describe photos.move photos.blur photos.delete", looks=""),
    **_rows(_MEASURES, writes="measures.write", looks="measures.open"),
    **_rows(
        _DIALOGUE,
        writes="sorting.mute sorting.let_machine_place",
        looks="sorting.open_table sorting.harvest sorting.ask_mute",
    ),
    **_rows(_HOST, writes="sorting.pause_table", looks="sorting.show_held"),
    **_rows(
        _DIALOGUE | _HOST,
        writes="sorting.drop sorting.undo sorting.redo sorting.rename sorting.merge sorting.split"
        " sorting.gather sorting.park sorting.contradict sorting.agree sorting.move sorting.take_out"
        " sorting.double sorting.undouble sorting.set_aside sorting.redact sorting.show"
        " sorting.add_paper_card sorting.correct sorting.take_back sorting.apply_proposal"
        " sorting.dismiss_proposal sorting.count_paper_dots sorting.mark_accord",
        looks="sorting.act sorting.ask_verdict sorting.ask_paper_dots sorting.ask_merge sorting.ask_split"
        " sorting.explain_group"
        " sorting.ask_contradiction sorting.ask_move sorting.ask_double sorting.explain_card"
        " sorting.ask_reason sorting.ask_redaction sorting.ask_paper_card sorting.ask_correction"
        " sorting.review sorting.show_proposals sorting.view_proposal",
    ),
    **_rows(
        _DIALOGUE | _HOST,
        writes="summaries.write summaries.offer summaries.redact",
        looks="summaries.ask summaries.ask_redaction",
    ),
    **_rows(_DIALOGUE | _HOST, writes="verdicts.give verdicts.undo", looks="verdicts.ask"),
    **_rows(_DIALOGUE, writes="", looks="verdicts.to_topic"),
    # What is held of that which people want to be added only moderators read.
    **_rows(_DIALOGUE, writes="summaries.decide", looks=""),
    **_rows(_LIST | _DIALOGUE | _RESULTS | _HOST | _MEASURES, writes="", looks="drafts.list"),
    # The only form on the list of dialogues is the organiser's, and a reader has none.
    **_rows(_LIST_ORGANISER | _DIALOGUE | _HOST, writes="", looks="drafts.go_on"),
    **_rows(_DIALOGUE | _HOST, writes="", looks="drafts.compare"),
}
