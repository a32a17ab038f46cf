"""Verbs on theme tables and questions, editable until the dialogue starts."""

from collections.abc import Mapping

from sqlalchemy import Select, func, select

from themes import MAX_TABLES, RESERVED_TABLE_KEYS
from workshop.domain import bounds
from workshop.domain.errors import ConflictError, NotFoundError, Refusal, RefusedError
from workshop.domain.rights import Actor
from workshop.domain.store import Change, Store, check_version
from workshop.domain.text import is_blank
from workshop.domain.wording import checked_translations, reworded
from workshop.models import Phase, Question, QuestionKey, ThemeTable


async def edit_table(
    store: Store,
    *,
    actor: Actor,
    dialogue_id: int,
    table_id: int,
    title: str,
    guide: str,
    titles: Mapping[str, str] | None = None,
    guides: Mapping[str, str] | None = None,
    translations_fit: bool = False,
    seen_version: int | None = None,
) -> None:
    """Reword a table: `title` and `guide` in the dialogue's language, their translations by language.

    What happens to translations of a changed wording says `wording.reworded`.
    """
    actor.require_moderator(dialogue_id)
    title, guide = _title(title, bounds.TABLE_TITLE), bounds.text(guide, bounds.GUIDE)
    titles = checked_translations(titles, bounds.TABLE_TITLE)
    guides = checked_translations(guides, bounds.GUIDE)
    async with store.change(dialogue_id) as change:
        _require_preparation(change)
        table = await table_of(change, table_id)
        check_version(table, seen_version)
        lang, fit = change.dialogue.lang, translations_fit
        change.set(
            table,
            titles=reworded(table.titles, lang=lang, text=title, given=titles, still_fit=fit),
            guides=reworded(table.guides, lang=lang, text=guide, given=guides, still_fit=fit),
        )


async def add_table(
    store: Store,
    *,
    actor: Actor,
    dialogue_id: int,
    title: str,
    guide: str = "",
    titles: Mapping[str, str] | None = None,
    guides: Mapping[str, str] | None = None,
) -> int:
    """Add a table at the end; return its id. Raises `ConflictError` after the start."""
    actor.require_moderator(dialogue_id)
    title, guide = _title(title, bounds.TABLE_TITLE), bounds.text(guide, bounds.GUIDE)
    titles = checked_translations(titles, bounds.TABLE_TITLE)
    guides = checked_translations(guides, bounds.GUIDE)
    async with store.change(dialogue_id) as change:
        _require_preparation(change)
        of_dialogue = ThemeTable.dialogue_id == dialogue_id
        last = await change.session.scalar(select(func.max(ThemeTable.position)).where(of_dialogue)) or 0
        if await _count_present(change) >= MAX_TABLES:
            raise RefusedError(Refusal.TOO_MANY_TABLES)
        lang = change.dialogue.lang
        table = ThemeTable(
            dialogue_id=dialogue_id,
            key=checked_key(f"tisch-{last + 1}"),
            position=last + 1,
            titles=reworded({}, lang=lang, text=title, given=titles),
            guides=reworded({}, lang=lang, text=guide, given=guides),
            fields=[],
            actors=[],
        )
        await change.add(table)
        return table.id


async def move_table(store: Store, *, actor: Actor, dialogue_id: int, table_id: int, by: int) -> None:
    """Let a table change places with a neighbour before the start: `by` is -1 (up) or 1 (down).

    The numbers follow the places. At either end nothing changes. Raises `ConflictError` after the start.
    """
    actor.require_moderator(dialogue_id)
    async with store.change(dialogue_id) as change:
        _require_preparation(change)
        tables = list(await change.session.scalars(_present(dialogue_id).order_by(ThemeTable.position)))
        place = next((place for place, table in enumerate(tables) if table.id == table_id), None)
        if place is None:
            raise NotFoundError(Refusal.TABLE_UNKNOWN)
        if 0 <= (goal := place + by) < len(tables):
            table, neighbour = tables[place], tables[goal]
            position = table.position
            # The version stays: whoever has the words of one of them open can still store them.
            change.set(table, by_person=False, position=neighbour.position)
            change.set(neighbour, by_person=False, position=position)


