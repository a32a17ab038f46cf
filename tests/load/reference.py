"""The bare reference of the load tests: the least that Python, HTTP and a durable commit cost.

Plain ASGI without a framework: one page of about 1 kB, one POST that stores a card (SQLite, WAL,
`synchronous=FULL`, the cards that wait share one commit), server-sent events with one coalesced chunk per
100 ms, the first at once, and a board that puts every card into its page. It speaks the same addresses as the
product and does nothing else that the product does: no tables, no languages, no rights, no signatures, no
holding back, no groups. Dots are rows of a phone and a topic's number, bounded by nothing.

    python -m tests.load.reference --port 8090 --data DIR
"""

import argparse
import asyncio
import json
import random
import sqlite3
import uuid
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import uvicorn

CODE = "BARE"
BATCH = 256
COALESCE_SECONDS = 0.1
RETRY_MILLISECONDS = (1000, 8000)
MAX_BODY = 8192
FIELDS = ("id", "table", "question", "text", "lang")

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Row = tuple[str, ...]
# Which phone, which topic, how many dots.
Ballot = tuple[str, int, int]

PHONE_PAGE = b"""<!doctype html><html lang="de"><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Referenz</title><style>body{font:1.1em sans-serif;margin:1em}textarea{width:100%}
button{padding:1em}</style>
<h1>Ihre Karte</h1><form id="f"><textarea id="t" rows="4" required></textarea><button>Senden</button></form>
<p id="s" role="status"></p><script>
const s=document.getElementById('s'),t=document.getElementById('t');
document.getElementById('f').onsubmit=async e=>{e.preventDefault();
const card={id:crypto.randomUUID(),table:'t',question:'works',text:t.value,lang:'de'};
const a=await fetch('entries',{method:'POST',body:JSON.stringify(card)});
s.textContent=a.ok?'Gespeichert':'Bitte noch einmal';if(a.ok)t.value=''};
new EventSource('events').addEventListener('state',e=>{s.textContent=JSON.parse(e.data).revision+' Karten'});
</script></html>
"""
BOARD_PAGE = b"""<!doctype html><html lang="de"><meta charset="utf-8"><title>Referenz</title>
<main id="m"></main><script>
const m=document.getElementById('m');
new EventSource('/b/BARE/events').addEventListener('cards',e=>{for(const[id,text]of JSON.parse(e.data)){
const d=document.createElement('div');d.dataset.entryId=id;d.textContent=text;m.prepend(d)}});
</script></html>
"""


