"""The way to each deed on each page: what is clicked, in which order, with what in the forms.

A step is a deed and what the browser tells of it. Most handlers stand on the page only after another deed has
opened a menu or a dialog, so the order matters.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.doors.hall import Evening
from tests.doors.walker import Walker

Values = dict[str, list[str]]
Fill = Callable[[Walker, int, Values], Values]


@dataclass(frozen=True)
class Step:
    """One deed: its event, which of several handlers, and what is told; a form is filled by `fill`."""

    deed: str
    args: Sequence[Any] = ()
    event: str = "click"
    nth: int = 0
    fill: Fill | None = None

    def told(self, walker: Walker, element: int) -> Sequence[Any]:
        """Return what the browser tells."""
        if self.fill is None:
            return self.args
        return [self.fill(walker, element, walker.form(element))]


# What is nobody's deed: closing the dialogs that are open, opening what is folded.
ESCAPE, UNFOLD = Step("", event="close"), Step("", event="toggle")
UNFOLD_NEXT = Step("", event="toggle", nth=1)


def _with(**given: str) -> Fill:
    return lambda _walker, _element, values: values | {name: [text] for name, text in given.items()}


def _choosing(name: str, which: int = 0, **given: str) -> Fill:
    def fill(walker: Walker, element: int, values: Values) -> Values:
        chosen = [each for each in walker.options(element, name) if each not in {"", "new"}][which]
        return values | {name: [chosen]} | {each: [text] for each, text in given.items()}

    return fill


def _submit(deed: str, fill: Fill) -> Step:
    return Step(deed, event="submit", fill=fill)


def _act(act: str, *, group: int | None = None, entry: str | None = None) -> Step:
    told = {"act": act, "group": group, "entry": entry, "checked": True}
    return Step("sorting.act", [told], event="rowkey")


def _conflict(name: str) -> Fill:
    """Return what a form tells whose draft began with something else than what is stored now."""
    return lambda _walker, _element, values: {  # type: ignore[return-value] - two forms in one
        "typed": values | {name: ["Meins"]},
        "base": values | {name: ["Wie es war"]},
    }


def list_of_dialogues() -> Sequence[Step]:
    """Return the way through the list of dialogues."""
    return [
        Step("dialogues.invite_organiser"),
        Step("dialogues.invite_moderator"),
        Step("dialogues.new"),
        _submit("dialogues.create", _with(title="Ein neuer Abend")),
        Step("dialogues.copy"),
        Step("dialogues.wipe"),
        Step("dialogues.keep"),
        Step("drafts.list", [["new_dialogue:"]], event="drafts"),
        Step("drafts.go_on", [{}]),
    ]


def keeping() -> Sequence[Step]:
    """Return the way through what is kept, at the dialogue that was made last: it is no rehearsal."""
    return [
        Step("keeping.ask_note", nth=-1),
        _submit("keeping.note", _with(note="offered", reason="Az. 1")),
        Step("keeping.ask_delete", nth=-1),
        _submit("keeping.delete", _confirming),
    ]


def _confirming(walker: Walker, element: int, values: Values) -> Values:
    """Return the form with the code that stands above its field."""
    (asked,) = walker.texts(element, "Code")
    return values | {"code": [asked.rpartition(":")[2]]}


def tables(evening: Evening) -> Sequence[Step]:
    """Return the way through the tables, the column beside them and the phases above."""
    steps = [
        *("dialogue.go", "tables.enlarge_code", "tables.make_host_link", "tables.revoke_hosts"),
        *("tables.make_host_sheets", "running.more_held", "running.show", "running.hide"),
        *("running.show_after_all", "running.extend_round", "running.resume_round", "running.pause_round"),
        *("running.shorten_round", "running.stop_clock", "running.sound_gong", "running.still_boards"),
        # Once the page has heard that the clock was stopped.
        *("running.calm_boards", "running.take_round_back"),
        *("running.calm_clock", "running.calm_code", "running.close_door", "running.end_mute"),
        "tables.pause",
    ]
    return [
        _submit("running.hide_why", _choosing("reason")),
        Step("running.show_all"),
        *(Step(name, nth=0) for name in steps),
        _submit("running.start_round", _with(minutes="5")),
        Step("dialogue.next_phase"),
        Step("dialogue.phase_back"),
        Step("dialogue.enter_phase", nth=2),
        Step("dialogue.enter_phase", nth=3),
        Step("running.close_tally"),
        Step("running.open_tally"),
        Step("dialogue.enter_phase", nth=1),
        Step("dialogue.go", nth=0),
        Step("tables.open_topics"),
    ]


def facts(evening: Evening) -> Sequence[Step]:
    """Return the way through what is said about an evening that has not begun."""
    return [
        Step("dialogue.enter_phase", nth=0),
        _submit("facts.save", _with(title="Dieser Abend, anders gesagt")),
        Step("drafts.compare", event="stale", fill=_conflict("title")),
        _submit("paper_facts.save", _with(occasion="Ein Anlass", inhabitants="24.300")),
        Step("facts.ask_table", nth=1),
        _submit("facts.save_table", _with(title="Wege")),
        Step("facts.move_table", nth=1),
        Step("facts.remove_table"),
        Step("facts.restore_table"),
        Step("facts.ask_question"),
        _submit("facts.save_question", _with(title="Was fehlt?")),
        Step("drafts.list", [["question:works"]], event="drafts"),
        Step("drafts.go_on", [{}]),
        ESCAPE,
        Step("series.next"),
        Step("series.leave"),
        _submit("series.put", _with(title="Eine Reihe")),
        Step("dialogue.enter_phase", nth=1),
    ]


def files(evening: Evening) -> Sequence[Step]:
    """Return the way to the files; the handouts are released when it begins."""
    handouts = ("handouts.print", "handouts.code", "handouts.take_back", "handouts.release")
    return [*map(Step, handouts), *_taking_files(), Step("series.download")]


def access(evening: Evening) -> Sequence[Step]:
    """Return the way through links and devices of a dialogue; what is taken back is nobody's own."""
    return [Step("access.invite_moderator"), Step("access.invite_reader"), *_taking_back()]


