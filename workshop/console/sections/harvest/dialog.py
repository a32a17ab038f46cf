"""Making a topic a result: the kind, its fields, and the cards that stand behind it."""

from collections.abc import Iterable, Sequence

from nicegui import ui

from exports.field import Suggested
from workshop.console.frame.deeds import Deed, opening
from workshop.console.frame.dialogue_frame import DialogueFrame
from workshop.console.frame.page import Offer
from workshop.console.frame.versions import Versions
from workshop.console.kit.card import card_tick
from workshop.console.kit.controls import (
    Modal,
    Tag,
    Values,
    box,
    button,
    field,
    form,
    number_of,
    one_of,
    problem_line,
    select,
    value,
)
from workshop.console.sections.harvest.fields import (
    Offers,
    actor_titles,
    details_from,
    field_labels,
    field_titles,
    kind_fields,
    kind_ticks,
    kind_to_choose,
    outcome_values,
    questions_from,
    values_at_first,
    word_of,
)
from workshop.console.sections.harvest.funding import funding
from workshop.console.sections.harvest.pairs import (
    PROBLEM,
    SUGGESTIONS,
    pair_word,
    pairs_at_first,
    place_pairs,
)
from workshop.console.wording.forms import Form
from workshop.domain import bounds
from workshop.domain.errors import NotFoundError, Refusal, RefusedError
from workshop.domain.outcome import Draft, create_outcome, discard_outcome, edit_outcome
from workshop.domain.queries.entry import EntryView
from workshop.domain.queries.group import GroupView
from workshop.domain.queries.outcome import OutcomeView
from workshop.domain.rights import Actor
from workshop.i18n import catalogue
from workshop.live.picture import Picture
from workshop.models import OutcomeKind

_FORM = "(e) => emit(workshopForm(e.target.form))"
# A topic that is added or left out changes the draft as a typed word does.
_ADDED = "(v) => v.el.form.dispatchEvent(new Event('change', { bubbles: true }))"
_LEFT_OUT = (
    "(v) => setTimeout((form) => form.dispatchEvent(new Event('change', { bubbles: true })), 0, v.el.form)"
)


def cards_behind(picture: Picture, group: GroupView) -> list[EntryView]:
    """Return the cards of a topic and those that were put into it as well."""
    return [*picture.members(group), *picture.doubled(group)]


def open_harvest(page: DialogueFrame, group_ids: Sequence[int]) -> None:
    """Open the dialog for a new outcome of these topics."""
    HarvestDialog(page, group_ids, outcome=None)


def open_outcome(page: DialogueFrame, outcome: OutcomeView) -> None:
    """Open the dialog for an outcome that is there already."""
    HarvestDialog(page, outcome.group_ids, outcome=outcome)


def offer_drafts(page: DialogueFrame, owner: ui.element) -> None:
    """Let the dialog be opened again for a draft that was not stored, as long as `owner` is there."""

    def reopen_new(groups: str, values: Values) -> None:
        HarvestDialog(page, _group_ids(values, _numbers(groups.split(","))), outcome=None, subject=groups)

    def reopen(number: str, values: Values) -> None:
        outcome = page.picture.outcomes.get(number_of(number))
        if outcome is None or outcome.discarded:
            raise NotFoundError(Refusal.OUTCOME_UNKNOWN)
        HarvestDialog(page, _group_ids(values, outcome.group_ids), outcome=outcome)

    page.drafts.can_open(Form.NEW_OUTCOME, owner, reopen_new)
    page.drafts.can_open(Form.OUTCOME, owner, reopen)


def _group_ids(values: Values, otherwise: Sequence[int]) -> Sequence[int]:
    """Return the topics of a draft; without one those that the dialog had at first."""
    return _numbers(values.get("group", ())) if values else otherwise


def _numbers(texts: Iterable[str]) -> list[int]:
    return [number_of(text) for text in texts if text]


