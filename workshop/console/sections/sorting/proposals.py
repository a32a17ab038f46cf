"""What the machine would change at a table: shown calmly above the topics; people say yes or no."""

from workshop.console.frame.deeds import Click, Deed, opening
from workshop.console.kit.controls import Tag, box, button
from workshop.console.sections.sorting.actions import SortingActions
from workshop.console.sections.sorting.dialogs import close_when_told_otherwise, sorting_modal
from workshop.console.sections.sorting.proposal_text import (
    action_name,
    dots_of_merge,
    dots_of_split,
    preview_parts,
    quoted_cards,
    say_proposal,
)
from workshop.domain.mark import dismiss_proposal
from workshop.domain.proposal import ProposalKind, TableProposal, apply_proposal
from workshop.domain.rights import Actor
from workshop.models import Phase, StepVerb

# So many are to be read at once; the others are one click away.
FIRST = 2


class ProposalBox:
    """The suggestions for one table; new ones wait while somebody has the list in hand."""

    def __init__(self, actions: SortingActions) -> None:
        self._actions = actions
        self._context = context = actions.context
        self._shown: tuple[TableProposal, ...] = ()
        self._said: tuple[object, ...] = ((), ())
        # Of each card whose words stand there, their hash.
        self._quoted: dict[str, int] = {}
        self._shows_all = False
        self._stop = context.placer.reviews.listen(self._hear) if context.placer else lambda: None
        context.page.client.on_delete(self._stop)
        context.on_change.append(self._refresh_own)
        context.on_release.append(self.refresh)
        context.on_undone.append(self._undone)

    def build_tools(self) -> None:
        """Place the buttons that belong to the tools above the list."""
        page, _ = self._context.page, self._context.page.gettext
        review = page.click(Deed.SORTING_REVIEW, self._review)
        show = page.click(Deed.SORTING_SHOW_PROPOSALS, opening(self._refresh_own))
        with box("review-place"):
            self._again = button(_("Look for suggestions"), review, "review-table")
            self._waiting = button("", show, "quiet waiting-proposals")
        self._announce(0)

    def build(self) -> None:
        """Place where the suggestions stand."""
        self._root = box(
            "proposals", "section", aria_label=self._context.page.gettext("Suggestions of the computer")
        )
        self._root.set_visibility(False)

    def _hear(self, table_id: int) -> None:
        if self._is_gone:
            self._stop()
        elif table_id == self._context.table_id:
            self.refresh()

    @property
    def _is_gone(self) -> bool:
        return self._root.is_deleted or self._context.page.is_locked

    def _refresh_own(self) -> None:
        self.refresh(own=True)

    def _present(self) -> tuple[TableProposal, ...]:
        """Return what is proposed now; what lies parked for another time is left alone."""
        placer, groups = self._context.placer, self._context.picture.groups
        found = placer.reviews.proposals(self._context.table_id) if placer else ()
        parked = {group.id for group in groups.values() if group.parked}
        return tuple(each for each in found if not parked & set(each.homes))

    def refresh(self, *, own: bool = False) -> None:
        """Show what is proposed now; what others caused waits while somebody has the list in hand."""
        if self._is_gone:
            return
        found = self._present()
        words = self._words(found)
        if words == self._said:
            self._announce(0)
            return
        if self._context.is_in_hand and not own:
            self._unsay()
            self._announce(len(found))
            return
        self._announce(0)
        self._shown, self._said = found, words
        self._draw()

    def _unsay(self) -> None:
        """Take away at once what quotes a card that says something else now, or is shown no longer."""
        entries = self._context.picture.entries
        gone = {
            each
            for each, said in self._quoted.items()
            if each not in entries or not entries[each].is_shown or hash(entries[each].text) != said
        }
        if gone:
            self._shown = tuple(each for each in self._shown if not gone & set(quoted_cards(each)))
            self._draw()

    def _announce(self, waiting: int) -> None:
        """Offer what waits in the place of the search, so that nothing below moves under the hand."""
        if waiting:
            text = self._context.page.ngettext("Show %(n)d suggestion", "Show %(n)d suggestions", waiting)
            self._waiting.set_text(text % {"n": waiting})
        self._waiting.set_visibility(waiting > 0)
        self._again.set_visibility(not waiting)

    def _words(self, proposals: tuple[TableProposal, ...]) -> tuple[object, ...]:
        """Return what the suggestions say now: names and sizes of topics change."""
        picture = self._context.picture
        homes = {home for each in proposals for home in each.homes if home is not None}
        groups = {home: picture.groups[home] for home in homes if home in picture.groups}
        sizes = tuple((home, group.label, picture.size(group)) for home, group in sorted(groups.items()))
        return (tuple(each.key for each in proposals), sizes)

    def _draw(self) -> None:
        page = self._context.page
        self._root.clear()
        self._root.set_visibility(bool(self._shown))
        seen = self._shown if self._shows_all else self._shown[:FIRST]
        entries = self._context.picture.entries
        quoted = {each for proposal in seen for each in quoted_cards(proposal) if each in entries}
        self._quoted = {each: hash(entries[each].text) for each in quoted}
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
        page, _ = self._context.page, self._context.page.gettext
        view = opening(lambda: self._preview(proposal))
        with box("proposal", role="group", data_kind=proposal.kind) as place:
            sentence = say_proposal(self._context, proposal)
            place.props["aria-labelledby"] = sentence.html_id
            with box("proposal-actions"):
                button(_("View"), page.click(Deed.SORTING_VIEW_PROPOSAL, view))
                # The preview says what becomes of the dots, and asks.
                yes = view if self._moves_dots(proposal) else self._applying(proposal)
                apply = page.click(Deed.SORTING_APPLY_PROPOSAL, yes)
                button(action_name(proposal, gettext=_), apply, "primary")
                dismiss = page.click(Deed.SORTING_DISMISS_PROPOSAL, self._dismissing(proposal))
                button(_("No"), dismiss, "proposal-no")

    def _preview(self, proposal: TableProposal) -> None:
        context, page, _ = self._context, self._context.page, self._context.page.gettext
        modal = sorting_modal(context, _("Suggestion of the computer"), classes="wide proposal-preview")

        def closing(deed: Click) -> Click:
            async def do(actor: Actor) -> None:
                await deed(actor)
                modal.close()

            return do

        with modal.body:
            problem = Tag("p", "", "problem", role="alert")
            say_proposal(context, proposal)
            if self._moves_dots(proposal):
                merges = proposal.kind == ProposalKind.MERGE
                Tag("p", dots_of_merge(gettext=_) if merges else dots_of_split(gettext=_))
            cards = preview_parts(context, proposal)
            with box("modal-buttons"):
                button(_("Close"), modal.close, autofocus=True)
                no = closing(self._dismissing(proposal))
                button(_("No"), page.click(Deed.SORTING_DISMISS_PROPOSAL, no, problem=problem))
                yes = closing(self._applying(proposal))
                apply = page.click(Deed.SORTING_APPLY_PROPOSAL, yes, problem=problem)
                button(action_name(proposal, gettext=_), apply, "primary")
        close_when_told_otherwise(context, modal, cards)

    def _moves_dots(self, proposal: TableProposal) -> bool:
        """Say whether it joins or parts topics to which people give dots just now."""
        weighs = self._context.picture.dialogue.phase == Phase.WEIGH
        return weighs and proposal.kind != ProposalKind.GATHER and None not in proposal.homes

    def _applying(self, proposal: TableProposal) -> Click:
        context, _ = self._context, self._context.page.gettext

        async def apply(actor: Actor) -> None:
            try:
                await apply_proposal(
                    context.store, actor=actor, dialogue_id=context.dialogue_id, proposal=proposal
                )
            finally:
                await context.catch_up()
            self._actions.done(_("Done as suggested."))

        return apply

    def _dismissing(self, proposal: TableProposal) -> Click:
        context, _ = self._context, self._context.page.gettext

        async def dismiss(actor: Actor) -> None:
            await dismiss_proposal(
                context.store,
                actor=actor,
                dialogue_id=context.dialogue_id,
                table_id=proposal.table_id,
                key=proposal.key,
            )
            await context.catch_up()
            self._actions.done(_("The suggestion will not come again."))

        return dismiss

    def _undone(self, verb: StepVerb) -> None:
        """Review again in the background: what was declined and is wanted back may have been passed over."""
        if verb != StepVerb.DISMISS_PROPOSAL:
            return

        async def review() -> None:
            if placer := self._context.placer:
                await placer.reviews.review(self._context.table_id)
            self.refresh(own=True)

        self._context.page.later(review(), name="review a table again")

    async def _review(self, _actor: Actor) -> None:
        page, placer, _ = self._context.page, self._context.placer, self._context.page.gettext
        self._again.classes("is-working").set_text(_("Looking for suggestions …"))
        self._again.props["aria-busy"] = "true"
        try:
            if placer:
                await placer.reviews.review(self._context.table_id)
        finally:
            if not self._again.is_deleted:
                self._again.classes(remove="is-working").set_text(_("Look for suggestions"))
                self._again.props["aria-busy"] = "false"
        if self._is_gone:
            return
        self.refresh(own=True)
        if found := self._present():
            text = page.ngettext(
                "The machine has %(n)d suggestion.", "The machine has %(n)d suggestions.", len(found)
            )
            page.say(text % {"n": len(found)})
        else:
            page.say(_("The machine has no suggestion at the moment."))
