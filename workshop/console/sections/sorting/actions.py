"""What people do to the topics of a table: by mouse, by key, by menu; each deed can be undone."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from workshop.console.kit.card import CardItem
from workshop.console.sections.sorting import card_dialogs, group_dialogs
from workshop.console.sections.sorting.group_row import GroupRow
from workshop.console.sections.sorting.menus import open_card_menu, open_group_menu
from workshop.console.wording.log import verb_name
from workshop.domain.entry import show_entry
from workshop.domain.errors import NotFoundError
from workshop.domain.group import merge_groups, move_entries, park_group
from workshop.domain.mark import double_entry, mark_contradiction
from workshop.domain.queries.entry import EntryView
from workshop.domain.queries.group import GroupView
from workshop.domain.rights import Actor
from workshop.domain.step import redo_step, undo_step
from workshop.models import GroupState

if TYPE_CHECKING:
    from workshop.console.sections.sorting.group_list import TopicList


class Sorting:
    """The deeds on one list of topics."""

    def __init__(self, topics: "TopicList") -> None:
        self.topics = topics
        self.page = topics.page
        self.store = topics.page.store

    @property
    def dialogue_id(self) -> int:
        """The dialogue in which all this happens."""
        return self.topics.picture.dialogue.id

    async def act(self, actor: Actor, target: dict[str, Any]) -> None:
        """Do what was clicked, or what a key on a line asks for."""
        act, group_id, entry_id = str(target["act"]), target.get("group"), target.get("entry")
        if entry_id is not None and act in {"card-more", "more"}:
            open_card_menu(self, self.entry(entry_id), group_id)
        elif entry_id is not None and act == "choose":
            self.choose(entry_id, chosen=bool(target.get("checked")))
        elif act.startswith("aside-"):
            self.topics.open_aside(act.removeprefix("aside-"))
        elif act.startswith("widen-"):
            self.topics.widen_aside(act.removeprefix("widen-"))
        elif act.startswith("loose-"):
            self.topics.loose.act(act.removeprefix("loose-"))
        elif act.startswith("selection-"):
            await self.topics.selection.act(actor, act.removeprefix("selection-"))
        elif act == "more-topics":
            self.topics.widen()
        elif group_id in self.topics.rows and entry_id is None:
            await self._act_on_group(act, self.topics.rows[group_id])

    async def _act_on_group(self, act: str, row: GroupRow) -> None:
        if act in {"toggle", "open", "shut"}:
            if row.is_open if act == "toggle" else act == "shut":
                row.shut()
            else:
                self.topics.open_row(row)
        elif act == "rename":
            group_dialogs.rename_inline(self, row)
        elif act == "more":
            open_group_menu(self, row)
        elif act == "more-cards" and row.cards:
            row.cards.widen()
            self.topics.show_cards(row)
        elif act == "harvest" and self.topics.harvest:
            self.topics.harvest(row.group.id)

    def item(self, entry_id: str, group_id: int | None) -> CardItem | None:
        """Return a card as it stands in a topic, or in the lists below (`None`)."""
        row = self.topics.rows.get(group_id) if group_id is not None else None
        lists = [row.cards] if row and row.cards else self.topics.card_lists()
        return next((each.items[entry_id] for each in lists if entry_id in each.items), None)

    def _own_item(self, entry_id: str) -> CardItem | None:
        return self.item(entry_id, self.topics.picture.entries[entry_id].group_id)

    def name(self, group_id: int | None) -> str:
        """Return what a topic is called."""
        group = self.topics.picture.groups.get(group_id or 0)
        return (group.label if group else "") or self.page.gettext("Topic without a name")

    def entry(self, entry_id: str) -> EntryView:
        """Return a card of this table; raise `NotFoundError` for any other."""
        entry = self.topics.picture.entries.get(entry_id)
        if entry is None or entry.table_id != self.topics.table_id:
            raise NotFoundError("entry_unknown")
        return entry

    def group(self, group_id: int) -> GroupView:
        """Return an open topic of this table; raise `NotFoundError` for any other."""
        group = self.topics.picture.groups.get(group_id)
        if group is None or group.table_id != self.topics.table_id or group.state != GroupState.OPEN:
            raise NotFoundError("group_unknown")
        return group

    async def drop(self, actor: Actor, what: dict[str, Any]) -> None:
        """Carry out a drag: a card onto a topic or out of any, a topic onto another."""
        onto = None if what["onto"] == "none" else self.group(int(what["onto"]))
        if what["kind"] == "group" and onto:
            await self.merge(actor, self.group(int(what["id"])), onto)
        elif what["kind"] == "entry":
            entry = self.entry(str(what["id"]))
            chosen = self.chosen() if entry.id in self.topics.texts.chosen else [entry]
            await self.move(actor, chosen, onto)

    async def merge(self, actor: Actor, group: GroupView, into: GroupView) -> None:
        """Merge one topic into another."""
        await merge_groups(
            self.store, actor=actor, dialogue_id=self.dialogue_id, into=into.id, group_ids=[group.id]
        )
        self.done(self.page.gettext("Topics merged."))

    async def move(self, actor: Actor, entries: Sequence[EntryView], onto: GroupView | None) -> None:
        """Put cards into a topic, or out of any."""
        moving = [entry for entry in entries if entry.group_id != (onto.id if onto else None)]
        if moving:
            await move_entries(
                self.store,
                actor=actor,
                dialogue_id=self.dialogue_id,
                entry_ids=[entry.id for entry in moving],
                group_id=onto.id if onto else None,
                seen_versions={entry.id: entry.version for entry in moving},
            )
            self.clear_choice()
            text = self.page.ngettext("%(n)d card moved.", "%(n)d cards moved.", len(moving))
            self.done(text % {"n": len(moving)})

    async def park(self, actor: Actor, group: GroupView, *, parked: bool) -> None:
        """Put a topic aside for another time, or take it up again."""
        await park_group(
            self.store, actor=actor, dialogue_id=self.dialogue_id, group_id=group.id, parked=parked
        )
        _ = self.page.gettext
        self.done(_("The topic is parked.") if parked else _("The topic is back in the list."))

    async def contradict(self, actor: Actor, group: GroupView, other: GroupView, *, active: bool) -> None:
        """Mark two topics as in contradiction, or take the mark away."""
        pair = (group.id, other.id)
        await mark_contradiction(
            self.store, actor=actor, dialogue_id=self.dialogue_id, group_ids=pair, active=active
        )
        _ = self.page.gettext
        self.done(_("Contradiction marked.") if active else _("The mark is taken away."))

    async def double(self, actor: Actor, entry: EntryView, group_id: int, *, active: bool) -> None:
        """Show a card in a second topic too, or no longer."""
        await double_entry(
            self.store,
            actor=actor,
            dialogue_id=self.dialogue_id,
            entry_id=entry.id,
            group_id=group_id,
            active=active,
        )
        _ = self.page.gettext
        topic = {"topic": self.name(group_id)}
        self.done((_("Also in “%(topic)s” now.") if active else _("No longer in “%(topic)s”.")) % topic)

    async def show(self, actor: Actor, entry: EntryView) -> None:
        """Put a card back on the board."""
        await show_entry(
            self.store,
            actor=actor,
            dialogue_id=self.dialogue_id,
            entry_id=entry.id,
            seen_version=entry.version,
        )
        self.done(self.page.gettext("The card is on the board again."))

    async def undo(self, actor: Actor, args: object) -> None:  # noqa: ARG002 - signature of a deed
        """Take the last step at this table back and say which it was."""
        verb = await undo_step(
            self.store, actor=actor, dialogue_id=self.dialogue_id, table_id=self.topics.table_id
        )
        await self.topics.catch_up()
        if verb == "dismiss_proposal":
            self.topics.proposals.miss()
        _ = self.page.gettext
        said = _("Taken back: %(what)s.") % {"what": verb_name(verb, gettext=_)}
        self.page.say(said, action=_("Do it again"), deed=self.redo)

    async def redo(self, actor: Actor, args: object) -> None:  # noqa: ARG002 - signature of a deed
        """Do again what was taken back last."""
        verb = await redo_step(
            self.store, actor=actor, dialogue_id=self.dialogue_id, table_id=self.topics.table_id
        )
        await self.topics.catch_up()
        _ = self.page.gettext
        self.done(_("Done again: %(what)s.") % {"what": verb_name(verb, gettext=_)})

    def done(self, text: str) -> None:
        """Say what was done, and offer the way back."""
        self.page.say(text, action=self.page.gettext("Undo"), deed=self.undo)

    def choose(self, entry_id: str, *, chosen: bool) -> None:
        """Choose a card for what is done to several at once, or leave it."""
        self.entry(entry_id)
        if chosen:
            self.topics.texts.chosen[entry_id] = None
        else:
            self.topics.texts.chosen.pop(entry_id, None)
        if item := self._own_item(entry_id):
            item.choose(chosen=chosen)
        self.topics.selection.refresh()

    def chosen(self) -> list[EntryView]:
        """Return the chosen cards."""
        return [self.entry(entry_id) for entry_id in self.topics.texts.chosen]

    def clear_choice(self) -> None:
        """Leave all chosen cards."""
        for entry_id in list(self.topics.texts.chosen):
            if item := self._own_item(entry_id):
                item.choose(chosen=False)
        self.topics.texts.chosen.clear()
        self.topics.selection.refresh()

    async def ask_paper_card(self, actor: Actor, args: object) -> None:  # noqa: ARG002
        """Ask for a card that was written on paper."""
        card_dialogs.ask_paper_card(self)
