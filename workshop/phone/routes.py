"""The addresses of the phone room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import BaseRoute, Route

from workshop.phone.assets import assets, send_script
from workshop.phone.dialogue import DialoguePages
from workshop.phone.entry import EntryAnswers
from workshop.phone.events import EventAnswers
from workshop.phone.group import GroupPages
from workshop.phone.info import InfoPages
from workshop.phone.participant import Participants
from workshop.phone.room import Room
from workshop.phone.state import StateAnswers
from workshop.phone.write import WritePages

if TYPE_CHECKING:
    from workshop.live.services import Services

# Names below /j/{code}/ that no table may have; pages that tell are below `-`.
RESERVED = frozenset({"entries", "events", "state", "mine", "topics", "-"})


def phone_routes(services: Services) -> list[BaseRoute]:
    """Return the routes of the participants' pages."""
    settings = services.settings
    room = Room(services, Participants(secret=settings.secret, is_https=settings.is_https))
    write = WritePages()
    pages, info = DialoguePages(room, write), InfoPages(room)
    entry = EntryAnswers(room, write)
    return [
        Route("/j", pages.join),
        Route("/j/", pages.join),
        Route("/j/-/{page}", info.show_general),
        Route("/j/{code}/entries", entry.post, methods=["POST"]),
        Route("/j/{code}/entries/{entry}/withdraw", entry.withdraw, methods=["POST"]),
        Route("/j/{code}/entries/{entry}/correct", entry.correct, methods=["POST"]),
        Route("/j/{code}/events", EventAnswers(room).show),
        Route("/j/{code}/state", StateAnswers(room).show),
        Route("/j/{code}/mine", entry.mine),
        Route("/j/{code}/topics", GroupPages(room).show),
        Route("/j/{code}/-/tables", pages.tables),
        Route("/j/{code}/-/{page}", info.show),
        Route("/j/{code}", pages.show),
        Route("/j/{code}/", pages.show),
        Route("/j/{code}/{table}", pages.show),
        Route(assets().script_path, send_script),
    ]
