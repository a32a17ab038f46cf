"""What a town puts before its council, drafted from the measures of the evening: `sitzungsvorlage.docx`."""

from collections.abc import Callable, Collection, Sequence

from exports.blocks import Block, Facts, Paper, Style
from exports.field import Role, in_files
from exports.field_words import words_of
from exports.links import Links, table_name
from exports.look import REHEARSAL
from exports.measures import measures_of
from exports.names import Gettext, outcome_name
from exports.office_paper import Draft, evening_name, gap, office_paper
from exports.outcome_fields import OutcomeKind, fields_of
from exports.outcome_options import Addressee
from exports.paper_facts import lines_of
from exports.results import OutcomeFacts, Results
from exports.text import short_day

_MEETINGS, _TOPICS = 4, 5
_COURSE_WIDTHS = (5.5, 2.8, 3.4, 4.8)
_MEASURE_WIDTHS = (1.2, 7.3, 4.8, 3.2)
_COST_WIDTHS = (1.2, 6.3, 4.6, 4.4)
_ADVICE_WIDTHS = (6.5, 4.0, 6.0)
_TOPIC_WIDTHS = (8.0, 4.7, 1.9, 1.9)

# What is worth enclosing of the result files.
_ENCLOSED = (
    ("protokoll.pdf", in_files("Minutes of the evening with all cards")),
    ("massnahmen.docx", in_files("Measures table")),
    ("steckbrief.pdf", in_files("Profile of the dialogue")),
    ("ergebnisse.xlsx", in_files("All results, topics and cards as tables")),
)


def council_paper(results: Results, *, files: Collection[str], gettext: Gettext) -> Paper:
    """Return the draft; `files` are the names of the result files that there are."""
    chapters = _CouncilPaper(results, files, gettext=gettext).write()
    return office_paper(results.dialogue, chapters, kind=gettext("Council paper"), gettext=gettext)


