"""The pages of the board: `/b/{code}` shows all tables, `/b/{code}/{table}` one."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from weakref import WeakKeyDictionary

from nicegui import Client, ui

from workshop import look
from workshop.board.facts import Data, handouts_of, join_of, questions_of, tables_of
from workshop.board.one_table import ByQuestion, ByTopic
from workshop.board.overview import Overview
from workshop.board.still import BoardPicture
from workshop.board.surface import Surface
from workshop.board.view import View, ViewName
from workshop.board.wording import Wording
from workshop.domain.code import normalise_code
from workshop.domain.errors import TooFastError
from workshop.domain.queries.changes import Delta
from workshop.live.picture import Picture
from workshop.live.sender import sender_of
from workshop.live.services import Services
from workshop.live.watch import Watch
from workshop.settings import Settings
from workshop.sockets.binding import bind
from workshop.sockets.policy import BOARD, GUEST

_FOLDER = Path(__file__).parent
_SHEETS = ("board", "overview", "ranking", "rotation", "table", "around")
STYLE_SHEETS = [_FOLDER / f"{name}.css" for name in _SHEETS]


def register(get_services: Callable[[], Services]) -> None:
    """Register the pages; `get_services` is asked at each visit."""
    # As long as a dialogue is watched.
    pictures: WeakKeyDictionary[Watch, BoardPicture] = WeakKeyDictionary()

    def shown_of(watch: Watch) -> BoardPicture:
        return pictures.get(watch) or pictures.setdefault(watch, BoardPicture(watch))

    @ui.page("/b/{code}")
    async def all_tables(code: str, client: Client) -> None:
        await _build(get_services(), shown_of, client, code)

    @ui.page("/b/{code}/{table}")
    async def one_table(code: str, table: str, client: Client, view: str = ViewName.TOPICS) -> None:
        await _build(get_services(), shown_of, client, code, table, view)


async def _build(
    services: Services,
    shown_of: Callable[[Watch], BoardPicture],
    client: Client,
    code: str,
    table: str = "",
    view: str = ViewName.TOPICS,
) -> None:
    watch = await services.watches.by_code(normalise_code(code))
    if watch is None:
        if services.watches.was_deleted(normalise_code(code)):
            _say_deleted(client)
        else:
            _say_unknown(client, status=_status_of_guess(services, client))
        return
    picture = watch.picture
    wording = Wording(picture.dialogue.lang)
    look.apply(picture.dialogue.title, wording.lang, sheets=STYLE_SHEETS)
    if table and picture.table_by_key(table) is None:
        _say_unknown(client)
        return
    Board(services.settings, watch, shown_of(watch), wording, table=table, view=view).open(client)


def _status_of_guess(services: Services, client: Client) -> int:
    """Count a code that nobody has."""
    try:
        services.rate.check_guess(sender_of(client.request.scope))
    except TooFastError:
        return 429
    return 404


def _say_unknown(client: Client, *, status: int = 404) -> None:
    say = Wording("").say
    more = say("Please check the address or ask the moderator for the code of the evening.")
    _notice(client, say("There is no such board."), more, status=status)


def _say_deleted(client: Client) -> None:
    say = Wording("").say
    more = say("Its cards and topics are deleted. You can close this page.")
    _notice(client, say("This dialogue no longer exists."), more, status=404)


def _notice(client: Client, title: str, more: str, *, status: int) -> None:
    wording = Wording("")
    client.status_code = status
    bind(client, GUEST)
    look.apply(wording.say("Not found"), wording.lang, sheets=STYLE_SHEETS)
    with ui.element("div").classes("board-notice"):
        ui.label(title).classes("board-notice__title")
        ui.label(more)


class Board:
    """One open page: it listens to its dialogue until the page is closed."""

    def __init__(
        self,
        settings: Settings,
        watch: Watch,
        shown: BoardPicture,
        wording: Wording,
        *,
        table: str,
        view: str,
    ) -> None:
        self._settings = settings
        self._watch = watch
        self._shown = shown
        self._wording = wording
        self._stage = self._stage_of(table, view)
        self._layout = self._layout_now()
        self._moment: asyncio.TimerHandle | None = None

    def open(self, client: Client) -> None:
        """Place the surface on the page that is being built, and follow the dialogue."""
        bind(client, BOARD)
        address = {
            "home": self._settings.base_url,
            "time_zone": self._settings.time_zone,
            # Behind a proxy that does not hand on the name in the address bar each socket is a foreign one.
            "origins": self._settings.own_origins,
            "host": client.request.headers.get("host", ""),
        }
        self._surface = Surface(
            texts=self._wording.for_browser(), address=address, scene=self._scene, on_go=self._go
        )
        stop = self._watch.listen(self._hear)
        client.on_delete(stop)
        client.on_delete(self._forget_moment)

    @property
    def _picture(self) -> Picture:
        return self._shown.picture

    def _stage_of(self, table_key: str, view: str) -> View:
        table = self._picture.table_by_key(table_key)
        if table is None:
            return Overview(self._picture, self._wording)
        kind = ByQuestion if view == ViewName.QUESTIONS else ByTopic
        return kind(self._picture, self._wording, table.id)

    def _scene(self) -> Data:
        table = self._picture.tables.get(self._stage.table_id) if self._stage.table_id else None
        return {
            **self._stage.scene(),
            "join": join_of(self._settings, self._picture, table),
            "handouts": handouts_of(self._settings, self._picture),
        }

    def _go(self, table_key: str, view: str) -> None:
        self._forget_moment()
        self._stage = self._stage_of(table_key, view)
        self._surface.show_scene()

    def _hear(self, delta: Delta | None) -> None:
        if delta is None:
            # The server may also just be stopping; then the page waits for it to come back.
            if self._watch.gone:
                self._surface.show_change({"gone_for_good": True})
            return
        news = self._shown.take(delta)
        if news is None or self._is_laid_out_anew(news):
            table = self._picture.tables.get(self._stage.table_id) if self._stage.table_id else None
            self._go(table.key if table else "", self._stage.view)
            return
        self._stage.use(self._picture)
        patch = self._stage.take(news)
        if "phase" in patch.get("facts", {}):
            self._surface.show_change(patch)
            self._settle()
        elif patch:
            self._surface.show_change(patch)
        self._plan_moment()

    def _is_laid_out_anew(self, delta: Delta) -> bool:
        """Whether tables or questions are others than those that the boards show; a pause changes none."""
        if delta.tables is None and delta.questions is None:
            return False
        old, self._layout = self._layout, self._layout_now()
        return old != self._layout

    def _layout_now(self) -> tuple[object, ...]:
        picture = self._picture
        return tables_of(picture, self._wording), questions_of(picture, self._wording)

    def _plan_moment(self) -> None:
        if self._moment is None and not self._shown.is_still and self._stage.wants_moment:
            wait = max(0.0, self._stage.next_moment - time.monotonic())
            self._moment = asyncio.get_running_loop().call_later(wait, self._settle)

    def _settle(self) -> None:
        self._forget_moment()
        if not self._shown.is_still and (patch := self._stage.moment()):
            self._surface.show_change(patch)

    def _forget_moment(self) -> None:
        if self._moment is not None:
            self._moment.cancel()
            self._moment = None