def access_to_all() -> Sequence[Step]:
    """Return the way through links and devices of all dialogues."""
    return [Step("access.invite_organiser"), *_taking_back()]


def _taking_back() -> Sequence[Step]:
    return [
        *(Step("access.ask", nth=-1), Step("access.take_back")),
        *(Step("access.ask_others"), Step("access.end_others")),
    ]


def results() -> Sequence[Step]:
    """Return the way of a reader, who keeps no draft here."""
    return [*_taking_files(), Step("drafts.list", [["new_dialogue:"]], event="drafts")]


def _taking_files() -> Sequence[Step]:
    one_by_one = (Step(name, nth=0) for name in ("files.take", "files.preview", "files.turn"))
    return [Step("files.download"), *one_by_one, ESCAPE]


def measures(evening: Evening) -> Sequence[Step]:
    """Return the way through the measures table, which takes any outcome whose field is named."""
    cell = {"outcome": evening.here.outcome, "name": "title"}
    written = cell | {"text": "Noch weniger Busse", "seen": "Zu wenig Busse"}
    return [Step("measures.open", [cell], event="open"), Step("measures.write", [written], event="write")]


def photos(evening: Evening) -> Sequence[Step]:
    """Return the way through the photos of a table; which one is meant is told."""
    photo = {"photo": evening.here.photo}
    described = photo | {"caption": "Die Wand, anders gesagt", "table": evening.here.key, "seen": 1}
    return [
        Step("photos.describe", [described], event="describe"),
        Step("photos.move", [photo | {"up": False}], event="move"),
        Step("photos.blur", [photo | {"marks": [[0, 0, 0, 5000, 5000]], "seen": 2}], event="blur"),
        Step("photos.delete", [{"photo": evening.here.other_photo}], event="erase"),
    ]


def outcomes(evening: Evening) -> Sequence[Step]:
    """Return the way through the results."""
    return [
        Step("harvest.open"),
        Step("harvest.add_topic", [{"another": [str(evening.here.second_group)]}]),
        Step("harvest.leave_topic_out"),
        _submit("harvest.store", _with(title="Eine Bank", kind="problem")),
        Step("harvest.change"),
        _submit("harvest.store", _with(title="Noch eine Bank", kind="problem")),
        Step("harvest.next_meeting"),
        ESCAPE,
        Step("harvest.discard"),
        Step("harvest.restore", nth=-1),
        UNFOLD,
        Step("harvest.keep_heading"),
        UNFOLD_NEXT,
        Step("harvest.more_cards"),
        Step("harvest.to_topics", nth=1),
        Step("dialogue.go", nth=2),
        UNFOLD,
        Step("verdicts.to_topic"),
    ]


