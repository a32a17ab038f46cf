"""Group commit: what waits for the writer is stored together, and each is answered after the commit."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Generic, TypeVar

from sqlalchemy.exc import IntegrityError

from workshop.domain.errors import DomainError

# The most that share a commit: more would only make the first of them wait.
BATCH = 256
Item = TypeVar("Item")
Answer = TypeVar("Answer")


class GroupCommit(Generic[Item, Answer]):
    """Hands what comes in on to `write`, many at once, which commits and returns an answer for each.

    An `IntegrityError` of many lets each be written alone, so that it gets its own answer. Any error but a
    `DomainError` means that nothing was stored.
    """

    def __init__(self, write: Callable[[Sequence[Item]], Awaitable[Sequence[Answer | DomainError]]]) -> None:
        self._write = write
        self._waiting: list[tuple[Item, asyncio.Future[Answer]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def put(self, item: Item) -> Answer:
        """Store one and return its answer, after the commit; raises what the answer is or `write` raised."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_all())
        return await answer

    async def _write_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            try:
                await self._write_batch(batch)
            except IntegrityError as error:
                # Another process stored the same elsewhere just now: one by one, each gets its answer.
                if len(batch) == 1:
                    _fail(batch, error)
                for waiting in batch if len(batch) > 1 else ():
                    await self._write_alone(waiting)
            except Exception as error:  # noqa: BLE001 - whatever it is, those who wait must hear of it
                _fail(batch, error)

    async def _write_alone(self, waiting: "tuple[Item, asyncio.Future[Answer]]") -> None:
        try:
            await self._write_batch([waiting])
        except Exception as error:  # noqa: BLE001 - as above
            _fail([waiting], error)

    async def _write_batch(self, batch: "Sequence[tuple[Item, asyncio.Future[Answer]]]") -> None:
        answers = await self._write([item for item, _ in batch])
        for (_, future), answer in zip(batch, answers, strict=True):
            if future.done():
                continue
            if isinstance(answer, DomainError):
                future.set_exception(answer)
            else:
                future.set_result(answer)


def _fail(batch: "Iterable[tuple[Item, asyncio.Future[Answer]]]", error: Exception) -> None:
    for _, future in batch:
        if not future.done():
            future.set_exception(error)
