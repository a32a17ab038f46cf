"""What a process writes about an error: its kind and place, whoever logs it."""

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
    before, root.handlers = root.handlers, []
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
    finally:
        root.handlers = before
        structlog.configure(**configured)
    said = capsys.readouterr().err
    assert "Geheimes Wort" not in said
    assert said.count("KeyError") == 4
    assert said.count("test_logs.py:") >= 3
    assert "card_failed" in said
