"""Two people at one form: what both wrote is kept, and where they wrote into the same field it is chosen.

A form remembers what it held at first. When somebody else has stored meanwhile, the fields that only one of
both changed are taken as that person left them; for the others both versions stand in the form.
"""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence

from nicegui import ui

from workshop.console.frame.deeds import Deed
from workshop.console.frame.watched_page import WatchedPage
from workshop.console.kit.controls import Tag, Values, box, button, values_of
from workshop.domain.errors import ConflictError, Refusal, RefusedError
from workshop.domain.rights import Actor

# Somebody who stores again and again meanwhile must not keep this one waiting for ever.
TRIES = 5
_DETAIL = "(e) => emit(e.detail)"
_INTO_VIEW = "(v) => v.el.scrollIntoView({block: 'nearest'})"
Read = Callable[[], tuple[Values, int]]
Store = Callable[[Values, int], Awaitable[object]]
Linked = Callable[[Values, Values, Values], Sequence[str]]


class Versions:
    """What a form held at first (`read` gives it and its version as they are now), and what others stored."""

    def __init__(
        self,
        page: WatchedPage,
        read: Read,
        *,
        labels: Mapping[str, str],
        words: Callable[[str, str], str] = lambda _name, text: text,
        linked: Linked = lambda _mine, _base, _now: (),
    ) -> None:
        """`words` says a value as people read it; `linked` names fields to choose though only one changed."""
        self._page, self._read, self._labels = page, read, labels
        self._words, self._linked = words, linked
        self._form: ui.element | None = None
        self.renew()

    def place(self, form: ui.element) -> None:
        """Make room for both versions at the present place in the form."""
        self._form = form
        self._box = box("versions")
        stale = self._page.told(Deed.DRAFTS_COMPARE, self._compare, _two_values)
        form.on("stale", stale, js_handler=_DETAIL)

    def renew(self) -> None:
        """Begin with what is stored now."""
        self._now, self._seen = self._read()
        self._base: Values = self._now

    def show_present(self) -> None:
        """Show what others stored in the fields that nobody touched here."""
        if self._form and not self._form.is_deleted:
            now, _seen = self._read()
            self._form.run_method("renewFields", dict(now))

    async def store(self, values: Values, do: Store) -> None:
        """Store the form by `do`, which gets the values and the version that was seen.

        Raises `ConflictError` once both versions of a field stand in the form, to be chosen from.
        """
        for _attempt in range(TRIES):
            try:
                await do(merged(values, self._base, self._now), self._seen)
            except ConflictError as error:
                if error.key != Refusal.CHANGED_MEANWHILE:
                    raise
                await self._page.watch.catch_up()
                self._now, self._seen = self._read()
                if self._show(values, self._base):
                    raise
            else:
                if self._form and not self._form.is_deleted:
                    self._box.clear()
                return
        raise ConflictError(Refusal.CHANGED_MEANWHILE)

    async def _compare(self, _actor: Actor, told: tuple[Values, Values]) -> None:
        """Show both versions of a draft that began with something else than what is stored now."""
        self._show(*told)

    def _show(self, mine: Values, base: Values) -> bool:
        """Show the fields that both changed, if any, and what others stored in all that nobody touched."""
        now = self._now
        both = [*overlaps(mine, base, now)]
        both += [name for name in self._linked(mine, base, now) if name not in both]
        both = [name for name in both if name in self._labels]
        if not both:
            return False
        # Whatever is chosen now is chosen with both versions in view.
        self._base = dict(self._base) | {name: now.get(name, ()) for name in both}
        if self._form is None or self._form.is_deleted:
            return True
        self._form.run_method("renewFields", {name: now[name] for name in now if name not in both})
        _ = self._page.gettext
        self._box.clear()
        with self._box, box("both-versions", role="group").on("vnode-mounted", js_handler=_INTO_VIEW):
            Tag("p", _("Both versions stand here. Choose for each field, then save once more."))
            for name in both:
                self._row(name, mine, now)
        return True

    def _row(self, name: str, mine: Values, now: Values) -> None:
        _ = self._page.gettext
        with box("version-row", "fieldset", data_version=name):
            Tag("legend", self._labels[name], "field-label")
            for text, heading, choice, is_mine in (
                (_one(mine, name), _("Your version"), _("Keep mine"), True),
                (_one(now, name), _("Stored now"), _("Take the stored one"), False),
            ):
                with box("version"):
                    Tag("p", heading, "field-note")
                    Tag("p", self._words(name, text) or _("(empty)"), "version-text", dir="auto")
                    button(
                        choice,
                        classes="small",
                        aria_pressed=str(is_mine).lower(),
                        data_put=json.dumps({"name": name, "value": text}),
                    )


def merged(mine: Values, base: Values, now: Values) -> Values:
    """Return the values with what only others changed; lists of ticks take what either added or left out."""
    found: dict[str, Sequence[str]] = {}
    for name in {**mine, **base, **now}:
        my, was, present = mine.get(name, ()), base.get(name, ()), now.get(name, ())
        if _is_many(name):
            ticked, at_first = set(my), set(was)
            kept = [each for each in present if each in ticked or each not in at_first]
            found[name] = list(dict.fromkeys([*kept, *(each for each in my if each not in at_first)]))
        else:
            found[name] = present if _plain(my) == _plain(was) else my
    return found


def overlaps(mine: Values, base: Values, now: Values) -> list[str]:
    """Return the fields that both changed, to different ends."""
    return [
        name
        for name in {**mine, **base, **now}
        if not _is_many(name)
        and _plain(mine.get(name, ())) not in (_plain(base.get(name, ())), _plain(now.get(name, ())))
        and _plain(now.get(name, ())) != _plain(base.get(name, ()))
    ]


def _is_many(name: str) -> bool:
    return name in {"entry", "group"} or name.endswith(".ticked")


def _plain(texts: Sequence[str]) -> list[str]:
    """Return texts without what a browser changes by itself, and without empty ones."""
    plain = (text.replace("\r\n", "\n").strip() for text in texts)
    return [text for text in plain if text]


def _one(values: Values, name: str) -> str:
    return next(iter(values.get(name, ())), "")


def _two_values(sent: object) -> tuple[Values, Values]:
    if not isinstance(sent, dict):
        raise RefusedError(Refusal.DETAILS_INVALID)
    return values_of(sent.get("typed")), values_of(sent.get("base"))
