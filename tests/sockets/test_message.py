"""What a browser may say: a message of any other form is refused before anything looks into it."""

import json

import pytest

from workshop.sockets.complaints import Fault
from workshop.sockets.message import Kind, Unwelcome, read

pytestmark = pytest.mark.unit
ME = "5f7f7f0e-6d3f-4dc5-9f5c-0d2f3a3c2b11"
EVENT = {"id": 7, "client_id": ME, "listener_id": "a-b-c", "args": ['{"x": 1}', None]}
ACK = {"client_id": ME, "next_message_id": 12}
SHAKE = {"client_id": ME, "tab_id": "t", "old_tab_id": None, "document_id": "d", "next_message_id": 0}


def said(event: object, *data: object, number: str = "") -> str:
    return f"42{number}" + json.dumps([event, *data])


@pytest.mark.parametrize(
    ("frame", "kind"),
    [
        ("40", Kind.HELLO),
        ("3", Kind.PONG),
        ("1", Kind.END),
        ("41", Kind.END),
        (said("event", EVENT), Kind.EVENT),
        (said("event", EVENT | {"args": []}), Kind.EVENT),
        (said("ack", ACK), Kind.CONFIRMATION),
        (said("handshake", SHAKE, number="0"), Kind.HANDSHAKE),
        (said("handshake", SHAKE | {"next_message_id": "3", "implicit_handshake": False}), Kind.HANDSHAKE),
    ],
)
def test_what_a_browser_says_is_read(frame: str, kind: Kind) -> None:
    assert read(frame, ME).kind == kind


def test_an_event_says_for_which_handler_it_is() -> None:
    message = read(said("event", EVENT), ME)
    assert (message.element, message.listener) == (7, "a-b-c")


BROKEN_FRAMES = [
    "",
    "2",
    "2probe",
    "5",
    "6",
    "4",
    "40{}",
    "40/other,",
    "42",
    "42{}",
    "42[",
    "42[]",
    '42["event"',
    "42" + "[" * 5000,
    '42["event",' + "[" * 5000 + "]" * 5000 + "]",
    "42/other," + said("event", EVENT)[2:],
    "42" + "9" * 12 + "[]",
    "43[]",
    "44{}",
    "451-" + json.dumps(["event", {"_placeholder": True, "num": 0}]),
    "461-0[]",
    "b4AAAA",
    said("event", EVENT) + " x",
    '42["event",NaN]',
    '42["event","\\ud800"]',
    said(None, EVENT),
    said(["event"], EVENT),
    said({"event": 1}, EVENT),
    said("event", [EVENT]),
    said("event", EVENT, number="1"),
]
BROKEN_EVENTS = [
    {},
    EVENT | {"more": 1},
    EVENT | {"id": "7"},
    EVENT | {"id": True},
    EVENT | {"id": -1},
    EVENT | {"id": 7.5},
    EVENT | {"id": 2**60},
    EVENT | {"id": [7]},
    EVENT | {"listener_id": None},
    EVENT | {"listener_id": ""},
    EVENT | {"listener_id": "x" * 65},
    EVENT | {"listener_id": ["a"]},
    EVENT | {"listener_id": "ä"},
    EVENT | {"args": None},
    EVENT | {"args": "[]"},
    EVENT | {"args": {"0": "1"}},
    EVENT | {"args": [1]},
    EVENT | {"args": ["no JSON"]},
    EVENT | {"args": ["NaN"]},
    EVENT | {"args": ["[" * 5000]},
    EVENT | {"args": ["1"] * 9},
]
BROKEN_OTHERS = [
    said("ack", {}),
    said("ack", ACK | {"next_message_id": "12"}),
    said("ack", ACK | {"next_message_id": None}),
    said("ack", ACK | {"next_message_id": 1e30}),
    said("ack", ACK | {"more": 1}),
    said("ack", ACK, number="5"),
    said("handshake", {}),
    said("handshake", SHAKE | {"tab_id": {}}),
    said("handshake", SHAKE | {"document_id": "x" * 65}),
    said("handshake", SHAKE | {"old_tab_id": ["x"]}),
    said("handshake", SHAKE | {"next_message_id": "x"}),
    said("handshake", SHAKE | {"next_message_id": "٣"}),
    said("handshake", SHAKE | {"next_message_id": "9" * 400}),
    said("handshake", SHAKE | {"more": 1}),
]


@pytest.mark.parametrize(
    "frame", [*BROKEN_FRAMES, *(said("event", each) for each in BROKEN_EVENTS), *BROKEN_OTHERS]
)
def test_a_message_of_another_form_is_refused(frame: str) -> None:
    with pytest.raises(Unwelcome) as refused:
        read(frame, ME)
    assert refused.value.fault in {Fault.FORM, Fault.EVENT}


@pytest.mark.parametrize(
    "event",
    ["log", "javascript_response", "too_long_message", "connect", "disconnect", "message", "Event", ""],
)
def test_an_event_that_is_not_on_the_list_is_refused(event: str) -> None:
    with pytest.raises(Unwelcome) as refused:
        read(said(event, {"client_id": ME, "level": "error", "message": "x"}), ME)
    assert refused.value.fault == Fault.EVENT


@pytest.mark.parametrize(("event", "told"), [("event", EVENT), ("ack", ACK), ("handshake", SHAKE)])
@pytest.mark.parametrize("name", ["another", ME.upper(), ME + " "])
def test_a_message_under_another_pages_name_is_refused(
    event: str, told: dict[str, object], name: str
) -> None:
    with pytest.raises(Unwelcome) as refused:
        read(said(event, told | {"client_id": name}), ME)
    assert refused.value.fault == Fault.FOREIGN_CLIENT
