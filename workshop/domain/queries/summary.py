"""Reads of summaries: what was written, how many say what to it, and one's own replies."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from workshop.domain.queries.revision import Seen, changed
from workshop.models import EntryState, HoldReason, Reply, ReplyKind, Role, Summary


@dataclass(frozen=True)
class AdditionView:
    """What somebody wants to be added to a summary; `reason` is why it is held or hidden."""

    id: int
    text: str
    lang: str
    state: EntryState
    reason: HoldReason | None

    @property
    def is_shown(self) -> bool:
        """Whether the host and the files may have it."""
        return self.state == EntryState.SHOWN


@dataclass(frozen=True)
class Replies:
    """What is said to one edition of a summary."""

    edition: int
    agree: int = 0
    add: int = 0
    disagree: int = 0
    additions: Sequence[AdditionView] = ()


@dataclass(frozen=True)
class SummaryView:
    """The summary of one round of a table; `replies` are those to the last edition that has some."""

    id: int
    table_id: int
    round: int
    text: str
    edition: int
    offered: bool
    role: Role
    changed_at: datetime
    version: int
    replies: Replies | None = None

    @property
    def present(self) -> Replies:
        """What is said to the text as it is now."""
        replies = self.replies
        return replies if replies and replies.edition == self.edition else Replies(self.edition)

    @property
    def waits_to_be_asked(self) -> bool:
        """Whether the text was changed after it was shown or answered, and nobody was asked since."""
        return bool(self.text) and self.edition > 1 and not self.offered and self.replies != self.present


@dataclass(frozen=True)
class OwnReply:
    """What somebody said to one edition of a summary."""

    answer: ReplyKind
    text: str
    state: EntryState


# Built once: building a statement costs more than running it.
_CHANGED = changed(select(Summary), Summary).order_by(Summary.table_id, Summary.round)
_OF = Reply.summary_id.in_(bindparam("ids", expanding=True))
_COUNTED = (
    select(Reply.summary_id, Reply.edition, Reply.answer, func.count())
    .where(_OF)
    .group_by(Reply.summary_id, Reply.edition, Reply.answer)
)
_ADDITIONS = (
    select(
        *(Reply.summary_id, Reply.edition),
        *(Reply.id, Reply.text, Reply.lang, Reply.state, Reply.hold_reason),
    )
    .where(_OF, Reply.text != "")
    .order_by(Reply.id)
)
_OWN = select(Reply).where(Reply.dialogue_id == bindparam("dialogue"), Reply.participant == bindparam("by"))


def changed_summaries(session: Session, seen: Seen) -> tuple[SummaryView, ...]:
    """Return the summaries that changed, or to which something was said, after a revision."""
    found = list(session.scalars(_CHANGED, seen))
    replies = _replies(session, [each.id for each in found]) if found else {}
    return tuple(
        SummaryView(
            id=each.id,
            table_id=each.table_id,
            round=each.round,
            text=each.text,
            edition=each.edition,
            offered=each.offered,
            role=Role(each.role),
            changed_at=each.changed_at,
            version=each.version,
            replies=replies.get(each.id),
        )
        for each in found
    )


def _replies(session: Session, ids: Sequence[int]) -> dict[int, Replies]:
    counts: dict[int, dict[int, Counter[str]]] = {}
    for summary, edition, answer, number in session.execute(_COUNTED, {"ids": ids}):
        counts.setdefault(summary, {}).setdefault(edition, Counter())[answer] = number
    additions: dict[tuple[int, int], list[AdditionView]] = {}
    for row in session.execute(_ADDITIONS, {"ids": ids}):
        reason = HoldReason(row.hold_reason) if row.hold_reason else None
        made = AdditionView(row.id, row.text, row.lang, EntryState(row.state), reason)
        additions.setdefault((row.summary_id, row.edition), []).append(made)
    return {
        summary: Replies(
            last,
            agree=editions[last][ReplyKind.AGREE],
            add=editions[last][ReplyKind.ADD],
            disagree=editions[last][ReplyKind.DISAGREE],
            additions=tuple(additions.get((summary, last), ())),
        )
        for summary, editions in counts.items()
        for last in [max(editions)]
    }


def own_replies(
    session: Session, *, dialogue_id: int, participant: str
) -> Mapping[tuple[int, int], OwnReply]:
    """Return what a participant said, by summary and edition."""
    found = session.scalars(_OWN, {"dialogue": dialogue_id, "by": participant})
    return {
        (each.summary_id, each.edition): OwnReply(ReplyKind(each.answer), each.text, EntryState(each.state))
        for each in found
    }


def speaks_of_rounds(rounds: int, present: int, summaries: Iterable[SummaryView]) -> bool:
    """Say whether summaries need the word round: an evening of one round has simply a summary."""
    return (rounds > 1 and present > 0) or any(each.round > 1 for each in summaries)
