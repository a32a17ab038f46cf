"""What every page of the console shares: language, rights at each deed, messages, how errors are told."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from nicegui import background_tasks, ui
from nicegui.events import GenericEventArguments
from starlette.requests import HTTPConnection, Request

from workshop.console.frame.deeds import Click, Deed, Detail, Need, Submit, Told
from workshop.console.frame.enter import language_of_request
from workshop.console.frame.head import add_head
from workshop.console.frame.key import key_of
from workshop.console.kit.controls import Handler, Tag, button, values_of
from workshop.console.wording.errors import error_sentence
from workshop.domain.errors import DomainError, ForbiddenError, Refusal
from workshop.domain.grant import actor_of_key
from workshop.domain.rights import Actor
from workshop.i18n import catalogue
from workshop.live.services import Services
from workshop.logs import log_error
from workshop.sockets.binding import bind
from workshop.sockets.policy import CONSOLE, GUEST

# Long enough to read it and to reach the button beside it.
MESSAGE_SECONDS = 12.0
# Not at once: an answer that brings a new key may still be on its way to this browser.
_LOAD_ANEW = "() => setTimeout(() => location.reload(), 1500)"


@dataclass(frozen=True)
class Offer:
    """A button beside a message: what it says, and what it does."""

    text: str
    name: Deed
    deed: Click


class Page:
    """One open page of one person; its texts, its cookie's key and the place for messages."""

    policy = CONSOLE

    def __init__(self, services: Services, request: Request, *, title: str = "") -> None:
        self.services = services
        self.store = services.store
        self.lang = language_of_request(request)
        texts = catalogue("console", self.lang)
        self.gettext, self.ngettext = texts.gettext, texts.ngettext
        self._key = self._key_of(request)
        self.client = ui.context.client
        self._binding = bind(self.client, self.policy, key=self._key, key_of=self._key_of)
        self.is_locked = False
        if self.policy is not GUEST:
            self.client.on_delete(services.watches.rights.hold(self._key, self._hear_rights))
        self._message_number = 0
        add_head(title or "Workshop", self.lang)
        self.root = ui.element("div").classes("console")
        self.overlay = ui.element("div").classes("overlay")
        self.notices = ui.element("div").classes("notices")
        with self.notices:
            self._messages = ui.element("div").classes("messages")
            self._messages.props["role"] = "status"

    def _key_of(self, connection: HTTPConnection) -> str | None:
        return key_of(connection, self.services.settings)

    def _hear_rights(self, actor: Actor) -> None:
        """Lock the page when its right is taken back, before it hears of anything that comes after that."""
        if not self.permits(actor):
            self.lock()

    async def actor(self) -> Actor:
        """Return who holds this page's cookie now: asked anew, for a right may have been taken back."""
        return await actor_of_key(self.store, self._key)

    def permits(self, actor: Actor) -> bool:
        """Say whether the actor may be on this page at all."""
        return bool(actor.rights)

    def meets(self, actor: Actor, need: Need) -> bool:
        """Say whether the actor may call a handler with this need on this page."""
        return actor.is_organiser if need == Need.ORGANISER else self.permits(actor)

    def _require(self, actor: Actor, need: Need) -> None:
        if not self.meets(actor, need):
            raise ForbiddenError(Refusal.FORBIDDEN)

    def click(self, name: Deed, deed: Click, *, problem: Tag | None = None, in_turn: bool = False) -> Handler:
        """Return the handler of a click; see `told`."""
        return self.told(name, lambda actor, _: deed(actor), lambda _: None, problem=problem, in_turn=in_turn)

    def submit(self, name: Deed, deed: Submit, *, problem: Tag | None = None) -> Handler:
        """Return the handler of a form, which does the deed with its values; see `told`."""
        return self.told(name, deed, values_of, problem=problem)

    def told(
        self,
        name: Deed,
        deed: Told[Detail],
        read: Callable[[object], Detail],
        *,
        problem: Tag | None = None,
        in_turn: bool = False,
    ) -> Handler:
        """Return an event handler that asks for rights, does the deed, and tells what went wrong.

        `read` makes of what the browser sent what the deed takes, or raises `RefusedError`. A second event
        while the deed is under way is dropped; with `in_turn` it waits (for boxes and lists). `problem` is
        where a form says what went wrong; without it there is a message.
        """
        turn = asyncio.Lock()

        async def run(event: GenericEventArguments) -> None:
            if self.is_locked or (turn.locked() and not in_turn):
                return
            await turn.acquire()
            try:
                actor = await self.actor()
                self._require(actor, name.need)
                if problem:
                    problem.set_text("")
                await deed(actor, read(event.args))
            except DomainError as error:
                await self._refused(error, problem)
            except Exception as error:  # noqa: BLE001 - whatever it is, the person must hear of it
                log_error("console_deed_failed", error, deed=name)
                self.say(
                    self.gettext("Something went wrong; nothing was changed. Please try again."),
                    tone="problem",
                )
            finally:
                turn.release()

        return run

    async def _refused(self, error: DomainError, problem: Tag | None) -> None:
        sentence = error_sentence(error, gettext=self.gettext)
        if isinstance(error, ForbiddenError) and not self.permits(await self.actor()):
            self.lock()
        elif problem and not problem.is_deleted:
            problem.set_text(sentence)
        else:
            self.say(sentence, tone="problem")

    def say(self, text: str, offer: Offer | None = None, *, tone: str = "plain") -> None:
        """Show a message for a while, with a button for the way back if any; the newest replaces others."""
        if self.client.is_deleted or self.is_locked:
            return
        self._message_number += 1
        number = self._message_number
        self._messages.clear()
        with self._messages, ui.element("div").classes(f"message message-{tone}"):
            Tag("span", text, "message-text")
            if offer:

                async def take_back(actor: Actor) -> None:
                    self._messages.clear()
                    await offer.deed(actor)

                button(offer.text, self.click(offer.name, take_back), "message-action")
            close = button("✕", classes="message-close", aria_label=self.gettext("Close"))
            close.on("click", lambda: self._forget(number), args=[])
            ui.timer(MESSAGE_SECONDS, lambda: self._forget(number), once=True)

    def _forget(self, number: int) -> None:
        if number == self._message_number and not self._messages.is_deleted:
            self._messages.clear()

    def lock(self, *, is_missing: bool = False) -> None:
        """Take everything off the page: who looks at it has no right any longer, or it is gone."""
        if self.is_locked:
            return
        self.is_locked = True
        self.close()
        if self.client.is_deleted:
            return
        if not is_missing:
            self._binding.cut()
        for part in (self.overlay, self.notices, self.root):
            part.clear()
        with self.root:
            (missing_notice if is_missing else locked_notice)(self.gettext)
            # The title of the browser's tab names the dialogue.
            _ = self.gettext
            ui.page_title(_("There is nothing here") if is_missing else _("Please ask for a link"))
            if not is_missing:
                # The browser may have got a new key meanwhile, in another tab; then it goes on with that one.
                ui.element("span").on("vnode-mounted", js_handler=_LOAD_ANEW)

    def close(self) -> None:
        """Let go of what the page listens to."""

    def later(self, work: Awaitable[None], *, name: str) -> None:
        """Do something in the background; what goes wrong is logged without texts."""

        async def run() -> None:
            try:
                await work
            except Exception as error:  # noqa: BLE001 - nobody waits for it
                log_error("console_background_failed", error)

        background_tasks.create(run(), name=name)