class HarvestDialog:
    """The dialog; what was typed, ticked and chosen is kept when it is closed by mistake.

    A draft of other topics than the dialog had at first keeps its `subject`; the browser puts its words back.
    """

    def __init__(
        self,
        page: DialogueFrame,
        group_ids: Sequence[int],
        *,
        outcome: OutcomeView | None,
        subject: str | None = None,
    ) -> None:
        self._page, self._outcome = page, outcome
        self._groups = [page.picture.groups[number] for number in group_ids if number in page.picture.groups]
        if subject is None:
            subject = str(outcome.id) if outcome else ",".join(map(str, group_ids))
        self._draft = page.drafts.of(Form.OUTCOME if outcome else Form.NEW_OUTCOME, subject)
        _ = page.gettext
        title = _("Change the result") if outcome else _("Make a result")
        self._modal = Modal(page.overlay, title, classes="harvest")
        with self._modal.body:
            self._problem = problem_line()
            store = page.submit(Deed.HARVEST_STORE, self._store, problem=self._problem)
            self._versions = self._make_versions()
            with form(store, "harvest-form", draft=self._draft.key) as made:
                with box("harvest-fields"):
                    self._versions.place(made)
                    self._fields()
                with box("harvest-evidence"):
                    self._evidence()
                with box("modal-buttons"):
                    button(_("Cancel"), self._modal.close)
                    Tag(
                        "button",
                        _("Save") if outcome else _("Keep as result"),
                        "button primary",
                        type="submit",
                    )

    def _table_id(self) -> int | None:
        if self._outcome:
            return self._outcome.table_id
        return self._groups[0].table_id if self._groups else None

    def _make_versions(self) -> Versions:
        """Return what the form held at first, beside what others store meanwhile."""
        page, _ = self._page, self._page.gettext

        def read() -> tuple[Values, int]:
            outcome = page.picture.outcomes[self._outcome.id] if self._outcome else None
            held = {**self._held(outcome), **self._pairs(outcome)}
            return (outcome_values(outcome, held), outcome.version) if outcome else ({}, 0)

        def words(name: str, text: str) -> str:
            return pair_word(page.picture, name, text) or word_of(name, text, gettext=_)

        return Versions(page, read, labels=field_labels(gettext=_), words=words, linked=kind_to_choose)

    def _offers(self) -> Offers:
        """Return what the form suggests, in the language of the dialogue."""
        page = self._page
        lang = page.picture.dialogue.lang
        table = page.picture.tables.get(self._table_id() or 0)
        cards = [card for group in self._groups for card in cards_behind(page.picture, group)]
        questions = questions_from(cards, gettext=catalogue("console", lang).gettext)
        actors = actor_titles(table, lang=lang) if table else []
        return {
            Suggested.ACTORS: {text: text for text in actors},
            Suggested.FIELDS: {text: text for text in field_titles(table, lang=lang)},
            Suggested.QUESTIONS: {text: text for text in questions},
            Suggested.FUNDING: funding(page.services.settings, lang),
        }

    def _held(self, outcome: OutcomeView | None) -> dict[str, list[str]]:
        """Return what the fields of all kinds hold at first."""
        return values_at_first(
            outcome.details if outcome else {}, outcome.kind if outcome else None, offers=self._offers()
        )

    def _of_same(self) -> tuple[list[int], list[str]]:
        """Return the topics and cards of which another outcome may come as well."""
        cards = [card.id for group in self._groups for card in cards_behind(self._page.picture, group)]
        return [group.id for group in self._groups], [*(self._outcome.entry_ids if self._outcome else cards)]

    def _pairs(self, outcome: OutcomeView | None) -> Values:
        """Return what stands beside the outcome at first, or is proposed to."""
        return pairs_at_first(self._page.picture, outcome, *self._of_same())

    def _fields(self) -> None:
        page, outcome, _ = self._page, self._outcome, self._page.gettext
        label = self._groups[0].label if self._groups else ""
        title, about = (outcome.title, outcome.description) if outcome else (label, "")
        kind_ticks(outcome.kind if outcome else OutcomeKind.PROJECT_IDEA, gettext=_)
        field(
            _("Title"),
            "title",
            text=title,
            rows=1,
            data_oneline="",
            maxlength=bounds.OUTCOME_TITLE,
            autofocus=True,
        )
        asked = _("What it is and what for, for whom and where")
        field(_("Description"), "description", text=about, rows=3, note=asked)
        kind_fields(page, held=self._held(outcome), offers=self._offers())
        topics, cards = self._of_same()
        place_pairs(
            page.picture,
            self._pairs(outcome),
            outcome=outcome,
            group_ids=topics,
            entry_ids=cards,
            gettext=_,
        )

    def _evidence(self) -> None:
        _ = self._page.gettext
        Tag("h3", _("Cards behind it"))
        Tag(
            "p",
            _("These cards stay attached to the result. Untick what does not belong to it."),
            "field-note",
        )
        self._lists = box("evidence-lists")
        chosen = set(self._outcome.entry_ids) if self._outcome else None
        with self._lists:
            for group in self._groups:
                self._group_cards(group, chosen)
            self._other_cards(chosen)
        self._adder()

    def _group_cards(self, group: GroupView, chosen: set[str] | None) -> None:
        page, _ = self._page, self._page.gettext
        # A card that stands in two of the topics is one piece of evidence: it is ticked in its own.
        others = {each.id for each in self._groups if each.id != group.id}
        cards = [card for card in cards_behind(page.picture, group) if card.group_id not in others]
        with box("evidence", role="group", data_evidence_group=group.id) as part:

            def leave_out() -> None:
                part.delete()
                self._groups = [each for each in self._groups if each.id != group.id]

            with box("evidence-head"):
                title = Tag("h4", group.label or _("Topic without a name"), "evidence-title")
                part.props["aria-labelledby"] = title.html_id
                leave = page.click(Deed.HARVEST_LEAVE_TOPIC_OUT, opening(leave_out))
                button(_("Leave this topic out"), leave, "quiet small")
            number = box("", "input", type="hidden", name="group", value=str(group.id))
            number.on("vnode-mounted", js_handler=_ADDED).on("vnode-before-unmount", js_handler=_LEFT_OUT)
            self._ticks([entry.id for entry in cards], chosen)

    def _other_cards(self, chosen: set[str] | None) -> None:
        """Keep cards of an outcome that have moved to other topics since."""
        if not chosen:
            return
        inside = {card.id for group in self._groups for card in cards_behind(self._page.picture, group)}
        entries = self._page.picture.entries
        others = [each for each in sorted(chosen - inside) if each in entries and entries[each].is_shown]
        if others:
            with box("evidence", role="group"):
                Tag("h4", self._page.gettext("Other cards"), "evidence-title")
                self._ticks(others, chosen)

    def _ticks(self, entry_ids: Sequence[str], chosen: set[str] | None) -> None:
        with box("card-ticks", "ul"):
            for entry_id in entry_ids:
                entry = self._page.picture.entries[entry_id]
                is_chosen = chosen is None or entry_id in chosen
                card_tick(entry, checked=is_chosen, gettext=self._page.gettext)

    def _adder(self) -> None:
        page, _ = self._page, self._page.gettext
        options = [("", _("Choose a topic …"))]
        for table in page.picture.tables.values():
            options += [
                (str(group.id), f"{table.number} · {group.label} ({page.picture.size(group)})")
                for group in page.picture.groups_of(table.id)
            ]

        async def add(_actor: Actor, values: Values) -> None:
            number = value(values, "another")
            group = page.picture.groups.get(number_of(number)) if number else None
            if group and all(each.id != group.id for each in self._groups):
                self._groups.append(group)
                with self._lists:
                    self._group_cards(group, None)

        with box("adder"):
            select(_("Add another topic"), "another", options)
            add_topic = page.submit(Deed.HARVEST_ADD_TOPIC, add)
            button(_("Add"), classes="add-topic").on("click", add_topic, js_handler=_FORM)

    def _draft_from(self, values: Values) -> Draft:
        kind = one_of(OutcomeKind, value(values, "kind"), Refusal.DETAILS_INVALID)
        draft = Draft(
            kind=kind,
            title=value(values, "title"),
            description=value(values, "description"),
            table_id=self._table_id(),
            group_ids=[number_of(number) for number in values.get("group", [])],
            entry_ids=list(dict.fromkeys(values.get("entry", []))),
            details=details_from(kind, values),
            problem_id=number_of(problem) if (problem := value(values, PROBLEM)) else None,
            suggestion_ids=_numbers(values.get(SUGGESTIONS, ())),
        )
        if not draft.entry_ids and not draft.group_ids and self._groups:
            raise RefusedError(Refusal.NOTHING_CHOSEN)
        return draft

    async def _store(self, actor: Actor, values: Values) -> None:
        page, outcome, _ = self._page, self._outcome, self._page.gettext
        if outcome:

            async def do(values: Values, seen: int) -> None:
                await edit_outcome(
                    page.store,
                    actor=actor,
                    dialogue_id=page.dialogue_id,
                    outcome_id=outcome.id,
                    draft=self._draft_from(values),
                    seen_version=seen,
                )

            await self._versions.store(values, do)
            page.say(_("The result is changed."))
        else:
            draft = self._draft_from(values)
            number = await create_outcome(page.store, actor=actor, dialogue_id=page.dialogue_id, draft=draft)

            async def discard(actor: Actor) -> None:
                await discard_outcome(
                    page.store, actor=actor, dialogue_id=page.dialogue_id, outcome_id=number
                )
                page.say(_("The result is discarded; its cards are untouched."))

            undo = Offer(_("Undo"), Deed.HARVEST_DISCARD, discard)
            page.say(_("A new result. You find it under “Results”."), undo)
        self._draft.forget()
        self._modal.close()
