import pytest

from workshop.models import Step, StepRow, StepVerb

pytestmark = pytest.mark.unit

# What the logs of past evenings hold.
WRITTEN = {
    "hold_entry", "hide_entry", "show_entry", "move_entry", "move_entries", "gather_entries", "double_entry",
    "undouble_entry", "rename_group", "merge_groups", "split_group", "park_group", "unpark_group",
    "mark_contradiction", "unmark_contradiction", "apply_proposal", "dismiss_proposal",
    "add_entry", "correct_entry", "take_back_entry", "redact_entry", "let_machine_place", "stop_machine",
}  # fmt: skip


def test_verbs_and_rows_of_old_logs_are_still_known():
    assert set(StepVerb) >= WRITTEN
    assert set(StepRow) >= {"entry", "group", "doubling", "contradiction", "dismissal", "dialogue"}


def test_every_verb_fits_into_its_column():
    assert max(map(len, StepVerb)) <= Step.__table__.c.verb.type.length
