"""What people do to the topics of a table; each deed can be undone."""

from collections.abc import Callable, Sequence

from workshop.console.frame.deeds import Deed
from workshop.console.frame.page import Offer
from workshop.console.sections.sorting.act import Drop
from workshop.console.sections.sorting.context import SortingContext
from workshop.console.sections.sorting.marks import dispute_key
from workshop.console.wording.cards import accord_word
from workshop.console.wording.log import other_device, verb_name
from workshop.domain.entry import show_entry, take_back_paper_entry
from workshop.domain.errors import ConflictError, Refusal
from workshop.domain.group import gather_entries, joined_verdict, merge_groups, move_entries, park_group
from workshop.domain.mark import dismiss_proposal, double_entry, mark_accord, mark_contradiction
from workshop.domain.queries.entry import EntryView
from workshop.domain.queries.group import GroupView
from workshop.domain.rights import Actor
from workshop.domain.step import Turned, joins_or_parts, redo_step, undo_step
from workshop.models import Accord, Phase, Role, StepVerb

# Which step, by its number if it is not the next one, and whether it is to be done again.
AsksFirst = Callable[[StepVerb, int | None, bool], None]


class SortingActions:
    """The deeds on one list of topics."""

    def __init__(self, context: SortingContext) -> None:
        self.context = context
        self._page = context.page
        self._store = context.store
        # Asks before dots are joined or parted by going back or on; the list says who does.
        self.asks_first: AsksFirst | None = None

    async def drop(self, actor: Actor, drop: Drop) -> None:
        """Carry out a drag: a card onto a topic or out of any, a topic onto another."""
        context = self.context
        onto = None if drop.onto is None else context.group(drop.onto)
        if drop.group is not None and onto:
            await self.merge(actor, context.group(drop.group), onto)
        elif drop.entry is not None:
            entry = context.entry(drop.entry)
            chosen = context.chosen() if entry.id in context.texts.chosen else [entry]
            await self.move(actor, chosen, onto)

    async def merge(self, actor: Actor, group: GroupView, into: GroupView) -> None:
        """Merge one topic into another; say so if a mark, or an answer, goes with it."""
        await merge_groups(
            self._store,
            actor=actor,
            dialogue_id=self.context.dialogue_id,
            into=into.id,
            group_ids=[group.id],
        )
        _ = self._page.gettext
        told = _("Topics merged.")
        if into.accord and group.accord != into.accord:
            mark = {"mark": accord_word(into.accord, gettext=_)}
            told += " " + _("The mark “%(mark)s” was not that of both: it is gone.") % mark
        answers = [(each.verdict, each.verdict_reason) for each in (into, group)]
        if (into.verdict or group.verdict) and not joined_verdict(answers)[0]:
            told += " " + _("The answers to them differed: the topic waits for a new one.")
        self.done(told)

    async def gather(self, actor: Actor, entry_ids: Sequence[str], label: str) -> None:
        """Put cards into a new topic."""
        number = await gather_entries(
            self._store,
            actor=actor,
            dialogue_id=self.context.dialogue_id,
            entry_ids=entry_ids,
            label=label,
        )
        self.context.ask_for(number)
        self.context.clear_choice()
        self.done(self._page.gettext("New topic created."))

    async def move(self, actor: Actor, entries: Sequence[EntryView], onto: GroupView | None) -> None:
        """Put cards into a topic, or out of any."""
        moving = [entry for entry in entries if entry.group_id != (onto.id if onto else None)]
        if moving:
            await move_entries(
                self._store,
                actor=actor,
                dialogue_id=self.context.dialogue_id,
                entry_ids=[entry.id for entry in moving],
                group_id=onto.id if onto else None,
                seen_versions={entry.id: entry.version for entry in moving},
            )
            self.context.clear_choice()
            text = self._page.ngettext("%(n)d card moved.", "%(n)d cards moved.", len(moving))
            self.done(text % {"n": len(moving)})

    async def park(self, actor: Actor, group: GroupView, *, parked: bool) -> None:
        """Put a topic aside for another time, or take it up again."""
        await park_group(
            self._store,
            actor=actor,
            dialogue_id=self.context.dialogue_id,
            group_id=group.id,
            parked=parked,
        )
        _ = self._page.gettext
        self.done(_("The topic is parked.") if parked else _("The topic is back in the list."))

    async def contradict(self, actor: Actor, group: GroupView, other: GroupView, *, active: bool) -> None:
        """Mark two topics as in contradiction, or take the mark away."""
        await mark_contradiction(
            self._store,
            actor=actor,
            dialogue_id=self.context.dialogue_id,
            group_ids=(group.id, other.id),
            active=active,
        )
        _ = self._page.gettext
        self.done(_("Contradiction marked.") if active else _("The mark is taken away."))

    async def mark(self, actor: Actor, group: GroupView, accord: Accord) -> None:
        """Mark a topic as agreed or as disputed, or take the mark away."""
        await mark_accord(
            self._store,
            actor=actor,
            dialogue_id=self.context.dialogue_id,
            group_id=group.id,
            accord=accord,
            seen_version=group.version,
        )
        _ = self._page.gettext
        told = _("Marked: %(mark)s.") % {"mark": accord_word(accord, gettext=_)}
        self.done(told if accord else _("The mark is taken away."))

    async def leave_unmarked(self, actor: Actor, group: GroupView) -> None:
        """Say no to the proposal that a topic is disputed."""
        await dismiss_proposal(
            self._store,
            actor=actor,
            dialogue_id=self.context.dialogue_id,
            table_id=group.table_id,
            key=dispute_key(group),
        )
        await self.context.catch_up()
        self.done(self._page.gettext("The suggestion will not come again."))

    async def double(self, actor: Actor, entry: EntryView, group_id: int, *, active: bool) -> None:
        """Show a card in a second topic too, or no longer."""
        await double_entry(
            self._store,
            actor=actor,
            dialogue_id=self.context.dialogue_id,
            entry_id=entry.id,
            group_id=group_id,
            active=active,
        )
        _ = self._page.gettext
        topic = {"topic": self.context.name(group_id)}
        self.done((_("Also in “%(topic)s” now.") if active else _("No longer in “%(topic)s”.")) % topic)

    async def show(self, actor: Actor, entry: EntryView) -> None:
        """Put a card back on the board."""
        await show_entry(
            self._store,
            actor=actor,
            dialogue_id=self.context.dialogue_id,
            entry_id=entry.id,
            seen_version=entry.version,
        )
        self.done(self._page.gettext("The card is on the board again."))

    async def take_back(self, actor: Actor, entry: EntryView) -> None:
        """Take a card from paper back."""
        await take_back_paper_entry(
            self._store, actor=actor, dialogue_id=self.context.dialogue_id, entry_id=entry.id
        )
        self.done(self._page.gettext("The paper card is taken back."))

    async def undo(self, actor: Actor, step_id: int | None = None) -> None:
        """Take the last own step at this table back, or if there is none the last one, or the one named.

        While people weigh, asks first where that joins or parts topics.
        """
        if await self._joins_or_parts(actor, step_id=step_id, redo=False):
            return
        await self.undo_now(actor, step_id)

    async def _joins_or_parts(self, actor: Actor, *, step_id: int | None = None, redo: bool) -> bool:
        """Ask, and say that it was asked, where a step turns dots that people give just now."""
        context = self.context
        if self.asks_first is None or context.picture.dialogue.phase != Phase.WEIGH:
            return False
        where = {"dialogue_id": context.dialogue_id, "table_id": context.table_id}
        verb = await joins_or_parts(self._store, actor=actor, **where, step_id=step_id, redo=redo)
        if verb is not None:
            self.asks_first(verb, step_id, redo)
        return verb is not None

    async def undo_now(self, actor: Actor, step_id: int | None) -> None:
        """Take a step back without asking; say whose it was."""
        context, _ = self.context, self._page.gettext
        try:
            turned = await undo_step(
                self._store,
                actor=actor,
                dialogue_id=context.dialogue_id,
                table_id=context.table_id,
                step_id=step_id,
            )
        except ConflictError as error:
            if error.key != Refusal.STEP_IN_THE_WAY:
                raise
            self._offer_way(error)
            return
        await context.catch_up()
        for hear in context.on_undone:
            hear(turned.verb)
        said = _("Taken back: %(what)s.") % {"what": verb_name(turned.verb, gettext=_)}
        again = Offer(_("Do it again"), Deed.SORTING_REDO, self.redo)
        self._page.say(said + self._whose(turned), again)

    def _offer_way(self, error: ConflictError) -> None:
        """Say which later step is in the way of an undo, and offer to take that one back first."""
        _, number = self._page.gettext, int(error.facts["step"])
        what = verb_name(StepVerb(str(error.facts["verb"])), gettext=_)
        who = "" if error.facts["own"] else other_device(Role(str(error.facts["role"])), gettext=_)
        told = _("After your step the same thing was changed once more: %(what)s.") % {
            "what": f"{what} ({who})" if who else what
        }

        async def clear(actor: Actor) -> None:
            await self.undo(actor, number)

        offer = Offer(_("Take that step back"), Deed.SORTING_UNDO, clear)
        self._page.say(told, offer, tone="problem")

    def _whose(self, turned: Turned) -> str:
        if turned.is_own:
            return ""
        _ = self._page.gettext
        who = other_device(turned.role, gettext=_)
        return " " + _("It was not your own step (%(who)s); that device is told.") % {"who": who}

    async def redo(self, actor: Actor) -> None:
        """Do again what was taken back last; while people weigh, asks first as `undo` does."""
        if not await self._joins_or_parts(actor, redo=True):
            await self.redo_now(actor)

    async def redo_now(self, actor: Actor) -> None:
        """Do again what was taken back last, without asking; say whose it was."""
        context = self.context
        turned = await redo_step(
            self._store, actor=actor, dialogue_id=context.dialogue_id, table_id=context.table_id
        )
        await context.catch_up()
        _ = self._page.gettext
        said = _("Done again: %(what)s.") % {"what": verb_name(turned.verb, gettext=_)}
        self.done(said + self._whose(turned))

    def done(self, text: str) -> None:
        """Say what was done, and offer the way back."""
        self._page.say(text, Offer(self._page.gettext("Undo"), Deed.SORTING_UNDO, self.undo))
