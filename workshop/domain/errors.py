"""What can go wrong in the domain; each error carries its reason, which the pages put into words."""

from enum import StrEnum


class Refusal(StrEnum):
    """Why something was refused. The values are what a phone's script gets as `{"error": …}`: they stay.

    Each room has words for those that can reach it: `phone/refusal.py`, `console/wording/errors.py`.
    """

    # Rights and moments
    AUTHOR_FORGOTTEN = "author_forgotten"
    FORBIDDEN = "forbidden"
    LAST_ORGANISER = "last_organiser"
    LINK_EXPIRED = "link_expired"
    LINK_INVALID = "link_invalid"
    LINK_REVOKED = "link_revoked"
    LINK_UNKNOWN = "link_unknown"
    LINK_USED = "link_used"
    NOT_YOUR_CARD = "not_your_card"
    ALREADY_STARTED = "already_started"
    CHANGED_MEANWHILE = "changed_meanwhile"
    CLOSED = "closed"
    NOT_A_REHEARSAL = "not_a_rehearsal"
    NOT_IN_SERIES = "not_in_series"
    NOT_COLLECTING = "not_collecting"
    NOT_WEIGHING = "not_weighing"
    DOTS_GIVEN = "dots_given"
    TALLY_CLOSED = "tally_closed"
    NO_CLOCK = "no_clock"
    NO_SUMMARIES_NOW = "no_summaries_now"
    NOBODY_NEW = "nobody_new"
    REPLIES_CLOSED = "replies_closed"
    SUMMARY_CHANGED = "summary_changed"
    TABLE_PAUSED = "table_paused"
    TOO_FAST = "too_fast"
    # What is not there (any more)
    DIALOGUE_DELETED = "dialogue_deleted"
    DIALOGUE_UNKNOWN = "dialogue_unknown"
    ENTRY_UNKNOWN = "entry_unknown"
    ENTRY_WITHDRAWN = "entry_withdrawn"
    GROUP_DISSOLVED = "group_dissolved"
    GROUP_UNKNOWN = "group_unknown"
    OUTCOME_UNKNOWN = "outcome_unknown"
    PHOTO_UNKNOWN = "photo_unknown"
    FROM_PAPER = "from_paper"
    MUTE_UNKNOWN = "mute_unknown"
    NOT_FROM_PAPER = "not_from_paper"
    PROPOSAL_UNKNOWN = "proposal_unknown"
    QUESTION_UNKNOWN = "question_unknown"
    SUMMARY_UNKNOWN = "summary_unknown"
    SERIES_UNKNOWN = "series_unknown"
    TABLE_UNKNOWN = "table_unknown"
    NOTHING_TO_REDO = "nothing_to_redo"
    NOTHING_TO_UNDO = "nothing_to_undo"
    STEP_IN_THE_WAY = "step_in_the_way"
    # What cannot be taken as it is
    ADDITION_TOO_LONG = "addition_too_long"
    ALREADY_THERE = "already_there"
    ANSWER_INVALID = "answer_invalid"
    CAPTION_MISSING = "caption_missing"
    CODE_DIFFERS = "code_differs"
    DAY_OUT_OF_RANGE = "day_out_of_range"
    DELETE_DAY_OUT_OF_RANGE = "delete_day_out_of_range"
    DETAILS_INVALID = "details_invalid"
    FIELD_MISSING = "field_missing"
    GROUP_WITHOUT_NUMBER = "group_without_number"
    LABEL_MISSING = "label_missing"
    LAST_TABLE = "last_table"
    MINUTES_OUT_OF_RANGE = "minutes_out_of_range"
    NOTHING_CHOSEN = "nothing_chosen"
    NOTHING_LEFT_IN_GROUP = "nothing_left_in_group"
    NOTHING_TO_MARK = "nothing_to_mark"
    NOTHING_TO_MERGE = "nothing_to_merge"
    NUMBER_INVALID = "number_invalid"
    OTHER_TABLE = "other_table"
    PHOTO_HEIC = "photo_heic"
    PHOTO_KIND = "photo_kind"
    PHOTO_MOVES = "photo_moves"
    PHOTO_TOO_LARGE = "photo_too_large"
    PHOTO_UNREADABLE = "photo_unreadable"
    PHOTOS_BUSY = "photos_busy"
    REASON_MISSING = "reason_missing"
    ROUNDS_OUT_OF_RANGE = "rounds_out_of_range"
    SECONDS_OUT_OF_RANGE = "seconds_out_of_range"
    TABLE_KEY_RESERVED = "table_key_reserved"
    TEXT_EMPTY = "text_empty"
    TEXT_HEAPED = "text_heaped"
    TEXT_TOO_LONG = "text_too_long"
    TITLE_MISSING = "title_missing"
    TOO_MANY = "too_many"
    TOO_MANY_PHOTOS = "too_many_photos"
    TOO_MANY_TABLES = "too_many_tables"
    VERDICT_MISSING = "verdict_missing"
    WINDOW_OUT_OF_RANGE = "window_out_of_range"
    BUDGET_OUT_OF_RANGE = "budget_out_of_range"
    BUDGET_USED = "budget_used"
    DOTS_OUT_OF_RANGE = "dots_out_of_range"
    DOTS_ON_ONE = "dots_on_one"
    DOTS_USED = "dots_used"
    # What a phone sent, and that it could not be kept
    BODY_INVALID = "body_invalid"
    ID_INVALID = "id_invalid"
    ID_TAKEN = "id_taken"
    NOT_UTF8 = "not_utf8"
    STORAGE_FAILED = "storage_failed"


class DomainError(Exception):
    """A refusal with its reason, for the reader's language; nothing was changed."""

    def __init__(self, key: Refusal, **facts: str | int) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts


class NotFoundError(DomainError):
    """The dialogue, table, card, group or outcome does not exist (any more)."""


class ForbiddenError(DomainError):
    """The actor may not do this."""


class RefusedError(DomainError):
    """The input cannot be taken as it is."""


class NotCollectingError(DomainError):
    """The dialogue takes no cards now."""


class ClosedError(DomainError):
    """The dialogue is over."""


class TooFastError(DomainError):
    """The participant posts too fast; `retry_after` is in seconds."""

    def __init__(self, *, retry_after: int) -> None:
        super().__init__(Refusal.TOO_FAST, seconds=retry_after)
        self.retry_after = retry_after


class ConflictError(DomainError):
    """Somebody else changed the same thing meanwhile, or the moment for this has passed."""
