"""The photos of a dialogue, or of one table in the hands of its host."""

from nicegui import ui

from workshop import look
from workshop.console.frame.deeds import Deed
from workshop.console.frame.dialogue_frame import Section
from workshop.console.frame.watched_page import WatchedPage
from workshop.console.kit.controls import Tag, box
from workshop.console.sections.photos.told import (
    Blurred,
    Described,
    Moved,
    blurred_of,
    described_of,
    moved_of,
    photo_of,
)
from workshop.console.wording.photos import photo_texts
from workshop.domain import bounds
from workshop.domain.errors import NotFoundError, Refusal
from workshop.domain.photo import blur_photo, delete_photo, describe_photo, move_photo
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.photo import PhotoView, photos_of, picture_of
from workshop.domain.rights import Actor


class PhotoBoard(ui.element, component="photos.js", esm={"workshop-photos": "pieces"}):
    """The list in the browser, which makes a picture small before it sends it, and marks places on one."""


class PhotosSection(Section):
    """The list of photos and the way to add one; with `table_id` only those of that table."""

    def __init__(self, page: WatchedPage, table_id: int | None = None) -> None:
        self._page, self._table_id = page, table_id
        self._photos: tuple[PhotoView, ...] = ()
        _ = page.gettext
        if table_id is None:
            with box("section-head"):
                Tag("h2", _("Photos"))
            Tag(
                "p",
                _("Flip charts and walls as they were at the end. The photos go into the minutes and files."),
                "intro",
            )
        self._board = PhotoBoard()
        look.set_props(
            self._board,
            texts=photo_texts(gettext=_),
            address=f"/console/{page.code}/photos",
            most={
                "photos": bounds.PHOTOS,
                "caption": bounds.PHOTO_CAPTION,
                # What is said of a picture stands in front of it.
                "bytes": bounds.PHOTO_STORED,
                "side": bounds.PHOTO_SIDE,
            },
            isReady=False,
        )
        self._board.on("describe", page.told(Deed.PHOTOS_DESCRIBE, self._describe, described_of))
        self._board.on("move", page.told(Deed.PHOTOS_MOVE, self._move, moved_of))
        self._board.on("blur", page.told(Deed.PHOTOS_BLUR, self._blur, blurred_of))
        self._board.on("erase", page.told(Deed.PHOTOS_DELETE, self._delete, photo_of))
        self._show_tables()
        page.later(self._read(), name="read the photos")

    def apply(self, delta: Delta) -> None:
        """Take a change in."""
        if delta.tables is not None:
            self._show_tables()
            self._show()
        if delta.photos:
            self._page.later(self._read(), name="read the photos")

    async def _read(self) -> None:
        page = self._page
        async with page.store.read() as session:
            self._photos = await photos_of(session, page.dialogue_id)
        if not self._board.is_deleted:
            self._show()

    def _show_tables(self) -> None:
        page = self._page
        tables = [
            {"key": table.key, "name": f"{table.number} {table.title(page.lang)}"}
            for table in page.picture.tables.values()
            if self._table_id in {None, table.id}
        ]
        look.set_props(self._board, tables=tables, isWhole=self._table_id is None)

    def _show(self) -> None:
        tables = self._page.picture.tables
        shown = [
            each
            for each in self._photos
            if (each.table_id in tables or each.table_id is None) and self._table_id in {None, each.table_id}
        ]
        rows = [
            {
                "id": each.id,
                "number": number,
                "table": tables[each.table_id].key if each.table_id else "",
                "caption": each.caption,
                "wide": each.width,
                "high": each.height,
                "version": each.version,
            }
            for number, each in enumerate(shown, start=1)
        ]
        look.set_props(self._board, rows=rows, isReady=True)

    def _table_of(self, key: str) -> int | None:
        table = self._page.picture.table_by_key(key) if key else None
        if key and table is None:
            raise NotFoundError(Refusal.TABLE_UNKNOWN)
        return table.id if table else None

    async def _describe(self, actor: Actor, said: Described) -> None:
        page = self._page
        await describe_photo(
            page.store,
            actor=actor,
            dialogue_id=page.dialogue_id,
            photo_id=said.photo,
            caption=said.caption,
            table_id=self._table_of(said.table),
            seen_version=said.seen,
        )
        self._done(said.photo)

    async def _move(self, actor: Actor, moved: Moved) -> None:
        page = self._page
        where = {"dialogue_id": page.dialogue_id, "photo_id": moved.photo}
        await move_photo(page.store, actor=actor, by=moved.by, **where)

    async def _blur(self, actor: Actor, blurred: Blurred) -> None:
        page, where = self._page, {"dialogue_id": self._page.dialogue_id, "photo_id": blurred.photo}
        async with page.store.read() as session:
            now = await picture_of(session, page.dialogue_id, blurred.photo)
        actor.require_place(page.dialogue_id, now.table_id)
        picture = await page.services.photos.take(now.content, blurred.marks)
        # The version that was read here could be a later one than what somebody painted on.
        await blur_photo(page.store, actor=actor, picture=picture, seen_version=blurred.seen, **where)
        self._done(blurred.photo)
        page.say(page.gettext("The places are unrecognisable for good; the photo before is gone."))

    async def _delete(self, actor: Actor, photo: int) -> None:
        page = self._page
        await delete_photo(page.store, actor=actor, dialogue_id=page.dialogue_id, photo_id=photo)
        page.say(page.gettext("The photo is deleted."))

    def _done(self, photo: int) -> None:
        """Let the browser close what it has open for a photo: it is stored."""
        if not self._board.is_deleted:
            self._board.run_method("done", photo)