class GuestPage(Page):
    """A page that says that there is nothing to see; it has no use for what it could send."""

    policy = GUEST


def locked_notice(gettext: Callable[[str], str]) -> None:
    """Say that this browser has no right here, and what to do."""
    _ = gettext
    with ui.element("main").classes("notice"):
        Tag("h1", _("Please ask for a link"))
        Tag("p", _("This browser may not open this page, or its right was taken back."))
        Tag(
            "p", _("Ask the organisers for a new link and open it on this device: it opens the page for you.")
        )


def missing_notice(gettext: Callable[[str], str]) -> None:
    """Say that there is no such dialogue or table."""
    _ = gettext
    with ui.element("main").classes("notice"):
        Tag("h1", _("There is nothing here"))
        Tag("p", _("This dialogue or table does not exist, or it was deleted."))
        Tag("a", _("To the list of dialogues"), "button", href="/console")


def broken_notice(gettext: Callable[[str], str]) -> None:
    """Say that a page could not be built; why is in the log only, for it may hold what people wrote."""
    _ = gettext
    with ui.element("main").classes("notice"):
        Tag("h1", _("This page could not be opened"))
        Tag("p", _("Nothing was lost. Please load it again; if that does not help, tell the organisers."))


def language_switch(page: Page) -> None:
    """Place the switch to the other language of the console."""
    other, name = ("en", "English") if page.lang != "en" else ("de", "Deutsch")
    Tag("button", name, "button quiet", type="button", data_language=other, lang=other)
