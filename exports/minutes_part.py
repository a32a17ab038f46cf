"""What the parts of the minutes share: the evening, its links, and how cards and topics are named."""

from collections.abc import Sequence

from exports import look
from exports.blocks import Block, CardColumns, CardText
from exports.chapters import Chapters
from exports.links import Links, of_question
from exports.names import Gettext, question_name, window_name
from exports.results import EntryFacts, GroupFacts, QuestionKey, Results
from exports.text import is_right_to_left


class MinutesPart(Chapters):
    """Some chapters of one evening; `below` is the level of the heading above them."""

    def __init__(self, links: Links, *, gettext: Gettext, below: int = 0) -> None:
        super().__init__(below=below)
        self._gettext = gettext
        self._links = links
        self._results: Results = links.results

    def write(self) -> Sequence[Block]:
        """Write the chapters."""
        raise NotImplementedError

    def _cards(self, cards: Sequence[EntryFacts], *, numbered: bool = False) -> None:
        """Add cards by question; `numbered` says of each in which topics it stands."""
        headings = tuple(self._question(key) for key in QuestionKey)
        columns = tuple(
            tuple(self._card(card, numbered=numbered) for card in of_question(cards, key))
            for key in QuestionKey
        )
        self.add(CardColumns(headings, columns))

    def _card(self, card: EntryFacts, *, numbered: bool = False) -> CardText:
        marks = [window_name(card.window, gettext=self._gettext)]
        if numbered:
            topics = self._links.topics_of_entry(card)
            marks.append(", ".join(self._links.topic_number(topic) for topic in topics))
        return CardText(card.text, card.lang, " · ".join(filter(None, marks)))

    def _question(self, key: QuestionKey) -> str:
        return question_name(key, self._results.dialogue, gettext=self._gettext)

    def _topic(self, group: GroupFacts) -> str:
        """Return number and name of a topic."""
        return f"{self._links.topic_number(group)} {self._label(group)}"

    def _topic_in_line(self, group: GroupFacts) -> str:
        """Return the same, but only the number of one whose name would turn the line around."""
        number, label = self._links.topic_number(group), self._label(group)
        return number if is_right_to_left(label) else f"{number} {label}"

    def _label(self, group: GroupFacts) -> str:
        _ = self._gettext
        return group.label or _("Unnamed topic")

    def _counts(self, cards: Sequence[EntryFacts]) -> str:
        """Return how many cards there are of each question, behind its sign."""
        return "  ".join(
            f"{look.QUESTIONS[key].sign}\u00a0{len(of_question(cards, key))}" for key in QuestionKey
        )
