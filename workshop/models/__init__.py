"""The tables, one noun per file."""

from workshop.models.base import Base, Revised, UtcDateTime, now
from workshop.models.deletion import ArchiveNote, Deletion
from workshop.models.dialogue import DEFAULT_SHOW_AFTER, BoardMode, Dialogue, Phase, Rotation, Showing
from workshop.models.dot import Ballot, DotScope
from workshop.models.entry import PERSONS_REASONS, Entry, EntryState, HoldReason, Origin, Window
from workshop.models.erasure import Erasure, ErasureKind
from workshop.models.grant import Grant, Role
from workshop.models.group import Accord, Group, GroupState, Hand, Verdict
from workshop.models.mark import Contradiction, Dismissal, Doubling
from workshop.models.mute import Mute
from workshop.models.outcome import Outcome, OutcomeKind, outcome_entries, outcome_groups
from workshop.models.photo import Photo
from workshop.models.question import Question, QuestionKey
from workshop.models.series import Series
from workshop.models.step import Step, StepRow, StepState, StepVerb
from workshop.models.summary import Reply, ReplyKind, Summary
from workshop.models.table import ThemeTable
from workshop.models.vector import Vector

__all__ = [
    "DEFAULT_SHOW_AFTER",
    "PERSONS_REASONS",
    "Accord",
    "ArchiveNote",
    "Ballot",
    "Base",
    "BoardMode",
    "Contradiction",
    "Deletion",
    "Dialogue",
    "Dismissal",
    "DotScope",
    "Doubling",
    "Entry",
    "EntryState",
    "Erasure",
    "ErasureKind",
    "Grant",
    "Group",
    "GroupState",
    "Hand",
    "HoldReason",
    "Mute",
    "Origin",
    "Outcome",
    "OutcomeKind",
    "Phase",
    "Photo",
    "Question",
    "QuestionKey",
    "Reply",
    "ReplyKind",
    "Revised",
    "Role",
    "Rotation",
    "Series",
    "Showing",
    "Step",
    "StepRow",
    "StepState",
    "StepVerb",
    "Summary",
    "ThemeTable",
    "UtcDateTime",
    "Vector",
    "Verdict",
    "Window",
    "now",
    "outcome_entries",
    "outcome_groups",
]
