"""Every handler of the console by its name and room, and the right that whoever calls it needs."""

from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Self, TypeVar

from workshop.console.kit.controls import Values
from workshop.domain.rights import Actor

Detail = TypeVar("Detail")
# A click does a deed; a form does it with its values; a list tells what was meant in it.
Click = Callable[[Actor], Awaitable[None]]
Submit = Callable[[Actor, Values], Awaitable[None]]
Told = Callable[[Actor, Detail], Awaitable[None]]


class Need(StrEnum):
    """What somebody must be to call a handler, on the page where it stands."""

    READER = "reader"  # whoever may be on the page at all
    HOST = "host"  # of the table that the page shows, or whoever moderates its dialogue
    MODERATOR = "moderator"  # of the dialogue that the page shows; on the list of dialogues: of any
    ORGANISER = "organiser"


class Deed(StrEnum):
    """A handler: `room.name`, and what it needs; the domain asks for the right once more when it acts."""

    need: Need

    def __new__(cls, name: str, need: Need) -> Self:
        """Keep the name as the value, and the need beside it."""
        made = str.__new__(cls, name)
        made._value_ = name
        made.need = need
        return made

    @property
    def room(self) -> str:
        """The part of the console where the handler stands."""
        return self.partition(".")[0]

    DIALOGUES_NEW = ("dialogues.new", Need.ORGANISER)
    DIALOGUES_CREATE = ("dialogues.create", Need.ORGANISER)
    DIALOGUES_COPY = ("dialogues.copy", Need.ORGANISER)
    DIALOGUES_INVITE_ORGANISER = ("dialogues.invite_organiser", Need.ORGANISER)
    DIALOGUES_INVITE_MODERATOR = ("dialogues.invite_moderator", Need.MODERATOR)
    DIALOGUES_WIPE = ("dialogues.wipe", Need.MODERATOR)
    DIALOGUES_KEEP = ("dialogues.keep", Need.MODERATOR)

    DIALOGUE_GO = ("dialogue.go", Need.MODERATOR)
    DIALOGUE_NEXT_PHASE = ("dialogue.next_phase", Need.MODERATOR)
    DIALOGUE_ENTER_PHASE = ("dialogue.enter_phase", Need.MODERATOR)
    DIALOGUE_PHASE_BACK = ("dialogue.phase_back", Need.MODERATOR)

    RUNNING_START_ROUND = ("running.start_round", Need.MODERATOR)
    RUNNING_EXTEND_ROUND = ("running.extend_round", Need.MODERATOR)
    RUNNING_SHORTEN_ROUND = ("running.shorten_round", Need.MODERATOR)
    RUNNING_PAUSE_ROUND = ("running.pause_round", Need.MODERATOR)
    RUNNING_RESUME_ROUND = ("running.resume_round", Need.MODERATOR)
    RUNNING_TAKE_ROUND_BACK = ("running.take_round_back", Need.MODERATOR)
    RUNNING_STOP_CLOCK = ("running.stop_clock", Need.MODERATOR)
    RUNNING_SOUND_GONG = ("running.sound_gong", Need.MODERATOR)
    RUNNING_CLOSE_TALLY = ("running.close_tally", Need.MODERATOR)
    RUNNING_OPEN_TALLY = ("running.open_tally", Need.MODERATOR)
    RUNNING_SHOW = ("running.show", Need.MODERATOR)
    RUNNING_HIDE = ("running.hide", Need.MODERATOR)
    RUNNING_SHOW_AFTER_ALL = ("running.show_after_all", Need.MODERATOR)
    RUNNING_HIDE_WHY = ("running.hide_why", Need.MODERATOR)
    RUNNING_SHOW_ALL = ("running.show_all", Need.MODERATOR)
    RUNNING_CALM_BOARDS = ("running.calm_boards", Need.MODERATOR)
    RUNNING_STILL_BOARDS = ("running.still_boards", Need.MODERATOR)
    RUNNING_CALM_CLOCK = ("running.calm_clock", Need.MODERATOR)
    RUNNING_CALM_CODE = ("running.calm_code", Need.MODERATOR)
    RUNNING_CLOSE_DOOR = ("running.close_door", Need.MODERATOR)
    RUNNING_END_MUTE = ("running.end_mute", Need.MODERATOR)
    RUNNING_MORE_HELD = ("running.more_held", Need.MODERATOR)

    TABLES_ENLARGE_CODE = ("tables.enlarge_code", Need.MODERATOR)
    TABLES_MAKE_HOST_LINK = ("tables.make_host_link", Need.MODERATOR)
    TABLES_MAKE_HOST_SHEETS = ("tables.make_host_sheets", Need.MODERATOR)
    TABLES_REVOKE_HOSTS = ("tables.revoke_hosts", Need.MODERATOR)
    TABLES_PAUSE = ("tables.pause", Need.MODERATOR)
    TABLES_OPEN_TOPICS = ("tables.open_topics", Need.MODERATOR)

    FACTS_SAVE = ("facts.save", Need.MODERATOR)
    FACTS_ASK_TABLE = ("facts.ask_table", Need.MODERATOR)
    FACTS_SAVE_TABLE = ("facts.save_table", Need.MODERATOR)
    FACTS_REMOVE_TABLE = ("facts.remove_table", Need.MODERATOR)
    FACTS_RESTORE_TABLE = ("facts.restore_table", Need.MODERATOR)
    FACTS_MOVE_TABLE = ("facts.move_table", Need.MODERATOR)
    FACTS_ASK_QUESTION = ("facts.ask_question", Need.MODERATOR)
    FACTS_SAVE_QUESTION = ("facts.save_question", Need.MODERATOR)

    PAPER_FACTS_SAVE = ("paper_facts.save", Need.MODERATOR)

    ACCESS_INVITE_MODERATOR = ("access.invite_moderator", Need.MODERATOR)
    ACCESS_INVITE_READER = ("access.invite_reader", Need.MODERATOR)
    ACCESS_INVITE_ORGANISER = ("access.invite_organiser", Need.ORGANISER)
    ACCESS_ASK = ("access.ask", Need.MODERATOR)
    ACCESS_TAKE_BACK = ("access.take_back", Need.MODERATOR)
    ACCESS_ASK_OTHERS = ("access.ask_others", Need.MODERATOR)
    ACCESS_END_OTHERS = ("access.end_others", Need.MODERATOR)

    KEEPING_ASK_NOTE = ("keeping.ask_note", Need.ORGANISER)
    KEEPING_NOTE = ("keeping.note", Need.ORGANISER)
    KEEPING_ASK_DELETE = ("keeping.ask_delete", Need.ORGANISER)
    KEEPING_DELETE = ("keeping.delete", Need.ORGANISER)

    FILES_DOWNLOAD = ("files.download", Need.READER)
    FILES_TAKE = ("files.take", Need.READER)
    FILES_PREVIEW = ("files.preview", Need.READER)
    FILES_TURN = ("files.turn", Need.READER)

    HANDOUTS_PRINT = ("handouts.print", Need.MODERATOR)
    HANDOUTS_RELEASE = ("handouts.release", Need.MODERATOR)
    HANDOUTS_TAKE_BACK = ("handouts.take_back", Need.MODERATOR)
    HANDOUTS_CODE = ("handouts.code", Need.MODERATOR)

    SERIES_PUT = ("series.put", Need.MODERATOR)
    SERIES_LEAVE = ("series.leave", Need.MODERATOR)
    SERIES_NEXT = ("series.next", Need.ORGANISER)
    SERIES_DOWNLOAD = ("series.download", Need.MODERATOR)

    HARVEST_OPEN = ("harvest.open", Need.MODERATOR)
    HARVEST_CHANGE = ("harvest.change", Need.MODERATOR)
    HARVEST_STORE = ("harvest.store", Need.MODERATOR)
    HARVEST_DISCARD = ("harvest.discard", Need.MODERATOR)
    HARVEST_RESTORE = ("harvest.restore", Need.MODERATOR)
    HARVEST_ADD_TOPIC = ("harvest.add_topic", Need.MODERATOR)
    HARVEST_LEAVE_TOPIC_OUT = ("harvest.leave_topic_out", Need.MODERATOR)
    HARVEST_MORE_CARDS = ("harvest.more_cards", Need.MODERATOR)
    HARVEST_NEXT_MEETING = ("harvest.next_meeting", Need.MODERATOR)
    HARVEST_KEEP_HEADING = ("harvest.keep_heading", Need.MODERATOR)
    HARVEST_TO_TOPICS = ("harvest.to_topics", Need.MODERATOR)

    MEASURES_OPEN = ("measures.open", Need.HOST)
    MEASURES_WRITE = ("measures.write", Need.HOST)

    PHOTOS_DESCRIBE = ("photos.describe", Need.HOST)
    PHOTOS_MOVE = ("photos.move", Need.HOST)
    PHOTOS_BLUR = ("photos.blur", Need.HOST)
    PHOTOS_DELETE = ("photos.delete", Need.HOST)

    SORTING_ACT = ("sorting.act", Need.HOST)
    SORTING_DROP = ("sorting.drop", Need.HOST)
    SORTING_SHOW_HELD = ("sorting.show_held", Need.HOST)
    SORTING_UNDO = ("sorting.undo", Need.HOST)
    SORTING_REDO = ("sorting.redo", Need.HOST)
    SORTING_LET_MACHINE_PLACE = ("sorting.let_machine_place", Need.MODERATOR)
    SORTING_OPEN_TABLE = ("sorting.open_table", Need.MODERATOR)
    SORTING_RENAME = ("sorting.rename", Need.HOST)
    SORTING_ASK_PAPER_DOTS = ("sorting.ask_paper_dots", Need.HOST)
    SORTING_COUNT_PAPER_DOTS = ("sorting.count_paper_dots", Need.HOST)
    SORTING_ASK_MERGE = ("sorting.ask_merge", Need.HOST)
    SORTING_MERGE = ("sorting.merge", Need.HOST)
    SORTING_ASK_SPLIT = ("sorting.ask_split", Need.HOST)
    SORTING_SPLIT = ("sorting.split", Need.HOST)
    SORTING_GATHER = ("sorting.gather", Need.HOST)
    SORTING_EXPLAIN_GROUP = ("sorting.explain_group", Need.HOST)
    SORTING_PARK = ("sorting.park", Need.HOST)
    SORTING_ASK_CONTRADICTION = ("sorting.ask_contradiction", Need.HOST)
    SORTING_CONTRADICT = ("sorting.contradict", Need.HOST)
    SORTING_AGREE = ("sorting.agree", Need.HOST)
    SORTING_MARK_ACCORD = ("sorting.mark_accord", Need.HOST)
    SORTING_ASK_VERDICT = ("sorting.ask_verdict", Need.HOST)
    SORTING_HARVEST = ("sorting.harvest", Need.MODERATOR)
    SORTING_ASK_MOVE = ("sorting.ask_move", Need.HOST)
    SORTING_MOVE = ("sorting.move", Need.HOST)
    SORTING_TAKE_OUT = ("sorting.take_out", Need.HOST)
    SORTING_ASK_DOUBLE = ("sorting.ask_double", Need.HOST)
    SORTING_DOUBLE = ("sorting.double", Need.HOST)
    SORTING_UNDOUBLE = ("sorting.undouble", Need.HOST)
    SORTING_EXPLAIN_CARD = ("sorting.explain_card", Need.HOST)
    SORTING_ASK_REASON = ("sorting.ask_reason", Need.HOST)
    SORTING_SET_ASIDE = ("sorting.set_aside", Need.HOST)
    SORTING_ASK_MUTE = ("sorting.ask_mute", Need.MODERATOR)
    SORTING_MUTE = ("sorting.mute", Need.MODERATOR)
    SORTING_PAUSE_TABLE = ("sorting.pause_table", Need.HOST)
    SORTING_ASK_REDACTION = ("sorting.ask_redaction", Need.HOST)
    SORTING_REDACT = ("sorting.redact", Need.HOST)
    SORTING_SHOW = ("sorting.show", Need.HOST)
    SORTING_ASK_PAPER_CARD = ("sorting.ask_paper_card", Need.HOST)
    SORTING_ADD_PAPER_CARD = ("sorting.add_paper_card", Need.HOST)
    SORTING_ASK_CORRECTION = ("sorting.ask_correction", Need.HOST)
    SORTING_CORRECT = ("sorting.correct", Need.HOST)
    SORTING_TAKE_BACK = ("sorting.take_back", Need.HOST)
    SORTING_REVIEW = ("sorting.review", Need.HOST)
    SORTING_SHOW_PROPOSALS = ("sorting.show_proposals", Need.HOST)
    SORTING_VIEW_PROPOSAL = ("sorting.view_proposal", Need.HOST)
    SORTING_APPLY_PROPOSAL = ("sorting.apply_proposal", Need.HOST)
    SORTING_DISMISS_PROPOSAL = ("sorting.dismiss_proposal", Need.HOST)

    SUMMARIES_ASK = ("summaries.ask", Need.HOST)
    SUMMARIES_WRITE = ("summaries.write", Need.HOST)
    SUMMARIES_OFFER = ("summaries.offer", Need.HOST)
    SUMMARIES_ASK_REDACTION = ("summaries.ask_redaction", Need.HOST)
    SUMMARIES_REDACT = ("summaries.redact", Need.HOST)
    SUMMARIES_DECIDE = ("summaries.decide", Need.MODERATOR)

    VERDICTS_ASK = ("verdicts.ask", Need.HOST)
    VERDICTS_GIVE = ("verdicts.give", Need.HOST)
    VERDICTS_UNDO = ("verdicts.undo", Need.HOST)
    VERDICTS_TO_TOPIC = ("verdicts.to_topic", Need.MODERATOR)

    DRAFTS_LIST = ("drafts.list", Need.READER)
    DRAFTS_COMPARE = ("drafts.compare", Need.HOST)
    DRAFTS_GO_ON = ("drafts.go_on", Need.HOST)


def opening(show: Callable[[], object]) -> Click:
    """Return the click that only shows something; the right to it is asked for like any other."""

    async def deed(_actor: Actor) -> None:
        show()

    return deed
