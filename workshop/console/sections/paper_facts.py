"""What papers for an office say beside the results: entered once, whenever somebody knows it."""

from exports.paper_facts import PAPER_FIELDS, PaperField, PaperKind, PaperSection
from workshop.console.frame.deeds import Deed
from workshop.console.frame.dialogue_frame import DialogueFrame, Section
from workshop.console.frame.versions import Versions
from workshop.console.kit.controls import Tag, Values, box, field, form, problem_line, value
from workshop.console.wording.forms import Form
from workshop.domain import bounds
from workshop.domain.paper_facts import write_paper_facts, written_paper_facts
from workshop.domain.queries.changes import Delta
from workshop.domain.rights import Actor
from workshop.i18n import Gettext


class PaperFactsSection(Section):
    """A form in four folds; a field is empty as long as nobody knows better."""

    def __init__(self, page: DialogueFrame) -> None:
        self._page = page
        self._counts: dict[PaperSection, Tag] = {}
        self._draft = page.drafts.of(Form.PAPER_FACTS)
        _ = page.gettext
        with box("section-head"):
            Tag("h2", _("Facts for papers"))
        with box("panel", data_paper_facts=""):
            note = _(
                "Minutes, profile and the paper for the council take these from here, so nobody types them "
                "twice. Each field may stay empty; none is shown on phones or the board."
            )
            Tag("p", note, "field-note")
            problem = problem_line()
            labels = {each.name: _(each.label) for each in PAPER_FIELDS}
            self._versions = Versions(page, self._present, labels=labels)
            save = page.submit(Deed.PAPER_FACTS_SAVE, self._store, problem=problem)
            with form(save, draft=self._draft.key) as made:
                self._versions.place(made)
                for section in PaperSection:
                    self._fold(section)
                # Beside the button: the form is long.
                problem.move(made)
                with box("modal-buttons"):
                    Tag("button", _("Keep these facts"), "button primary", type="submit")
        self._show_counts()

    def _fold(self, section: PaperSection) -> None:
        _ = self._page.gettext
        with box("fold", "details", data_papers=section.value):
            self._counts[section] = Tag("summary")
            for each in PAPER_FIELDS:
                if each.section is section:
                    self._field(each)

    def _field(self, each: PaperField) -> None:
        _ = self._page.gettext
        is_number = each.kind is PaperKind.NUMBER
        field(
            _(each.label),
            each.name,
            text=self._values()[each.name],
            rows=each.rows,
            note=_(each.note) if each.note else "",
            maxlength=bounds.PAPER_NUMBER if is_number else each.bound,
            inputmode="numeric" if is_number else None,
        )

    def _values(self) -> dict[str, str]:
        said = self._page.picture.dialogue.paper.said()
        return {each.name: str(said.get(each.name, "")) for each in PAPER_FIELDS}

    def _present(self) -> tuple[Values, int]:
        values = {name: [text] for name, text in self._values().items()}
        return values, self._page.picture.dialogue.version

    async def _store(self, actor: Actor, values: Values) -> None:
        page, _ = self._page, self._page.gettext

        async def do(values: Values, seen: int) -> None:
            facts = written_paper_facts({each.name: value(values, each.name) for each in PAPER_FIELDS})
            await write_paper_facts(
                page.store, actor=actor, dialogue_id=page.dialogue_id, facts=facts, seen_version=seen
            )

        await self._versions.store(values, do)
        self._draft.forget()
        await page.watch.catch_up()
        self._versions.show_present()
        self._versions.renew()
        self._show_counts()
        page.say(_("Saved. Files that are made from now on have it."))

    def _show_counts(self) -> None:
        _ = self._page.gettext
        values = self._values()
        for section, summary in self._counts.items():
            own = [values[each.name] for each in PAPER_FIELDS if each.section is section]
            count = _("%(there)d of %(all)d") % {"there": sum(map(bool, own)), "all": len(own)}
            summary.set_text(f"{_section_name(section, gettext=_)} ({count})")

    def apply(self, _delta: Delta) -> None:
        """Take a change in; what is being typed stays."""
        self._versions.show_present()
        self._show_counts()


def _section_name(section: PaperSection, *, gettext: Gettext) -> str:
    _ = gettext
    return {
        PaperSection.TOWN: _("Municipality"),
        PaperSection.EVENING: _("Event"),
        PaperSection.ASSESSMENT: _("Assessment"),
        PaperSection.COUNCIL: _("Council"),
    }[section]
