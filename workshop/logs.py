"""What a process writes about itself: to standard error, and never what people wrote."""

import contextlib
import io
import logging
import sys
import traceback
from copy import copy
from types import TracebackType
from typing import Any, TextIO, cast

import structlog

# Libraries that write the values of statements and the content of messages when they are asked for more than
# warnings: cards would stand in the log of whoever looks for a fault.
TALKATIVE = (
    *("aiosqlite", "asyncio", "concurrent", "sqlalchemy", "psycopg", "uvicorn", "websockets"),
    *("engineio", "socketio", "nicegui", "multipart", "python_multipart", "httpx", "httpcore"),
)


class Lenient(io.TextIOBase):
    """A stream that stops nobody who writes: what a full disk or a broken pipe does not take is dropped.

    Loops that outlive every fault of the database write a line about it, and must outlive that line too.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str, /) -> int:
        """Write what can be written."""
        with contextlib.suppress(OSError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Hand on what was written."""
        with contextlib.suppress(OSError):
            self._stream.flush()


def configure_logs() -> None:
    """Set logs up; every process calls it, also those that another one started."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    libraries = [
        each for each in logging.root.manager.loggerDict.values() if isinstance(each, logging.Logger)
    ]
    for library in libraries:
        # A library that brought handlers of its own would write past the formatter.
        library.handlers.clear()
        library.propagate = True
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("asyncio").addFilter(_first_line_only)
    for handler in logging.getLogger().handlers:
        handler.setFormatter(_KindOnly(logging.BASIC_FORMAT))
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", Lenient(sys.stderr))),
        # Without the values of variables: those may be what people wrote.
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ],
    )


def _first_line_only(record: logging.LogRecord) -> bool:
    """Cut what asyncio says of an error or a slow call: below it, or in its values, stand the call's."""
    record.msg, record.args = str(record.msg).split("\n", 1)[0].split("%", 1)[0].strip(), None
    return True


class _KindOnly(logging.Formatter):
    """Writes of an error that a library logs its kind and place: its message may hold what people wrote."""

    def formatException(self, ei: Any) -> str:  # noqa: N802, ANN401 - the name and type of the library
        return f"{ei[0].__name__} at {_places(ei[2])}"

    def format(self, record: logging.LogRecord) -> str:
        if isinstance(record.msg, BaseException):
            record = copy(record)
            record.msg = type(record.msg).__name__
        return super().format(record)


def log_error(event: str, error: BaseException, **facts: str) -> None:
    """Log an error by its kind and place only: its message may hold what people wrote."""
    at = _places(error.__traceback__)
    structlog.get_logger().error(event, error=type(error).__name__, at=at, **facts)


def _places(trace: TracebackType | None) -> str:
    places = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in traceback.extract_tb(trace)]
    return " > ".join(places[-6:])
