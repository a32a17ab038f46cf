"""What the machine would change at a table: shown calmly above the topics; people say yes or no."""

from typing import TYPE_CHECKING

from workshop.console.frame.page import Deed
from workshop.console.kit.controls import Tag, box, button
from workshop.console.sections.sorting.dialogs import preview_parts, sorting_modal
from workshop.console.sections.sorting.proposal_text import action_name, say_proposal
from workshop.domain.mark import dismiss_proposal
from workshop.domain.proposal import TableProposal, apply_proposal
from workshop.domain.rights import Actor
from workshop.live.placer import DialoguePlacer

if TYPE_CHECKING:
    from workshop.console.sections.sorting.group_list import TopicList

# So many are to be read at once; the others are one click away.
FIRST = 2


class ProposalBox:
    """The suggestions for one table; new ones wait while somebody has the list in hand."""

    def __init__(self, topics: "TopicList") -> None:
        self._topics = topics
        self._shown: tuple[TableProposal, ...] = ()
        self._said: tuple[object, ...] = ((), ())
        self._shows_all = False
        placer = self._placer()
        self._stop = placer.reviews.listen(self._hear) if placer else lambda: None
        topics.page.client.on_delete(self._stop)

    def _placer(self) -> DialoguePlacer | None:
        topics = self._topics
        return topics.page.services.placer.of(topics.picture.dialogue.code)

    def build_tools(self) -> None:
        """Place the buttons that belong to the tools above the list."""
        page, _ = self._topics.page, self._topics.page.gettext
        self._again = button(_("Look at the table again"), page.guard(self._review), "review-table")
        self._waiting = button("", page.guard(self._show_waiting), "quiet waiting-proposals")
        self._waiting.set_visibility(False)

    def build(self) -> None:
        """Place where the suggestions stand."""
        self._root = box("proposals", "section", aria_label=self._topics.page.gettext("Suggestions"))
        self._root.set_visibility(False)

    def _hear(self, table_id: int) -> None:
        if self._topics.root.is_deleted or self._topics.page.is_locked:
            self._stop()
        elif table_id == self._topics.table_id:
            self.refresh()

    def _present(self) -> tuple[TableProposal, ...]:
        """Return what is proposed now; what lies parked for another time is left alone."""
        placer, groups = self._placer(), self._topics.picture.groups
        found = placer.reviews.proposals(self._topics.table_id) if placer else ()
        parked = {group.id for group in groups.values() if group.parked}
        return tuple(each for each in found if not parked & set(each.homes))

    def refresh(self, *, own: bool = False) -> None:
        """Show what is proposed now; what others caused waits while somebody has the list in hand."""
        found = self._present()
        words = self._words(found)
        if words == self._said:
            self._waiting.set_visibility(False)
            return
        if self._topics.is_in_hand and not own:
            page = self._topics.page
            text = page.ngettext("Show %(n)d suggestion", "Show %(n)d suggestions", len(found))
            self._waiting.set_text(text % {"n": len(found)})
            self._waiting.set_visibility(bool(found))
            return
        self._waiting.set_visibility(False)
        self._shown, self._said = found, words
        self._draw()

    def _words(self, proposals: tuple[TableProposal, ...]) -> tuple[object, ...]:
        """Return what the suggestions say now: names and sizes of topics change."""
        picture = self._topics.picture
        homes = {home for each in proposals for home in each.homes if home is not None}
        groups = {home: picture.groups[home] for home in homes if home in picture.groups}
        sizes = tuple((home, group.label, picture.size(group)) for home, group in sorted(groups.items()))
        return (tuple(each.key for each in proposals), sizes)

    def _draw(self) -> None:
        page = self._topics.page
        self._root.clear()
        self._root.set_visibility(bool(self._shown))
        seen = self._shown if self._shows_all else self._shown[:FIRST]
        with self._root:
            for proposal in seen:
                self._place(proposal)
            rest = len(self._shown) - len(seen)
            if rest:
                text = page.ngettext("+ %(n)d more suggestion", "+ %(n)d more suggestions", rest)
                button(text % {"n": rest}, self._unfold, "quiet more-proposals", aria_expanded="false")
            elif len(self._shown) > FIRST:
                button(page.gettext("Fewer suggestions"), self._unfold, "quiet", aria_expanded="true")

    def _unfold(self) -> None:
        self._shows_all = not self._shows_all
        self._draw()

    def _place(self, proposal: TableProposal) -> None:
        page, _ = self._topics.page, self._topics.page.gettext

        async def view(actor: Actor, args: object) -> None:  # noqa: ARG001 - signature of a deed
            self._preview(proposal)

        with box("proposal", role="group", data_kind=proposal.kind) as place:
            sentence = say_proposal(self._topics.sorting, proposal)
            place.props["aria-labelledby"] = sentence.html_id
            with box("proposal-actions"):
                button(_("View"), page.guard(view))
                button(action_name(proposal, gettext=_), page.guard(self._applying(proposal)), "primary")
                button(_("No"), page.guard(self._dismissing(proposal)), "proposal-no")

    def _preview(self, proposal: TableProposal) -> None:
        sorting, page, _ = self._topics.sorting, self._topics.page, self._topics.page.gettext
        modal = sorting_modal(sorting, _("Suggestion"), classes="wide proposal-preview")

        def closing(deed: Deed) -> Deed:
            async def do(actor: Actor, args: object) -> None:
                await deed(actor, args)
                modal.close()

            return do

        with modal.body:
            problem = Tag("p", "", "problem", role="alert")
            say_proposal(sorting, proposal)
            preview_parts(sorting, proposal)
            with box("modal-buttons"):
                button(_("Close"), modal.close, autofocus=True)
                button(_("No"), page.guard(closing(self._dismissing(proposal)), problem=problem))
                apply = page.guard(closing(self._applying(proposal)), problem=problem)
                button(action_name(proposal, gettext=_), apply, "primary")

    def _applying(self, proposal: TableProposal) -> Deed:
        sorting, _ = self._topics.sorting, self._topics.page.gettext

        async def apply(actor: Actor, args: object) -> None:  # noqa: ARG001 - signature of a deed
            try:
                await apply_proposal(
                    sorting.store, actor=actor, dialogue_id=sorting.dialogue_id, proposal=proposal
                )
            finally:
                await self._topics.catch_up()
            sorting.done(_("Done as suggested."))

        return apply

    def _dismissing(self, proposal: TableProposal) -> Deed:
        sorting, _ = self._topics.sorting, self._topics.page.gettext

        async def dismiss(actor: Actor, args: object) -> None:  # noqa: ARG001 - signature of a deed
            await dismiss_proposal(
                sorting.store,
                actor=actor,
                dialogue_id=sorting.dialogue_id,
                table_id=proposal.table_id,
                key=proposal.key,
            )
            await self._topics.catch_up()
            sorting.done(_("The suggestion will not come again."))

        return dismiss

    def miss(self) -> None:
        """Look again in the background: what was declined and is wanted back may have been passed over."""

        async def review() -> None:
            if placer := self._placer():
                await placer.reviews.review(self._topics.table_id)
            if not self._topics.root.is_deleted and not self._topics.page.is_locked:
                self.refresh(own=True)

        self._topics.page.later(review(), name="look again at a table")

    async def _show_waiting(self, actor: Actor, args: object) -> None:  # noqa: ARG002 - signature of a deed
        self.refresh(own=True)

    async def _review(self, actor: Actor, args: object) -> None:  # noqa: ARG002 - signature of a deed
        page, placer, _ = self._topics.page, self._placer(), self._topics.page.gettext
        self._again.classes("is-working").set_text(_("Looking at the table …"))
        self._again.props["aria-busy"] = "true"
        try:
            if placer:
                await placer.reviews.review(self._topics.table_id)
        finally:
            if not self._again.is_deleted:
                self._again.classes(remove="is-working").set_text(_("Look at the table again"))
                self._again.props["aria-busy"] = "false"
        if self._topics.root.is_deleted:
            return
        self.refresh(own=True)
        if found := self._present():
            text = page.ngettext(
                "The machine has %(n)d suggestion.", "The machine has %(n)d suggestions.", len(found)
            )
            page.say(text % {"n": len(found)})
        else:
            page.say(_("The machine has no suggestion at the moment."))
