"""Taking the results of a dialogue in, as another installation or an earlier time wrote them.

The dialogue comes as one that is over. Who took part comes never along: cards have no author here, dots and
answers are totals, and cards that were held, hidden or withdrawn are numbers (`Dialogue.left_behind`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from exports.results import GroupFacts, Results, Window
from workshop.domain import bounds
from workshop.domain.code import is_code
from workshop.domain.deletion import free_place
from workshop.domain.errors import ConflictError, Refusal
from workshop.domain.import_checks import Checked
from workshop.domain.posting import digest_of, is_entry_id
from workshop.domain.queries.series import series_for
from workshop.domain.rights import Actor
from workshop.domain.series import series_called, tell_series
from workshop.domain.store import Store
from workshop.models import (
    Deletion,
    Dialogue,
    Doubling,
    Entry,
    EntryState,
    Erasure,
    Group,
    Hand,
    Outcome,
    Phase,
    Question,
    Reply,
    ReplyKind,
    Role,
    Summary,
    ThemeTable,
    now,
    outcome_entries,
    outcome_groups,
)

# Of both databases' ways to say "in one of these".
_AT_ONCE = 500
# In place of a fingerprint: no text has it.
_ELSEWHERE = "elsewhere"
_FIRST: Mapping[str, Any] = {"revision": 1}


@dataclass(frozen=True)
class Imported:
    """The code that the dialogue has here, and how many cards were left out because they are erased here."""

    code: str
    left_out: int = 0


async def import_results(store: Store, *, actor: Actor, results: Results) -> Imported:
    """Make a closed dialogue of results; it keeps its code if that is free here.

    Cards keep their ids where no other card has them. A card that was erased here does not come back, and
    raises no error. Raises `ConflictError` for a dialogue that was deleted here, `RefusedError` with the
    `place` in the file for what cannot be taken, and stores nothing then.
    """
    actor.require_organiser()
    taking = _Taking(Checked.of(results))
    async with store.database.write() as session:
        dialogue = await taking.write(session, actor)
    await tell_series(store, dialogue.series_id)
    return Imported(dialogue.code, taking.left_out)


class _Taking:
    """The rows of one file, all in one open transaction."""

    def __init__(self, checked: Checked) -> None:
        self.left_out = 0
        self._checked = checked
        self._results = checked.results

    async def write(self, session: AsyncSession, actor: Actor) -> Dialogue:
        """Write them and return the dialogue."""
        dialogue = await self._write_dialogue(session, actor)
        tables = await self._write_tables(session, dialogue)
        groups = await self._write_groups(session, dialogue, tables)
        cards = await self._write_cards(session, dialogue, tables, groups)
        await self._write_outcomes(session, dialogue, tables, groups, cards)
        await self._write_summaries(session, dialogue, tables)
        return dialogue

    async def _write_dialogue(self, session: AsyncSession, actor: Actor) -> Dialogue:
        said, at = self._results.dialogue, now()
        if await session.scalar(select(Deletion.id).where(Deletion.code == said.code)):
            raise ConflictError(Refusal.DIALOGUE_DELETED)
        place = await free_place(session)
        is_free = not await session.scalar(select(Dialogue.id).where(Dialogue.code == said.code))
        if is_code(said.code) and is_free:
            place["code"] = said.code
        heading = self._checked.series
        dialogue = Dialogue(
            **place,
            **_FIRST,
            **self._checked.facts.stored(),
            facts_revision=1,
            theme_set=self._checked.theme_set,
            lang=self._checked.lang,
            rehearsal=said.rehearsal,
            phase=Phase.CLOSED,
            closed_at=at,
            tally_closed_at=at,
            created_at=at,
            left_behind=self._left_behind(),
            paper_facts=self._checked.paper.said(),
            series_id=await series_called(session, heading, await series_for(session, actor))
            if heading
            else None,
        )
        session.add(dialogue)
        await session.flush()
        session.add_all(
            Question(**_FIRST, dialogue_id=dialogue.id, key=key, titles=titles)
            for key, titles in self._checked.questions.items()
        )
        return dialogue

    def _left_behind(self) -> dict[str, int]:
        """Return how many cards are counted of which no words came along."""
        counts = self._results.dialogue.counts
        shown = Counter(entry.window for entry in self._results.entries)
        told = {
            EntryState.HELD: counts.held,
            EntryState.HIDDEN: counts.hidden,
            EntryState.WITHDRAWN: counts.withdrawn,
            Window.BEFORE: counts.before - shown[Window.BEFORE],
            Window.AFTER: counts.after - shown[Window.AFTER],
        }
        return {str(name): min(number, bounds.LAST_ROW) for name, number in told.items() if number > 0}

    async def _write_tables(self, session: AsyncSession, dialogue: Dialogue) -> dict[str, int]:
        rows = [ThemeTable(**_FIRST, dialogue_id=dialogue.id, **facts) for facts in self._checked.tables]
        session.add_all(rows)
        await session.flush()
        return {row.key: row.id for row in rows}

    async def _write_groups(
        self, session: AsyncSession, dialogue: Dialogue, tables: Mapping[str, int]
    ) -> dict[int, int]:
        ids = {}
        for said, topic in zip(self._results.groups, self._checked.topics, strict=True):
            group = Group(
                **_FIRST,
                dialogue_id=dialogue.id,
                table_id=tables[said.table],
                label=topic.label,
                label_by=Hand.PERSON,
                accord=said.accord,
                verdict=said.verdict,
                verdict_reason=topic.reason,
                kept_dots=topic.dots,
            )
            session.add(group)
            # One by one, for topics of the same size stand in the order of their ids.
            await session.flush()
            ids[said.id] = group.id
        return ids

    async def _write_cards(
        self,
        session: AsyncSession,
        dialogue: Dialogue,
        tables: Mapping[str, int],
        groups: Mapping[int, int],
    ) -> dict[str, str]:
        wanted = {said.id: said.id.lower() for said in self._results.entries if is_entry_id(said.id)}
        erased = await _known(session, Erasure.entry_id, wanted.values())
        taken = await _known(session, Entry.id, wanted.values())
        ids: dict[str, str] = {}
        rows = []
        for said, (text, lang) in zip(self._results.entries, self._checked.texts, strict=True):
            own = wanted.get(said.id, "")
            if own in erased:
                self.left_out += 1
                continue
            ids[said.id] = str(uuid4()) if not own or own in taken else own
            table = tables[said.table]
            rows.append(
                {
                    "id": ids[said.id],
                    "dialogue_id": dialogue.id,
                    "table_id": table,
                    "question": said.question,
                    "text": text,
                    "lang": lang,
                    "window": said.window,
                    "group_id": None if said.group_id is None else groups[said.group_id],
                    "placed_by": Hand.PERSON,
                    "digest": digest_of(table, said.question, text),
                    "first_state": EntryState.SHOWN,
                    "first_revision": 1,
                    "revision": 1,
                }
            )
        if rows:
            await session.execute(insert(Entry), rows)
        session.add_all(
            Doubling(
                **_FIRST, dialogue_id=dialogue.id, entry_id=ids[own], group_id=groups[group.id], active=True
            )
            for group, own in _doubled(self._results)
            if own in ids
        )
        await session.flush()
        return ids

    async def _write_outcomes(
        self,
        session: AsyncSession,
        dialogue: Dialogue,
        tables: Mapping[str, int],
        groups: Mapping[int, int],
        cards: Mapping[str, str],
    ) -> None:
        made: dict[int, Outcome] = {}
        for said, draft in zip(self._results.outcomes, self._checked.drafts, strict=True):
            outcome = Outcome(
                **_FIRST,
                dialogue_id=dialogue.id,
                table_id=tables[said.table] if said.table else None,
                kind=draft.kind,
                title=draft.title,
                description=draft.description,
                details=dict(draft.details),
                # What it said before nobody knows here.
                heard=_ELSEWHERE if said.edited else None,
            )
            session.add(outcome)
            await session.flush()
            made[said.id] = outcome
            for link, column, linked in (
                (outcome_groups, "group_id", [groups[each] for each in said.group_ids]),
                (outcome_entries, "entry_id", [cards[each] for each in said.entry_ids if each in cards]),
            ):
                if linked:
                    rows = [{"outcome_id": outcome.id, column: each} for each in dict.fromkeys(linked)]
                    await session.execute(insert(link), rows)
        for said in self._results.outcomes:
            if said.problem_id is not None:
                made[said.id].problem_id = made[said.problem_id].id
            if said.follows_id is not None:
                made[said.id].follows_id = made[said.follows_id].id

    async def _write_summaries(
        self, session: AsyncSession, dialogue: Dialogue, tables: Mapping[str, int]
    ) -> None:
        for said, (text, additions) in zip(self._results.summaries, self._checked.summaries, strict=True):
            summary = Summary(
                **_FIRST,
                key=str(uuid4()),
                dialogue_id=dialogue.id,
                table_id=tables[said.table],
                round=said.round,
                text=text,
                role=Role.HOST,
            )
            session.add(summary)
            await session.flush()
            told = [
                *((ReplyKind.ADD, words, lang) for words, lang in additions),
                *((ReplyKind.ADD, "", "und") for _ in range(said.add - len(additions))),
                *((ReplyKind.AGREE, "", "und") for _ in range(said.agree)),
                *((ReplyKind.DISAGREE, "", "und") for _ in range(said.disagree)),
            ]
            session.add_all(
                Reply(
                    key=str(uuid4()),
                    dialogue_id=dialogue.id,
                    summary_id=summary.id,
                    edition=summary.edition,
                    answer=answer,
                    text=words,
                    lang=lang,
                )
                for answer, words, lang in told
            )


def _doubled(results: Results) -> Iterator[tuple[GroupFacts, str]]:
    """Yield each topic with each card that stands in it too."""
    homes = {entry.id: entry.group_id for entry in results.entries}
    for group in results.groups:
        for own in group.entry_ids:
            if homes[own] != group.id:
                yield group, own


async def _known(session: AsyncSession, column: InstrumentedAttribute[Any], ids: Iterable[str]) -> set[str]:
    """Return which of these ids a column has."""
    every, found = sorted(ids), set[str]()
    for first in range(0, len(every), _AT_ONCE):
        found.update(await session.scalars(select(column).where(column.in_(every[first : first + _AT_ONCE]))))
    return found
