"""The results so far, by kind, each with the topics and cards that it came from."""

from collections.abc import Sequence
from functools import partial

from nicegui import ui

from workshop import look
from workshop.console.frame.deeds import Deed, opening
from workshop.console.frame.dialogue_frame import DialogueFrame, Section
from workshop.console.frame.focus import Focus
from workshop.console.frame.page import Offer
from workshop.console.kit.card import FIRST_CARDS
from workshop.console.kit.controls import Tag, box, button
from workshop.console.kit.outcome_facts import outcome_facts
from workshop.console.kit.plan_link import plan_link
from workshop.console.kit.sides import missing_sides
from workshop.console.sections.harvest.beside import lines_beside
from workshop.console.sections.harvest.dialog import open_harvest, open_outcome
from workshop.console.sections.harvest.discarded import DiscardedOutcomes
from workshop.console.sections.harvest.headings_to_check import HeadingsToCheck
from workshop.console.sections.harvest.meetings import next_meeting_button
from workshop.console.wording.cards import card_words
from workshop.console.wording.languages import tongue_label
from workshop.console.wording.outcomes import KINDS, kind_heading
from workshop.domain.outcome import discard_outcome, restore_outcome
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.entry import EntryView
from workshop.domain.queries.outcome import OutcomeView
from workshop.domain.rights import Actor


