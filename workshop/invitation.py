"""Setting up a dialogue from outside the console: what `workshop new` and the demo share."""

from dataclasses import asdict, dataclass

from workshop.addresses import board_url, enter_url, join_url
from workshop.domain.dialogue import DialogueFacts, create_dialogue
from workshop.domain.grant import has_organiser, make_link, revoke_start_links
from workshop.domain.queries.dialogue import dialogue_by_code
from workshop.domain.queries.table import tables_of
from workshop.domain.rights import operator
from workshop.domain.store import Store
from workshop.models import Phase, Role
from workshop.settings import Settings


@dataclass(frozen=True)
class TableAddresses:
    """The addresses of one table."""

    key: str
    title: str
    join_url: str
    host_url: str


@dataclass(frozen=True)
class Invitation:
    """A new dialogue's code and addresses, as `workshop new --json` prints them."""

    code: str
    title: str
    join_url: str
    board_url: str
    console_url: str
    tables: list[TableAddresses]

    def as_json(self) -> dict[str, object]:
        """Return the fields for `json.dumps`."""
        return asdict(self)


async def new_dialogue(
    store: Store,
    settings: Settings,
    *,
    facts: DialogueFacts,
    theme_set: str,
    phase: Phase = Phase.PREPARATION,
    rehearsal: bool = False,
    series: str = "",
) -> Invitation:
    """Create a dialogue as the operator and make its links. Raises what `create_dialogue` raises."""
    code = await create_dialogue(
        store,
        actor=operator(),
        facts=facts,
        theme_set=theme_set,
        phase=phase,
        rehearsal=rehearsal,
        series=series,
    )
    return await invitation_to(store, settings, code)


async def invitation_to(store: Store, settings: Settings, code: str) -> Invitation:
    """Make the links of a dialogue that was created just now, as the operator."""
    actor = operator()
    async with store.read() as session:
        dialogue = await dialogue_by_code(session, code)
        assert dialogue is not None  # noqa: S101 - it was created just now
        tables = await session.run_sync(tables_of, dialogue.id)
    moderator = await make_link(store, actor=actor, role=Role.MODERATOR, dialogue_id=dialogue.id)
    addresses = []
    for table in tables:
        host = await make_link(store, actor=actor, role=Role.HOST, dialogue_id=dialogue.id, table_id=table.id)
        addresses.append(
            TableAddresses(
                table.key,
                table.title(dialogue.lang),
                join_url(settings, code, table.key),
                enter_url(settings, host),
            )
        )
    return Invitation(
        code=code,
        title=dialogue.title,
        join_url=join_url(settings, code),
        board_url=board_url(settings, code),
        console_url=enter_url(settings, moderator),
        tables=addresses,
    )


async def first_link(store: Store, settings: Settings) -> str:
    """Return a new one-use address that opens the console of the whole installation."""
    return enter_url(settings, await _organiser_link(store, printed=False))


async def start_link(store: Store, settings: Settings) -> str | None:
    """Return what a start of the server prints, `None` if somebody is in; what earlier ones printed ends."""
    await revoke_start_links(store, actor=operator())
    if await has_organiser(store):
        return None
    return enter_url(settings, await _organiser_link(store, printed=True))


async def _organiser_link(store: Store, *, printed: bool) -> str:
    lasts = store.lives.first_link
    return await make_link(store, actor=operator(), role=Role.ORGANISER, lasts=lasts, printed=printed)