class _CouncilPaper(Draft):
    """The chapters in the order that offices expect."""

    def __init__(self, results: Results, files: Collection[str], *, gettext: Gettext) -> None:
        super().__init__(Links(results), gettext=gettext)
        self._files = files
        # As the measures table numbers them, which goes with the paper.
        numbered = list(enumerate(measures_of(results), start=1))
        self._measures = [(str(n), each) for n, each in numbered if not each.details.is_settled]
        self._to_the_municipality = [
            each
            for each in self._links.outcomes(OutcomeKind.RECOMMENDATION)
            if each.details.values["addressee"] == Addressee.MUNICIPALITY
        ]

    def write(self) -> Sequence[Block]:
        """Write all chapters."""
        self._subject()
        self._course()
        self._proposal()
        self._facts()
        self._costs()
        self._enclosures()
        return self.blocks

    def _subject(self) -> None:
        _ = self._gettext
        self.heading(_("Subject"), 1)
        evening = evening_name(self._dialogue, gettext=_)
        self.say(self._asked.subject or _("Results of the event {evening}").format(evening=evening))
        self.heading(_("Lead office"), 1)
        if self._asked.lead_office:
            self.say(self._asked.lead_office)
        else:
            self.gap(_("office"))

    def _course(self) -> None:
        _ = self._gettext
        self.heading(_("Course of deliberation"), 1)
        headings = (_("Body"), _("Meeting on"), _("public / not public"), _("Advice or decision"))
        self.grid(headings, [[""] * len(headings)] * _MEETINGS, _COURSE_WIDTHS)

    def _proposal(self) -> None:
        _ = self._gettext
        self.heading(_("Proposed decision"), 1)
        self.mixed(gap(_("name of the body")), _(" decides:"))
        evening = evening_name(self._dialogue, gettext=_)
        points: list[tuple[str, Callable[[], None]]] = [
            (_("The results of the event {evening} are taken note of.").format(evening=evening), _nothing)
        ]
        if self._measures:
            supported = _("The following measures are supported. The administration accompanies them.")
            points.append((supported, self._list_measures))
        if self._to_the_municipality:
            asked = _("The administration gives a statement on the following recommendations.")
            points.append((asked, self._list_recommendations))
        if self._measures:
            points.append((_("By [day] the administration reports what has become of this."), _nothing))
        for number, (point, more) in enumerate(points, start=1):
            self.say(f"{number}. {point}")
            more()
        if not self._measures:
            self.nothing(_("No measure was agreed."))

    def _list_measures(self) -> None:
        _ = self._gettext
        rows = [
            (number, self._name(each), each.details.who, short_day(each.details.when))
            for number, each in self._measures
        ]
        opened = [(*row[:2], *(cell or _("open") for cell in row[2:])) for row in rows]
        self.grid((_("No."), _("Measure"), _("Who"), _("By when")), opened, _MEASURE_WIDTHS)
        if any(each.details.who for _number, each in self._measures):
            self.gap(
                _("Before a public meeting: office or association instead of the names of private persons")
            )

    def _name(self, measure: OutcomeFacts) -> str:
        """Return the title; what is a round table says so."""
        is_talk = measure.kind == OutcomeKind.ROUND_TABLE
        return outcome_name(measure, gettext=self._gettext) if is_talk else measure.title

    def _list_recommendations(self) -> None:
        for each in self._to_the_municipality:
            self.say(each.title, style=Style.ITEM)

    def _facts(self) -> None:
        _ = self._gettext
        self.heading(_("Facts of the matter"), 1)
        if self._asked.occasion:
            self.paragraphs(self._asked.occasion)
        self._evening()
        self._topics()
        self._described()
        self._recommended()
        if self._dialogue.promise:
            self.heading(_("What those who took part were promised"), 2)
            self.paragraphs(self._dialogue.promise)

    def _evening(self) -> None:
        _ = self._gettext
        asked, results = self._asked, self._results
        self.heading(_("The evening"), 2)
        facts = [
            (_("Event"), evening_name(self._dialogue, gettext=_)),
            (
                _("Place"),
                ", ".join(each for each in (self._dialogue.municipality, self._dialogue.place) if each),
            ),
            (_("Organiser"), asked.organiser),
            (_("Goal"), self._dialogue.goal),
            (_("People who took part"), str(asked.attendance or "")),
            (_("among them"), "; ".join(lines_of(asked.attendance_of))),
            (_("Tables"), str(len(results.tables) or "")),
            (_("Cards"), str(len(results.entries) or "")),
            (_("Topics"), str(len(results.groups) or "")),
        ]
        self.add(Facts(tuple(fact for fact in facts if fact[1])))

    def _topics(self) -> None:
        _ = self._gettext
        weighed = [each for each in self._results.groups if each.dots]
        first = sorted(weighed, key=lambda each: (-each.dots, -len(each.entry_ids), each.id))[:_TOPICS]
        if not first:
            return
        self.heading(_("Topics with the most dots"), 2)
        rows = [
            (
                each.label or _("Unnamed topic"),
                table_name(self._links.tables[each.table]),
                str(len(each.entry_ids)),
                str(each.dots),
            )
            for each in first
        ]
        self.grid((_("Topic"), _("Table"), _("Cards"), _("Dots")), rows, _TOPIC_WIDTHS)

    def _described(self) -> None:
        _ = self._gettext
        described = [(number, each) for number, each in self._measures if each.description]
        if described:
            self.heading(_("About the measures"), 2)
        for number, each in described:
            self.small_heading(f"{number} {each.title}")
            self.paragraphs(each.description)

    def _recommended(self) -> None:
        _ = self._gettext
        recommended = self._links.outcomes(OutcomeKind.RECOMMENDATION)
        if not recommended:
            return
        self.heading(_("Recommendations"), 2)
        rows = []
        for each in recommended:
            [addressee] = [field for field in fields_of(each.kind) if field.role == Role.ADDRESSEE]
            said = each.details.values
            to = words_of(addressee, said, gettext=_, day=short_day)
            rows.append((each.title, to, str(said["statement"]) or _("none yet")))
        headings = (_("Recommendation"), _("Addressed to"), _("Statement"))
        self.grid(headings, rows, _ADVICE_WIDTHS)

    def _costs(self) -> None:
        _ = self._gettext
        self.heading(_("Financial effects"), 1)
        rows = []
        for number, each in self._measures:
            fields = {field.name: field for field in fields_of(each.kind)}
            if "costs" in fields:
                said = each.details.values
                words = [
                    words_of(fields[name], said, gettext=_, day=short_day) for name in ("costs", "funding")
                ]
                rows.append((number, each.title, words[0] or _("not known yet"), words[1]))
        if rows:
            self.say(_("What was said at the evening; this is no calculation of costs."))
            self.grid((_("No."), _("Measure"), _("Costs"), _("Possible funding")), rows, _COST_WIDTHS)
        else:
            self.nothing(_("No measure with costs was agreed."))
        self.gap(_("budget year, account and cover: to be completed by the treasury"))

    def _enclosures(self) -> None:
        _ = self._gettext
        self.heading(_("Enclosures"), 1)
        mark = f"{REHEARSAL}-" if self._dialogue.rehearsal else ""
        enclosed = [(name, what) for name, what in _ENCLOSED if name in self._files]
        for name, what in enclosed:
            self.say(f"{mark}{name} – {_(what)}", style=Style.ITEM)
        if not enclosed:
            self.nothing(_("None."))


def _nothing() -> None:
    """Stand where nothing more is said."""
