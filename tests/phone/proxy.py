"""A network that fails on demand: cut, answers lost after they were given, events held back."""

import asyncio
import contextlib
import re
import threading

from tests.ports import free_port


class Proxy:
    """Forwards TCP to the server; the flags may be changed at any time."""

    def __init__(self, target: int) -> None:
        self.port = free_port()
        self.cut = False
        self.answers_to_lose = 0
        self.buffers_events = False
        # What the streams of events sent meanwhile.
        self.held = b""
        self.posts = 0
        self._target = target
        self._streams: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._writers: set[asyncio.StreamWriter] = set()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Start and wait until it listens."""
        self._thread.start()
        assert self._ready.wait(10)

    def stop(self) -> None:
        """Close everything."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def set_cut(self, cut: bool) -> None:
        """Cut the network, with what is open on it, or mend it."""
        self.cut = cut
        if cut:
            self._loop.call_soon_threadsafe(self._abort_all)

    def release(self, events: bytes) -> None:
        """Let so much of what was held go to the phones that still wait for it."""

        def write() -> None:
            for writer in self._streams & self._writers:
                writer.write(events)

        self._loop.call_soon_threadsafe(write)

    def _abort_all(self) -> None:
        for writer in tuple(self._writers):
            writer.transport.abort()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", self.port))
        self._ready.set()
        self._loop.run_forever()
        server.close()
        self._abort_all()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.cut:
            writer.transport.abort()
            return
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self._target)
        self._writers |= {writer, there_writer}
        seen = {"post": False, "events": False}
        try:
            back = asyncio.create_task(self._back(there_reader, writer, seen))
            with contextlib.suppress(OSError, asyncio.CancelledError):
                while data := await reader.read(65536):
                    if data.startswith(b"POST "):
                        seen["post"] = True
                        self.posts += 1
                    if re.match(rb"GET \S+/events[? ]", data):
                        seen["events"] = True
                    there_writer.write(data)
            there_writer.close()
            with contextlib.suppress(asyncio.CancelledError):
                await back
        finally:
            self._writers -= {writer, there_writer}
            writer.close()

    async def _back(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seen: dict[str, bool]
    ) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                if seen["events"] and self.buffers_events:
                    self.held += data
                    self._streams.add(writer)
                    continue
                if seen["post"] and self.answers_to_lose:
                    # The server has committed, for it answers only then.
                    self.answers_to_lose -= 1
                    writer.transport.abort()
                    return
                seen["post"] = False
                writer.write(data)
        with contextlib.suppress(OSError):
            writer.close()
