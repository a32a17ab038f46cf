"""The addresses of the phone room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import BaseRoute, Route

from workshop.phone.assets import assets, send_script
from workshop.phone.context import PhoneContext
from workshop.phone.dialogue import DialoguePages
from workshop.phone.dots import DotPages
from workshop.phone.entry import EntryAnswers
from workshop.phone.events import EventAnswers
from workshop.phone.group import GroupPages
from workshop.phone.handouts import HandoutPages
from workshop.phone.info import InfoPages
from workshop.phone.participant import Participants
from workshop.phone.state import StateAnswers
from workshop.phone.summaries import SummaryPages
from workshop.phone.write import WritePages

if TYPE_CHECKING:
    from workshop.live.services import Services


class PhonePages:
    """The participants' pages of one process.

    No table may have a key that is a fixed address below /j/{code}/ (`themes.RESERVED_TABLE_KEYS`); pages
    that tell are below `-`.
    """

    def __init__(self, services: Services) -> None:
        settings = services.settings
        context = PhoneContext(services, Participants(secret=settings.secret, is_https=settings.is_https))
        write = WritePages(settings.zone)
        dots, summaries = DotPages(context), SummaryPages(context)
        pages, info = DialoguePages(context, write, dots), InfoPages(context)
        handouts = HandoutPages(context)
        entry = EntryAnswers(context, write)
        self._events = EventAnswers(context)
        for forget in (write.forget, self._events.forget):
            services.watches.when_gone(forget)
        self.post_entry = entry.post
        self.post_dots = dots.post
        self.routes: list[BaseRoute] = [
            Route("/j", pages.join),
            Route("/j/", pages.join),
            Route("/j/-/{page}", info.show_general),
            Route("/j/{code}/entries", self.post_entry, methods=["POST"]),
            Route("/j/{code}/entries/{entry}/withdraw", entry.withdraw, methods=["POST"]),
            Route("/j/{code}/entries/{entry}/correct", entry.correct, methods=["POST"]),
            Route("/j/{code}/dots", self.post_dots, methods=["POST"]),
            Route("/j/{code}/summaries", summaries.show),
            Route("/j/{code}/summaries", summaries.post, methods=["POST"]),
            Route("/j/{code}/events", self._events.show),
            Route("/j/{code}/state", StateAnswers(context).show),
            Route("/j/{code}/mine", entry.mine),
            Route("/j/{code}/topics", GroupPages(context).show),
            Route("/j/{code}/papers", handouts.show),
            Route("/j/{code}/papers/{file}", handouts.send),
            Route("/j/{code}/-/tables", pages.tables),
            Route("/j/{code}/-/{page}", info.show),
            Route("/j/{code}", pages.show),
            Route("/j/{code}/", pages.show),
            Route("/j/{code}/{table}", pages.show),
            Route(assets().script_path, send_script),
            Route(assets().weigh_script_path, send_script),
            Route(assets().summary_script_path, send_script),
        ]

    def end_streams(self) -> None:
        """End the open event streams, because the server stops; the phones come back by themselves."""
        self._events.close()