def sorting(evening: Evening, *, of_host: bool) -> Sequence[Step]:
    """Return the way through the topics of a table.

    `sorting.show_proposals` is not on it: its button can be pressed only while somebody else's review waits.
    """
    at = evening.here
    rename = _submit("sorting.rename", _with(label="Bus und Bahn"))
    menu = _act("more", group=at.group)

    def card_menu(entry: str, group: int | None = None) -> Step:
        return _act("card-more", group=group, entry=entry)

    summaries = [
        Step("summaries.ask"),
        _submit("summaries.write", _with(text="Mehr Busse, auch am Sonntag")),
        Step("summaries.offer"),
        Step("summaries.ask_redaction"),
        _submit("summaries.redact", _choosing("word")),
    ]
    steps = [
        Step("sorting.review"),
        Step("sorting.view_proposal"),
        ESCAPE,
        Step("sorting.dismiss_proposal", nth=-1),
        Step("sorting.undo", event="undo"),
        Step("sorting.apply_proposal"),
        Step("sorting.undo", event="click"),
        Step("sorting.redo", event="redo"),
        Step("sorting.undo", event="undo"),
        *(menu, Step("sorting.rename"), rename),
        *(menu, Step("sorting.explain_group"), ESCAPE),
        *(menu, Step("sorting.ask_contradiction")),
        _submit("sorting.contradict", _choosing("other")),
        *(menu, Step("sorting.agree")),
        *(_act("accord", group=at.group), Step("sorting.mark_accord")),
        *(menu, Step("sorting.ask_verdict")),
        _submit("verdicts.give", _with(verdict="not")),
        Step("verdicts.ask", nth=-1),
        _submit("verdicts.give", _with(verdict="partly", reason="Erst im Herbst")),
        Step("verdicts.undo", nth=-1),
        *(menu, Step("sorting.ask_paper_dots")),
        _submit("sorting.count_paper_dots", _with(dots="4")),
        *(menu, Step("sorting.park"), menu, Step("sorting.park")),
        *(menu, Step("sorting.ask_split")),
        _submit("sorting.split", _choosing("entry", label="Der erste Bus")),
        *(menu, Step("sorting.ask_merge")),
        _submit("sorting.merge", _choosing("into")),
        Step("sorting.undo", event="undo"),
        _act("open", group=at.group),
        *(card_menu(at.grouped[2], at.group), Step("sorting.explain_card"), ESCAPE),
        *(card_menu(at.grouped[2], at.group), Step("sorting.take_out")),
        *(card_menu(at.single), Step("sorting.ask_move")),
        _submit("sorting.move", _choosing("group")),
        *(card_menu(at.other_single), Step("sorting.ask_double")),
        _submit("sorting.double", _with(group=str(at.second_group))),
        _act("open", group=at.second_group),
        *(card_menu(at.other_single, at.second_group), Step("sorting.undouble")),
        _act("choose", entry=at.other_single),
        _act("selection-gather"),
        _submit("sorting.gather", _with(label="Sitzen")),
        Step("sorting.drop", [{"kind": "entry", "id": at.grouped[2], "onto": at.group}], event="dropped"),
        Step("sorting.ask_paper_card"),
        _submit("sorting.add_paper_card", _with(question="works", text="Vom Papier", lang="de")),
        ESCAPE,
        *(card_menu(at.paper), Step("sorting.ask_correction")),
        Step("drafts.compare", event="stale", fill=_conflict("text"), nth=-1),
        _submit("sorting.correct", _with(text="Vom Papier, lesbar")),
        *(card_menu(at.paper), Step("sorting.take_back")),
        *(card_menu(at.grouped[3], at.group), Step("sorting.ask_reason")),
        _submit("sorting.set_aside", _choosing("reason")),
        _act("toggle-hidden"),
        *(card_menu(at.hidden), Step("sorting.ask_redaction")),
        _submit("sorting.redact", _choosing("word")),
        *(card_menu(at.hidden), Step("sorting.show")),
        Step("drafts.list", [[f"gather:{at.table}/{at.grouped[1]}"]], event="drafts"),
        Step("drafts.go_on", [{}]),
        ESCAPE,
    ]
    mute = [card_menu(at.grouped[1], at.group), Step("sorting.ask_mute")]
    of_page = (
        [Step("sorting.show_held"), Step("sorting.pause_table"), *photos(evening)]
        if of_host
        else [
            *mute,
            _submit("sorting.mute", _choosing("reason")),
            menu,
            Step("sorting.harvest"),
            Step("sorting.let_machine_place"),
        ]
    )
    decide = [] if of_host else [Step("summaries.decide")]
    return [*decide, *summaries, *steps, *of_page, *([] if of_host else [Step("sorting.open_table", nth=1)])]


# The places on the page of one dialogue, with the way through each.
PLACES: Mapping[str, Callable[[Evening], Sequence[Step]]] = {
    "topics": lambda evening: sorting(evening, of_host=False),
    "outcomes": outcomes,
    "photos": photos,
    "files": files,
    "facts": facts,
    "print": lambda _evening: (),
    "log": lambda _evening: (),
    "rules": lambda _evening: (),
    "tables": tables,
    # At the end, for others' access ends there.
    "access": access,
}
