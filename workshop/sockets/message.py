"""What a browser may say over a socket: read and checked before anything else looks at it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from nicegui import json

from workshop.sockets.complaints import Fault

# Engine.IO's and Socket.IO's marks for what a page sends that has one transport and one namespace.
_HELLO, _CLOSE, _LEAVE, _PONG = "40", "1", "41", "3"
_SAID = re.compile(r"42([0-9]{0,9})(?=\[)")
_NAME_LENGTH = 64
_MOST_ARGUMENTS = 8
# The largest whole number of a browser.
_MOST_NUMBER = 2**53
_HANDSHAKE = {
    "client_id",
    "tab_id",
    "old_tab_id",
    "document_id",
    "next_message_id",
    "implicit_handshake",
    "EIO",
    "transport",
}


class Unwelcome(Exception):  # noqa: N818 - it says who, not what went wrong
    """A message that is refused."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class Kind(Enum):
    """What a message is about."""

    HELLO = auto()
    PONG = auto()
    END = auto()
    HANDSHAKE = auto()
    CONFIRMATION = auto()
    EVENT = auto()


@dataclass(frozen=True)
class Message:
    """A message of the right form; `element` and `listener` are what an event is for."""

    kind: Kind
    element: int = -1
    listener: str = ""


def read(frame: str, client_id: str) -> Message:
    """Return what a message of this page says; raise `Unwelcome` for anything else."""
    if frame == _HELLO:
        return Message(Kind.HELLO)
    if frame == _PONG:
        return Message(Kind.PONG)
    if frame in {_CLOSE, _LEAVE}:
        return Message(Kind.END)
    mark = _SAID.match(frame)
    if not mark:
        raise Unwelcome(Fault.FORM)
    match _parsed(frame[mark.end() :]):
        case ["event", dict(told)] if not mark[1]:
            made = _event(told)
        case ["ack", dict(told)] if not mark[1]:
            made = _confirmation(told)
        case ["handshake", dict(told)]:
            made = _handshake(told)
        case [str(), *_]:
            raise Unwelcome(Fault.EVENT)
        case _:
            raise Unwelcome(Fault.FORM)
    if told["client_id"] != client_id:
        raise Unwelcome(Fault.FOREIGN_CLIENT)
    return made


def is_name(value: object) -> bool:
    """Say whether a value may be the name of a page, a tab or a handler."""
    return isinstance(value, str) and 0 < len(value) <= _NAME_LENGTH and value.isascii()


def is_number(value: object) -> bool:
    """Say whether a value is a whole number that a browser can count to."""
    return type(value) is int and 0 <= value <= _MOST_NUMBER


def is_numeral(value: object) -> bool:
    """Say whether a value is such a number, or the figures of one."""
    if isinstance(value, str):
        return value.isascii() and value.isdigit() and len(value) < len(str(_MOST_NUMBER))
    return is_number(value)


def _parsed(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Unwelcome(Fault.FORM) from None


def _require(*facts: bool) -> None:
    if not all(facts):
        raise Unwelcome(Fault.FORM)


def _event(told: Mapping[str, Any]) -> Message:
    _require(told.keys() == {"id", "client_id", "listener_id", "args"})
    _require(is_number(told["id"]), is_name(told["listener_id"]), isinstance(told["args"], list))
    _require(len(told["args"]) <= _MOST_ARGUMENTS)
    for each in told["args"]:
        _require(each is None or isinstance(each, str))
        if each is not None:
            _parsed(each)
    return Message(Kind.EVENT, told["id"], told["listener_id"])


def _confirmation(told: Mapping[str, Any]) -> Message:
    _require(told.keys() == {"client_id", "next_message_id"}, is_number(told.get("next_message_id")))
    return Message(Kind.CONFIRMATION)


def _handshake(told: Mapping[str, Any]) -> Message:
    _require(told.keys() <= _HANDSHAKE, *is_shake(told))
    return Message(Kind.HANDSHAKE)


def is_shake(told: Mapping[str, Any]) -> tuple[bool, ...]:
    """Say of each part of a handshake whether it may be one, in an address as in a message."""
    old_tab, count = told.get("old_tab_id"), told.get("next_message_id")
    names = (is_name(told.get(name)) for name in ("client_id", "tab_id", "document_id"))
    return (*names, not old_tab or is_name(old_tab), count is None or is_numeral(count))
