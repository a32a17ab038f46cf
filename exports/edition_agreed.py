"""The second half of the evening edition: what was agreed, and how it goes on."""

from collections.abc import Iterable

from exports import look
from exports.blocks import Block, Paragraph, Span
from exports.clipping import clipped
from exports.edition_parts import CELL, TEXT, page_heading, text_part
from exports.field import Field, Place, Role, Text
from exports.field_words import words_of
from exports.handout_edges import steps_left, topics_left, way_to
from exports.links import Links
from exports.names import Gettext, kind_heading
from exports.outcome_fields import OutcomeKind, fields_of
from exports.results import OutcomeFacts, Verdict
from exports.sheets import Line, Part, Sheet
from exports.text import short_day
from exports.topic_words import TopicWords

_KINDS = (
    OutcomeKind.PROJECT_IDEA,
    OutcomeKind.ROUND_TABLE,
    OutcomeKind.RECOMMENDATION,
    OutcomeKind.EXISTING_OFFER,
    OutcomeKind.SUGGESTION,
    OutcomeKind.PROBLEM,
)
_WHEN, _TITLE = 40, 200  # letters


class AgreedPages:
    """The pages of outcomes and of what comes next."""

    def __init__(self, links: Links, words: TopicWords, *, gettext: Gettext) -> None:
        self._gettext = gettext
        self._links, self._results = links, links.results
        self._words = words

    def agreed(self) -> Sheet:
        """Return the page of outcomes."""
        _ = self._gettext
        kinds = [(kind, self._links.outcomes(kind)) for kind in _KINDS]
        parts = [self._kind(kind, outcomes) for kind, outcomes in kinds if outcomes]
        front: tuple[Block, ...] = (page_heading(_("What was agreed")),)
        if not parts:
            nothing = Span(_("No outcomes have been recorded yet."), ink=look.MUTED)
            front = (*front, Paragraph((nothing,)))
        return Sheet(front, tuple(parts), steps_left(gettext=_))

    def _kind(self, kind: OutcomeKind, outcomes: list[OutcomeFacts]) -> Part:
        _ = self._gettext
        asked = _asked_of(kind)
        lines = tuple(self._outcome(outcome, asked) for outcome in outcomes)
        columns = (_("What"), *(_(field.label) for field in asked), _("Topic"))
        return Part(
            (Span(kind_heading(kind, gettext=_)),),
            lines,
            steps_left(gettext=_),
            "",
            widths=(9, *(3.6 for _field in asked), 2.2),
            columns=columns,
        )

    def _outcome(self, outcome: OutcomeFacts, asked: Iterable[Field]) -> Line:
        _ = self._gettext
        said = [
            clipped(words_of(field, outcome.details.values, gettext=_, day=short_day), CELL) or "–"
            for field in asked
        ]
        cells = [((Span(clipped(outcome.title, _TITLE), bold=True),),), *(((Span(each),),) for each in said)]
        below = ((Span(clipped(outcome.description, TEXT)),),) if outcome.description.strip() else ()
        return Line((*cells, ((Span(self._words.origin(outcome) or "–"),),)), below)

    def next(self) -> Sheet:
        """Return the page of what happens next and when."""
        _ = self._gettext
        parts = (
            text_part(_("What happens with the results"), self._results.dialogue.promise, gettext=_),
            self._steps(),
            self._answers(),
        )
        front: tuple[Block, ...] = (page_heading(_("How it goes on")), *self._rest())
        return Sheet(front, parts, steps_left(gettext=_), way=way_to(self._results, gettext=_))

    def _steps(self) -> Part:
        _ = self._gettext
        lines = tuple(
            Line(
                (
                    ((Span(clipped(self._words.when(each), _WHEN) or _("open"), bold=True),),),
                    ((Span(clipped(each.details.first_step, CELL) or clipped(each.title, CELL)),),),
                    ((Span(clipped(self._words.who(each), CELL) or _("open")),),),
                )
            )
            for each in self._links.next_steps()
        )
        return Part(
            (Span(_("Next steps")),),
            lines,
            steps_left(gettext=_),
            _("No next steps have been agreed yet."),
            widths=(3, 8.5, 4.5),
            columns=(_("By when"), _("What"), _("Who")),
        )

    def _answers(self) -> Part:
        """Return how many topics were answered, and the reasons why some are not taken up."""
        _ = self._gettext
        topics = self._links.all_topics()
        answered = [topic for topic in topics if topic.verdict != Verdict.NONE]
        told = _("{answered} of {topics}").format(answered=len(answered), topics=len(topics))
        lines = []
        for topic in answered:
            reason = clipped(topic.verdict_reason, TEXT)
            number, name = (
                Span(self._words.number(topic), bold=True),
                Span(self._words.label(topic), bold=True),
            )
            cells = (((number,),), ((name,),), (self._words.verdict(topic),))
            lines.append(Line(cells, ((Span(reason),),) if reason else ()))
        return Part(
            (Span(_("Answers to topics")),),
            tuple(lines),
            topics_left(gettext=_),
            _("No topic has an answer yet."),
            widths=(1.1, 9.4, 5),
            note=told,
        )

    def _rest(self) -> Iterable[Paragraph]:
        """Yield where everything is, and what is in no file."""
        _ = self._gettext
        everything = _(
            "Every card, every topic and every outcome is in the minutes; ask the organisers for them."
        )
        yield Paragraph((Span(everything),))
        counts = self._results.dialogue.counts
        aside = [
            (_("held back"), counts.held),
            (_("hidden"), counts.hidden),
            (_("withdrawn by their authors"), counts.withdrawn),
        ]
        if told := " · ".join(f"{name}: {number}" for name, number in aside if number):
            yield Paragraph((Span(_("Cards that are in no file: {told}").format(told=told)),))


def _asked_of(kind: OutcomeKind) -> tuple[Field, ...]:
    """Return what is told of an outcome beside its title: who and by when; of an offer, who and where."""
    fields = fields_of(kind, Place.MINUTES)
    roles = (Role.ADDRESSEE, Role.WHO, Role.WHEN)
    acting = tuple(field for role in roles for field in fields if field.role == role)
    return acting or tuple(field for field in fields if isinstance(field, Text))[:1]