class Cards:
    """The cards in SQLite and in memory; those that wait for the writer share one commit."""

    def __init__(self, path: Path) -> None:
        self._writer = ThreadPoolExecutor(1)
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            self._database.execute(f"PRAGMA {pragma}")
        self._database.execute(
            'CREATE TABLE IF NOT EXISTS entries (number INTEGER PRIMARY KEY, id TEXT UNIQUE, "table" TEXT,'
            " question TEXT, text TEXT, lang TEXT)"
        )
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS ballots (phone TEXT, group_id INTEGER, dots INTEGER,"
            " UNIQUE (phone, group_id))"
        )
        self.stored: list[Row] = self._database.execute(
            "SELECT id, text FROM entries ORDER BY number"
        ).fetchall()
        self._waiting: list[tuple[Row, asyncio.Future[int]]] = []
        self._ballots: list[tuple[Ballot, asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None
        self.on_change: Callable[[], None] = lambda: None

    async def post(self, card: Row) -> int:
        """Store a card; return the revision after its commit."""
        answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting.append((card, answer))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write_all())
        return await answer

    async def give(self, ballot: "Ballot") -> None:
        """Store what a phone gives to a topic; return after the commit."""
        answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._ballots.append((ballot, answer))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write_all())
        await answer

    async def _write_ballots(self) -> None:
        batch, self._ballots = self._ballots[:BATCH], self._ballots[BATCH:]
        ballots = [ballot for ballot, _ in batch]
        await asyncio.get_running_loop().run_in_executor(self._writer, self._count, ballots)
        for _, answer in batch:
            if not answer.done():
                answer.set_result(None)

    def _count(self, ballots: list["Ballot"]) -> None:
        self._database.execute("BEGIN IMMEDIATE")
        self._database.executemany(
            "INSERT INTO ballots VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET dots = excluded.dots", ballots
        )
        self._database.execute("COMMIT")

    async def _write_all(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting or self._ballots:
            if self._ballots:
                await self._write_ballots()
                continue
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            await loop.run_in_executor(self._writer, self._commit, [card for card, _ in batch])
            for card, answer in batch:
                self.stored.append((card[0], card[3]))
                if not answer.done():
                    answer.set_result(len(self.stored))
            self.on_change()

    def _commit(self, cards: list[Row]) -> None:
        self._database.execute("BEGIN IMMEDIATE")
        self._database.executemany(
            'INSERT OR IGNORE INTO entries (id, "table", question, text, lang) VALUES (?, ?, ?, ?, ?)', cards
        )
        self._database.execute("COMMIT")


class Hub:
    """Wakes all streams, at most once per 100 ms and the first time at once."""

    def __init__(self, cards: Cards) -> None:
        self._cards = cards
        self._changed = asyncio.Event()
        self._phase = "collect"
        self.tick: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        cards.on_change = self._changed.set

    def enter(self, phase: str) -> None:
        """Say that the phase is another."""
        self._phase = phase
        self._changed.set()

    async def run(self) -> None:
        """Tell what changed, for ever."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            told, self.tick = self.tick, asyncio.get_running_loop().create_future()
            told.set_result(self.state())
            await asyncio.sleep(COALESCE_SECONDS)

    def state(self) -> bytes:
        """Return the present state as an event."""
        revision = len(self._cards.stored)
        state = {"revision": revision, "phase": self._phase, "round": 1, "ends_at": None}
        return f"id: {revision}\nevent: state\ndata: {json.dumps(state)}\n\n".encode()

    async def follow_as_phone(self, send: Send) -> None:
        """Send each state."""
        retry = random.randint(*RETRY_MILLISECONDS)  # noqa: S311 - a spread, no secret
        await _chunk(send, f"retry: {retry}\n".encode() + self.state())
        while True:
            await _chunk(send, await asyncio.shield(self.tick))

    async def follow_as_board(self, send: Send, seen: int) -> None:
        """Send each card after the first `seen`."""
        while True:
            tick = self.tick
            if fresh := self._cards.stored[seen:]:
                seen += len(fresh)
                await _chunk(send, f"id: {seen}\nevent: cards\ndata: {json.dumps(fresh)}\n\n".encode())
            await asyncio.shield(tick)


async def _chunk(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


class Reference:
    """The application."""

    def __init__(self, data: Path) -> None:
        self._data = data

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self._cards = Cards(self._data / "reference.sqlite")
        self._hub = Hub(self._cards)
        running = asyncio.create_task(self._hub.run())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        running.cancel()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if scope["method"] == "POST" and path == f"/j/{CODE}/entries":
            await self._post(receive, send)
        elif scope["method"] == "POST" and path == f"/j/{CODE}/dots":
            await self._give(dict(scope["headers"]).get(b"cookie", b"").decode("ascii"), receive, send)
        elif scope["method"] == "POST" and path == f"/j/{CODE}/phase":
            self._hub.enter((await _read(receive)).decode("ascii"))
            await _whole(send, 200, b"application/json", b"{}")
        elif path == f"/j/{CODE}/events":
            await _stream(receive, send, self._hub.follow_as_phone(send))
        elif path == f"/b/{CODE}/events":
            seen = int(dict(scope["headers"]).get(b"last-event-id", b"0"))
            await _stream(receive, send, self._hub.follow_as_board(send, seen))
        elif path.startswith(f"/j/{CODE}"):
            await _whole(send, 200, b"text/html; charset=utf-8", PHONE_PAGE)
        elif path == f"/b/{CODE}":
            await _whole(send, 200, b"text/html; charset=utf-8", BOARD_PAGE)
        elif path == "/healthz":
            await _whole(send, 200, b"application/json", b'{"status":"ok"}')
        else:
            await _whole(send, 404, b"text/plain", b"")

    async def _give(self, phone: str, receive: Receive, send: Send) -> None:
        sent = json.loads(await _read(receive))
        cookie = b"" if phone else f"phone={uuid.uuid4().hex}".encode()
        await self._cards.give((phone or cookie.decode("ascii"), int(sent["group"]), int(sent["dots"])))
        await _whole(send, 200, b"application/json", json.dumps(sent).encode(), cookie=cookie)

    async def _post(self, receive: Receive, send: Send) -> None:
        body = await _read(receive)
        try:
            card = tuple(str(json.loads(body)[name]) for name in FIELDS)
        except (ValueError, KeyError, TypeError):
            await _whole(send, 422, b"application/json", b'{"error":"body_invalid"}')
            return
        revision = await self._cards.post(card)
        answer = json.dumps({"id": card[0], "state": "shown", "revision": revision}).encode()
        await _whole(send, 201, b"application/json", answer)


async def _read(receive: Receive) -> bytes:
    body, more = b"", True
    while more and len(body) <= MAX_BODY:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body


async def _whole(send: Send, status: int, kind: bytes, body: bytes, *, cookie: bytes = b"") -> None:
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    if cookie:
        headers.append((b"set-cookie", cookie))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _stream(receive: Receive, send: Send, following: Any) -> None:
    headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-cache")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    task = asyncio.create_task(following)
    try:
        while (await receive())["type"] != "http.disconnect":
            pass
    finally:
        task.cancel()


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    uvicorn.run(
        Reference(options.data),
        host="127.0.0.1",
        port=options.port,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=3,
        backlog=4096,
    )


if __name__ == "__main__":
    main()
