"""What the minutes say, chapter by chapter, for `protokoll.docx` and `protokoll.pdf` alike."""

from collections.abc import Sequence

from exports.appendix import Appendix
from exports.blocks import Block, Paper
from exports.front import minutes_paper
from exports.links import Links
from exports.minutes_part import MinutesPart
from exports.names import Gettext
from exports.outcome_chapters import OutcomeChapters
from exports.particulars import Particulars
from exports.priorities import Priorities
from exports.results import Results
from exports.table_chapters import TableChapters
from exports.word import render_word


def render_minutes(results: Results, *, gettext: Gettext) -> bytes:
    """Return the minutes as a Word file, which an office edits and sends out."""
    return render_word(minutes_of(results, gettext=gettext))


def minutes_of(results: Results, *, gettext: Gettext) -> Paper:
    """Return the minutes of an evening in the order that offices expect."""
    return minutes_paper(results.dialogue, chapters_of(results, gettext=gettext), gettext=gettext)


def chapters_of(results: Results, *, gettext: Gettext, below: int = 0) -> Sequence[Block]:
    """Return the chapters of one evening; `below` is the level of the heading above them."""
    links = Links(results)
    parts = (Particulars, TableChapters, Priorities, OutcomeChapters, _Conclusion, Appendix)
    return [block for part in parts for block in part(links, gettext=gettext, below=below).write()]


class _Conclusion(MinutesPart):
    """What the evening comes to, and what happens with its results."""

    def write(self) -> Sequence[Block]:
        _, dialogue = self._gettext, self._results.dialogue
        conclusion = dialogue.paper.conclusion
        self.heading(_("Conclusion and outlook"), 1)
        if conclusion:
            self.paragraphs(conclusion)
        if dialogue.promise:
            self.small_heading(_("What happens with the results"))
            self.paragraphs(dialogue.promise)
        if not conclusion and not dialogue.promise:
            self.nothing(_("Not recorded yet."))
        return self.blocks