class OutcomesSection(Section):
    """All results; one that changes is built anew, the others stay as they are."""

    def __init__(self, page: DialogueFrame) -> None:
        self._page = page
        self._cards: dict[int, ui.element] = {}
        # What each says of those beside it.
        self._beside: dict[int, tuple[str, ...]] = {}
        _ = page.gettext

        with box("section-head"):
            Tag("h2", _("Results"))
            with box("section-buttons"):
                plan_link(page.code, gettext=_)
                free = page.click(Deed.HARVEST_OPEN, opening(lambda: open_harvest(page, [])))
                button("+ " + _("Result without a topic"), free)
        self._to_check = HeadingsToCheck(page)
        self._empty = box("empty")
        with self._empty:
            Tag("h3", _("No results yet"))
            Tag(
                "p",
                _(
                    "Open a topic and choose “Make result”: "
                    "it becomes a project idea, a round table or another kind."
                ),
            )
            to_topics = opening(lambda: page.go("topics"))
            button(_("To the topics"), page.click(Deed.HARVEST_TO_TOPICS, to_topics), "primary")
        self._kinds = {}
        for kind in KINDS:
            with box("outcome-kind", "section") as part:
                Tag("h3", kind_heading(kind, gettext=_))
                self._kinds[kind] = (part, box("outcomes"))
        for outcome in page.picture.live_outcomes():
            self._place(outcome)
        self._discarded = DiscardedOutcomes(page)
        self._show_headings()

    def apply(self, delta: Delta) -> None:
        """Take a change in."""
        self._to_check.apply(delta)
        for outcome in self._touched(delta.outcomes):
            if known := self._cards.pop(outcome.id, None):
                known.delete()
            if not outcome.discarded:
                self._place(outcome)
        if delta.outcomes:
            self._show_headings()
            self._discarded.show()

    def _touched(self, changed: Sequence[OutcomeView]) -> Sequence[OutcomeView]:
        """Return what is to be built anew: what changed, and what says something else of that."""
        live = self._page.picture.live_outcomes() if changed else []
        known = {each.id for each in changed}
        others = (each for each in live if each.id not in known and self._beside.get(each.id) is not None)
        return [*changed, *(each for each in others if self._beside[each.id] != self._lines(each))]

    def _lines(self, outcome: OutcomeView) -> tuple[str, ...]:
        page = self._page
        return lines_beside(outcome, page.picture.live_outcomes(), lang=page.lang, gettext=page.gettext)

    def _show_headings(self) -> None:
        live = {outcome.kind for outcome in self._page.picture.live_outcomes()}
        self._empty.set_visibility(not live)
        for kind, (part, _list) in self._kinds.items():
            part.set_visibility(kind in live)

    def _place(self, outcome: OutcomeView) -> None:
        page, _ = self._page, self._page.gettext
        with (
            self._kinds[outcome.kind][1],
            box("panel outcome", "article", data_outcome_id=outcome.id) as card,
        ):
            Tag("h4", look.soft_hyphens(outcome.title, page.lang), "outcome-title")
            if outcome.description:
                Tag("p", outcome.description, "outcome-text")
            absent = partial(self._absent, outcome.table_id)
            outcome_facts(outcome, lang=page.lang, gettext=_, absent=absent)
            if outcome.edited:
                Tag("p", f"✎ {_('Title or description were edited after the evening.')}", "field-note")
            self._beside[outcome.id] = self._lines(outcome)
            for line in self._beside[outcome.id]:
                Tag("p", line, "field-note")
            self._sources(outcome)
            with box("outcome-buttons"):
                self._buttons(outcome)
        # In the order in which they were made, also when one is built anew.
        outcomes = page.picture.outcomes
        earlier = [each for each in self._cards if each < outcome.id and each in outcomes]
        card.move(target_index=sum(outcomes[each].kind == outcome.kind for each in earlier))
        self._cards[outcome.id] = card

    def _absent(self, table_id: int | None, invited: Sequence[str]) -> Sequence[str]:
        picture = self._page.picture
        table = picture.tables.get(table_id or 0)
        return missing_sides(table.actors, invited, lang=picture.dialogue.lang) if table else []

    def _sources(self, outcome: OutcomeView) -> None:
        page, _ = self._page, self._page.gettext
        with box("sources"):
            for number in outcome.group_ids:
                group = page.picture.groups.get(number)
                if group:
                    self._source(group.id, group.label or _("Topic without a name"))
        shown = [
            page.picture.entries[entry_id]
            for entry_id in outcome.entry_ids
            if entry_id in page.picture.entries and page.picture.entries[entry_id].is_shown
        ]
        if not shown:
            return
        shown.sort(key=lambda each: look.QUESTION_ORDER.index(each.question))
        with box("outcome-cards", "details") as details:
            words = page.ngettext("%(n)d card behind it", "%(n)d cards behind it", len(shown)) % {
                "n": len(shown)
            }
            Tag("summary", words)
            cards = box("cards", "ul")

        def open_cards() -> None:
            """Build the cards when somebody looks at them for the first time."""
            if not cards.default_slot.children:
                self._cards_behind(cards, shown)

        details.on("toggle", open_cards, args=[])

    def _cards_behind(self, cards: ui.element, rest: Sequence[EntryView]) -> None:
        """Place the first cards, and the way to the others."""
        page = self._page
        with cards:
            for entry in rest[:FIRST_CARDS]:
                with box("", "li"):
                    self._card(entry)
            if further := rest[FIRST_CARDS:]:

                def go_on() -> None:
                    more.delete()
                    self._cards_behind(cards, further)

                number = min(len(further), FIRST_CARDS)
                words = page.ngettext("Show %(n)d more card", "Show %(n)d more cards", number) % {"n": number}
                with box("", "li") as more:
                    button(words, page.click(Deed.HARVEST_MORE_CARDS, opening(go_on)), "quiet")

    def _card(self, entry: EntryView) -> None:
        page, _ = self._page, self._page.gettext

        open_card = opening(lambda: page.go("topics", focus=Focus(entry=entry.id)))
        with (
            look.EntryCard(entry, **card_words(entry, gettext=_)),
            box("card-foot", lang=page.lang, dir="auto"),
        ):
            if spoken := tongue_label(entry.lang, lang=page.lang, home=page.picture.dialogue.lang):
                Tag("span", spoken, "card-note")
            to_card = page.click(Deed.HARVEST_TO_TOPICS, open_card)
            button(_("→ to the card"), to_card, "quiet small source")

    def _source(self, group_id: int, label: str) -> None:
        page = self._page
        open_group = opening(lambda: page.go("topics", focus=Focus(group=group_id)))
        button(f"→ {label}", page.click(Deed.HARVEST_TO_TOPICS, open_group), "quiet source")

    def _buttons(self, outcome: OutcomeView) -> None:
        page, _ = self._page, self._page.gettext

        change = opening(lambda: open_outcome(page, page.picture.outcomes[outcome.id]))

        async def back(actor: Actor) -> None:
            await restore_outcome(
                page.store, actor=actor, dialogue_id=page.dialogue_id, outcome_id=outcome.id
            )

        async def discard(actor: Actor) -> None:
            await discard_outcome(
                page.store, actor=actor, dialogue_id=page.dialogue_id, outcome_id=outcome.id
            )
            undo = Offer(_("Undo"), Deed.HARVEST_RESTORE, back)
            page.say(
                _("The result is discarded; its cards are untouched. Below you can bring it back."),
                undo,
            )

        button(_("Change"), page.click(Deed.HARVEST_CHANGE, change))
        next_meeting_button(page, outcome)
        button(_("Discard"), page.click(Deed.HARVEST_DISCARD, discard), "danger")
