"""Server-sent events: each change of a dialogue is encoded once and handed to every open phone."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import time
from typing import TYPE_CHECKING

from starlette.responses import Response

from workshop.models import Phase
from workshop.phone.state import HEADERS, halts_of, state_json, unknown_dialogue
from workshop.phone.write import counts_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

    from workshop.domain.queries.changes import Delta
    from workshop.live.watch import Watch
    from workshop.phone.context import PhoneContext

HEARTBEAT_SECONDS = 15.0
# A new phase goes out at once; that there are more cards is told no faster than so many phones a second.
NEWS_PER_SECOND = 1000
# So many streams are written to in one go: a card that somebody sends meanwhile comes in between.
AT_ONCE = 20
# Of a revision; longer ones are no number of ours.
MOST_DIGITS = 18
# After a restart a thousand phones come back within this span, not in the same moment.
RETRY_MILLISECONDS = (1000, 8000)


def state_chunk(watch: Watch) -> bytes:
    """Return the present state as an event, and how many cards there are as another."""
    picture = watch.picture
    counts = json.dumps(counts_json(picture), separators=(",", ":"))
    state = f"id: {picture.revision}\nevent: state\ndata: {state_json(picture)}\n\n"
    # A paused clock has no end; how much is left of it comes beside the state, which stays as it was.
    left = picture.dialogue.paused_seconds
    pause = "" if left is None else f"event: pause\ndata: {left}\n\n"
    halt = f"event: halt\ndata: {halts_of(picture)}\n\n"
    # What there is to give dots to has changed, if the page was made of another state.
    topics = f"event: topics\ndata: {picture.told_at}\n\n" if picture.dialogue.phase == Phase.WEIGH else ""
    return f"{state}{pause}{halt}{topics}event: counts\ndata: {counts}\n\n".encode()


# A phone knows its own cards by so many characters of their ids; another that begins alike asks in vain.
ID_START = 8


def own_chunk(ids: Sequence[str] | None) -> bytes:
    """Return the event that these cards were held, hidden or shown again; `None`: that any of all may be."""
    starts = ",".join(sorted({each[:ID_START] for each in ids or ()}))
    return f"event: own\ndata: {starts}\n\n".encode()


def beat_chunk() -> bytes:
    """Return a heartbeat: a comment that keeps proxies awake, and the server's clock for the countdown."""
    return f":\nevent: now\ndata: {int(time.time() * 1000)}\n\n".encode()


class Phone:
    """One open stream: what it has yet to send, and what wakes it."""

    __slots__ = ("beats", "gone", "seen", "wake")

    def __init__(self, seen: int, beats: int) -> None:
        self.seen = seen
        self.beats = beats
        self.gone = False
        self.wake = asyncio.Event()