async def remove_table(store: Store, *, actor: Actor, dialogue_id: int, table_id: int) -> None:
    """Take a table out before the start; the last one stays."""
    await _set_removed(store, actor=actor, dialogue_id=dialogue_id, table_id=table_id, removed=True)


async def restore_table(store: Store, *, actor: Actor, dialogue_id: int, table_id: int) -> None:
    """Put a removed table back, at any time before the start: its place, key and translations were kept.

    Raises `RefusedError` if there are as many tables as possible already.
    """
    await _set_removed(store, actor=actor, dialogue_id=dialogue_id, table_id=table_id, removed=False)


async def _set_removed(store: Store, *, actor: Actor, dialogue_id: int, table_id: int, removed: bool) -> None:
    actor.require_moderator(dialogue_id)
    async with store.change(dialogue_id) as change:
        _require_preparation(change)
        table = await table_of(change, table_id)
        others = await _count_present(change, but=table_id)
        if removed and not others:
            raise RefusedError(Refusal.LAST_TABLE)
        if not removed and others >= MAX_TABLES:
            raise RefusedError(Refusal.TOO_MANY_TABLES)
        change.set(table, removed=removed)


async def pause_table(store: Store, *, actor: Actor, dialogue_id: int, table_id: int, paused: bool) -> None:
    """Let a table take no cards for a while, or take them again; phones keep what is written meanwhile."""
    actor.require_table(dialogue_id, table_id)
    async with store.change(dialogue_id) as change:
        table = await table_of(change, table_id)
        # Whoever has the words of the table open can still store them.
        change.set(table, by_person=False, paused=paused)


async def edit_question(
    store: Store,
    *,
    actor: Actor,
    dialogue_id: int,
    key: QuestionKey,
    title: str,
    titles: Mapping[str, str] | None = None,
    translations_fit: bool = False,
    seen_version: int | None = None,
) -> None:
    """Reword one of the three questions: `title` in the dialogue's language, translations as for a table."""
    actor.require_moderator(dialogue_id)
    title, titles = _title(title, bounds.QUESTION), checked_translations(titles, bounds.QUESTION)
    async with store.change(dialogue_id) as change:
        _require_preparation(change)
        statement = select(Question).where(Question.dialogue_id == dialogue_id, Question.key == key)
        question = await change.session.scalar(statement)
        if question is None:
            raise NotFoundError(Refusal.QUESTION_UNKNOWN)
        check_version(question, seen_version)
        lang, fit = change.dialogue.lang, translations_fit
        change.set(
            question, titles=reworded(question.titles, lang=lang, text=title, given=titles, still_fit=fit)
        )


async def table_of(change: Change, table_id: int) -> ThemeTable:
    """Return a table of the dialogue that is being changed; raise `NotFoundError` otherwise."""
    table = await change.session.get(ThemeTable, bounds.row(table_id, Refusal.TABLE_UNKNOWN))
    if table is None or table.dialogue_id != change.dialogue.id:
        raise NotFoundError(Refusal.TABLE_UNKNOWN)
    return table


def checked_key(key: str) -> str:
    """Return a table's key; raise `RefusedError` for one that is an address of the phone page."""
    if key in RESERVED_TABLE_KEYS:
        raise RefusedError(Refusal.TABLE_KEY_RESERVED, table=key)
    return key


def _present(dialogue_id: int) -> Select[ThemeTable]:
    return select(ThemeTable).where(ThemeTable.dialogue_id == dialogue_id, ThemeTable.removed.is_(False))


async def _count_present(change: Change, *, but: int | None = None) -> int:
    """Return how many tables the dialogue has, without removed ones and the one with the id `but`."""
    tables = _present(change.dialogue.id)
    if but is not None:
        tables = tables.where(ThemeTable.id != but)
    return await change.session.scalar(select(func.count()).select_from(tables.subquery())) or 0


def _require_preparation(change: Change) -> None:
    if change.dialogue.phase != Phase.PREPARATION:
        raise ConflictError(Refusal.ALREADY_STARTED)


def _title(given: str, length: int) -> str:
    title = bounds.text(given, length)
    if is_blank(title):
        raise RefusedError(Refusal.TITLE_MISSING)
    return title
