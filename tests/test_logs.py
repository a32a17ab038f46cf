"""What a process writes about an error: its kind and place, whoever logs it."""

import asyncio
import errno
import io
import logging

import pytest
import structlog
import uvicorn

from workshop.logs import configure_logs, log_error

pytestmark = pytest.mark.unit


def _break() -> None:
    raise KeyError("Geheimes Wort")


def test_error_that_anybody_logs_says_nothing_of_a_text(
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = logging.getLogger()
    before, root.handlers, level = root.handlers, [], root.level
    configured = structlog.get_config()
    uvicorn.Config("app:app")  # brings handlers of its own, as a server of a test does
    try:
        configure_logs()
        try:
            _break()
        except KeyError as error:
            logging.getLogger("nicegui").exception(error)  # noqa: TRY401 - as NiceGUI does
            logging.getLogger("uvicorn.error").exception("Exception in ASGI application", exc_info=error)
            log_error("card_failed", error, of="us")
            loop = asyncio.new_event_loop()
            told = {
                "message": "Task exception was never retrieved",
                "exception": error,
                "handle": repr(error),
            }
            loop.default_exception_handler(told)
            loop.close()
            logging.getLogger("asyncio").warning("Executing %s took %.3f seconds", repr(error), 1)
        root.setLevel(1)
        for name in ("aiosqlite", "websockets.server", "psycopg", "asyncio"):
            logging.getLogger(name).debug("Geheimes Wort")
    finally:
        root.handlers = before
        root.setLevel(level)
        structlog.configure(**configured)
    said = capsys.readouterr().err
    assert "Geheimes Wort" not in said
    assert said.count("KeyError") == 5
    assert said.count("test_logs.py:") >= 3
    assert "card_failed" in said
    assert "Task exception was never retrieved" in said
    assert "Executing\n" in said


class FullDisk(io.StringIO):
    """Where nothing more can be written."""

    def write(self, _text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    def flush(self) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_line_that_cannot_be_written_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    root = logging.getLogger()
    before, root.handlers, level = root.handlers, [], root.level
    configured = structlog.get_config()
    monkeypatch.setattr("sys.stderr", FullDisk())
    went_on = []
    try:
        configure_logs()
        structlog.get_logger().warning("watch_read_failed")
        log_error("request_failed", KeyError("x"))
        logging.getLogger("uvicorn.error").error("Exception in ASGI application")
        went_on.append(True)
    finally:
        monkeypatch.undo()
        root.handlers = before
        root.setLevel(level)
        structlog.configure(**configured)
    assert went_on
