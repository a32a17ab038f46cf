"""What is written about refused messages: each kind once per process, and nothing of what they said."""

from enum import StrEnum

import structlog

log = structlog.get_logger()


class Fault(StrEnum):
    """Why a message or a socket is refused."""

    FOREIGN_PAGE = "a page of another site"
    ADDRESS = "an address that no page of ours makes"
    TOO_MANY = "too many sockets"
    TOO_LATE = "silence at the start"
    TOO_LONG = "too long"
    BINARY = "bytes"
    FORM = "a form that no browser sends"
    EVENT = "an event that is not on the list"
    FOREIGN_CLIENT = "another page's name"
    UNKNOWN_HANDLER = "a handler that the page does not have"


_told: set[Fault] = set()


def complain(fault: Fault) -> None:
    """Write a line about the first of a kind."""
    if fault not in _told:
        _told.add(fault)
        log.warning("socket_refused", why=str(fault), more="further ones of this kind are not logged")