class Hub:
    """Fans the changes of one dialogue out to its open phones; the watch already coalesces them."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.over = False
        self._take_state()
        self.beat = beat_chunk()
        self.beats = 0
        self.phones: set[Phone] = set()
        self._heart: asyncio.Task[None] | None = None
        self._facts = _facts_of(watch)
        self._told_at = 0.0
        self._news: asyncio.TimerHandle | None = None
        self._stop = watch.listen(self._hear)

    def enter(self, seen: int) -> Phone:
        """Take a phone in."""
        phone = Phone(seen, self.beats)
        self.phones.add(phone)
        if self._heart is None and not self.over:
            self._heart = asyncio.create_task(self._beat())
        return phone

    def leave(self, phone: Phone) -> None:
        """Let a phone go."""
        self.phones.discard(phone)

    def close(self) -> None:
        """Stop listening."""
        self.over = True
        self._stop()
        for timer in (self._heart, self._news):
            if timer is not None:
                timer.cancel()
        self._wake()

    def _hear(self, delta: Delta | None) -> None:
        if delta is None:
            self.close()
            return
        facts, self._facts = self._facts, _facts_of(self.watch)
        if facts != self._facts:
            self._tell()
        elif self._news is None and self.watch.picture.told_at > self._told_of:
            rest = self._told_at + len(self.phones) / NEWS_PER_SECOND - time.monotonic()
            if rest <= 0:
                self._tell()
            else:
                self._news = asyncio.get_running_loop().call_later(rest, self._tell)

    def _tell(self) -> None:
        if self._news is not None:
            self._news.cancel()
            self._news = None
        self._told_at = time.monotonic()
        self._take_state()
        self._wake()

    def _take_state(self) -> None:
        self.revision = self.watch.picture.revision
        # Dots that somebody gives are no news to others.
        self._told_of = self.watch.picture.told_at
        self._restated = self.watch.picture.restated
        self._state = state_chunk(self.watch)
        # By what a phone has seen; most have seen the same.
        self._own_and_state: dict[int, bytes] = {}

    def news_for(self, phone: Phone) -> bytes:
        """Return what a phone does not know yet; nothing if it knows all."""
        seen, phone.seen = phone.seen, self.revision
        if seen == self.revision:
            return b""
        if not 0 <= seen < self._restated:
            return self._state
        known = self._own_and_state.get(seen)
        if known is None:
            # The picture may be ahead of what is told here, and never behind.
            known = self._own_and_state[seen] = (
                own_chunk(self.watch.picture.restated_since(seen)) + self._state
            )
        return known

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            self.beat = beat_chunk()
            self.beats += 1
            self._wake()

    def _wake(self) -> None:
        self._wake_some(tuple(self.phones), 0)

    def _wake_some(self, phones: Sequence[Phone], start: int) -> None:
        for phone in phones[start : start + AT_ONCE]:
            phone.wake.set()
        if len(phones) > start + AT_ONCE:
            asyncio.get_running_loop().call_soon(self._wake_some, phones, start + AT_ONCE)


def _facts_of(watch: Watch) -> tuple[object, ...]:
    dialogue = watch.picture.dialogue
    clock = dialogue.round, dialogue.ends_at, dialogue.paused_seconds
    return dialogue.phase, dialogue.tally_closed_at, *clock, halts_of(watch.picture)


class EventStream(Response):
    """The endless answer to one phone: one task waits for changes, one for the phone to go."""

    def __init__(self, hub: Hub, *, seen: int) -> None:
        super().__init__(
            media_type="text/event-stream",
            headers=HEADERS | {"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"},
        )
        del self.headers["content-length"]
        self._hub = hub
        self._seen = seen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the start, and then whatever changes."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        phone = self._hub.enter(self._seen)
        watcher = asyncio.create_task(_until_gone(phone, receive))
        try:
            await self._run(phone, send)
        finally:
            self._hub.leave(phone)
            watcher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watcher

    async def _run(self, phone: Phone, send: Send) -> None:
        hub = self._hub
        retry = random.randint(*RETRY_MILLISECONDS)  # noqa: S311 - a spread, not a secret
        first = f"retry: {retry}\n".encode() + hub.news_for(phone)
        await send({"type": "http.response.body", "body": first + beat_chunk(), "more_body": True})
        while not (phone.gone or hub.over):
            await phone.wake.wait()
            phone.wake.clear()
            chunk = hub.news_for(phone)
            if phone.beats != hub.beats:
                phone.beats = hub.beats
                chunk += hub.beat
            if chunk and not phone.gone:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        if not phone.gone:
            await send({"type": "http.response.body", "body": b""})


async def _until_gone(phone: Phone, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    phone.gone = True
    phone.wake.set()


class EventAnswers:
    """The handler of the event stream, with one hub per dialogue that somebody listens to."""

    def __init__(self, context: PhoneContext) -> None:
        self._context = context
        self._hubs: dict[str, Hub] = {}
        self._over = False

    async def show(self, request: Request) -> Response:
        """Open a stream."""
        watch = await self._context.watch(request)
        if watch is None:
            return unknown_dialogue(request, self._context)
        # A page that was in the background opens a new stream, and says itself what it knows.
        last = request.headers.get("last-event-id") or request.query_params.get("seen", "")
        last = last[:MOST_DIGITS]
        return EventStream(self._hub(watch), seen=int(last) if last.isascii() and last.isdigit() else -1)

    def _hub(self, watch: Watch) -> Hub:
        for code, hub in tuple(self._hubs.items()):
            if hub.over or (not hub.phones and hub.watch is not watch):
                hub.close()
                del self._hubs[code]
        code = watch.picture.dialogue.code
        known = self._hubs.get(code)
        if known is None or known.watch is not watch:
            known = self._hubs[code] = Hub(watch)
        if self._over:
            known.close()
        return known

    def forget(self, dialogue_id: int) -> None:
        """Drop the hub of a dialogue that is gone."""
        for code, hub in tuple(self._hubs.items()):
            if hub.watch.picture.dialogue.id == dialogue_id:
                hub.close()
                del self._hubs[code]

    def close(self) -> None:
        """End all streams; one that is opened after this sends the present state and ends."""
        # Every connection of a stopping server calls this; one of thousands is enough to wake all phones.
        if not self._over:
            self._over = True
            for hub in self._hubs.values():
                hub.close()
