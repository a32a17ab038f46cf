"""What the board says about the evening itself: title, goal, clock, counts, how to join."""

from typing import Any

from workshop.addresses import handouts_url, join_url
from workshop.board.course import next_of, now_of, round_of
from workshop.board.ranking import ranking_of
from workshop.board.rotation import rotation_of
from workshop.board.wording import Wording
from workshop.domain.language import direction_of, language_of
from workshop.domain.plan import WARNING_SECONDS
from workshop.domain.queries.table import TableView
from workshop.live.picture import Picture
from workshop.look import QUESTION_ORDER, qr_path, question_sign, soft_hyphens
from workshop.models import BoardMode, EntryState, Phase, Window, now
from workshop.origins import shown_address
from workshop.settings import Settings

Data = dict[str, Any]


def facts_of(picture: Picture, wording: Wording, *, table_id: int | None) -> Data:
    """Return the facts that change during an evening, of the whole dialogue or of one table's page."""
    dialogue = picture.dialogue
    running = dialogue.phase == Phase.COLLECT
    return {
        "phase": dialogue.phase.value,
        "join_large": dialogue.join_large,
        "calm": {
            "on": dialogue.board_mode == BoardMode.CALM,
            "clock": dialogue.board_clock,
            "code": dialogue.board_code,
        },
        **_title(dialogue.text("title", wording.lang), wording),
        "goal": dialogue.text("goal", wording.lang),
        "promise": dialogue.text("promise", wording.lang),
        "rehearsal": dialogue.rehearsal,
        "handouts": dialogue.handouts_since is not None,
        "admits": dialogue.admits,
        "series": _series(picture, wording),
        "time_zone": dialogue.time_zone,
        "round": round_of(dialogue, wording),
        "now": now_of(dialogue, wording),
        "next": next_of(dialogue, wording),
        "ends_at": round(dialogue.ends_at.timestamp() * 1000) if running and dialogue.ends_at else None,
        "pause": dialogue.paused_seconds,
        "warning": WARNING_SECONDS,
        "gong": dialogue.gong,
        "paused": [table.id for table in picture.tables.values() if table.paused and running],
        "counts": _counts(picture, wording, table_id),
        "parked": _parked(picture, wording, table_id),
        "budget": _budget(picture, wording),
        "rotation": rotation_of(picture, wording, table_id),
        "ranking": ranking_of(picture, wording) if table_id is None else None,
    }


def _title(title: str, wording: Wording) -> Data:
    """Return a title with its direction: somebody may have written it in another script."""
    lang = language_of(title, wording.lang)
    return {"title": soft_hyphens(title, lang), "title_lang": lang, "title_dir": direction_of(lang)}


def _series(picture: Picture, wording: Wording) -> str:
    """Return which evening of which series this is; empty if it stands by itself."""
    place = picture.series
    if not place.title:
        return ""
    return wording.say("Evening {n} of the series “{series}”", n=place.position, series=place.title)


def _parked(picture: Picture, wording: Wording, table_id: int | None) -> list[str]:
    """Return the names of the topics that a table keeps for another time, the largest first."""
    groups = picture.groups_of(table_id) if table_id is not None else []
    names = [group.label or wording.say("Topic without a name") for group in groups if group.parked]
    return [soft_hyphens(name, wording.lang) for name in names]


def _budget(picture: Picture, wording: Wording) -> str:
    """Return how many cards a person may write, where there is a budget; it is said beside how to join."""
    n = picture.dialogue.card_budget
    if not n:
        return ""
    return wording.count(
        "Up to {n} card per person and question", "Up to {n} cards per person and question", n
    )


def _counts(picture: Picture, wording: Wording, table_id: int | None) -> str:
    """Return the cards in words; held and hidden ones are those set aside, so that the numbers add up."""
    if table_id is not None:
        shown = picture.counts(table_id).total()
        aside = sum(picture.count_unshown(state, table_id) for state in (EntryState.HELD, EntryState.HIDDEN))
        here = wording.count("{n} card at this table", "{n} cards at this table", shown)
        return f"{here} · {wording.count('{n} set aside', '{n} set aside', aside)}" if aside else here
    shown = picture.states[EntryState.SHOWN]
    aside = picture.states[EntryState.HELD] + picture.states[EntryState.HIDDEN]
    parts = [
        wording.count("{n} card received", "{n} cards received", shown + aside) + _windows(picture, wording),
        wording.count("{n} on the board", "{n} on the board", shown),
        wording.count("{n} set aside", "{n} set aside", aside),
    ]
    return " · ".join(parts)


def _windows(picture: Picture, wording: Wording) -> str:
    """Return in brackets how many of them came before and after the evening, where some did."""
    before, after = (
        states.total() - states[EntryState.WITHDRAWN]
        for states in (picture.states_in(Window.BEFORE), picture.states_in(Window.AFTER))
    )
    said = (
        (before, wording.count("{n} before the evening", "{n} before the evening", before)),
        (after, wording.count("{n} handed in later", "{n} handed in later", after)),
    )
    parts = [words for number, words in said if number]
    return f" ({', '.join(parts)})" if parts else ""


def clock() -> int:
    """Return the server's time in milliseconds: browsers on beamers are often minutes off."""
    return round(now().timestamp() * 1000)


def join_of(settings: Settings, picture: Picture, table: TableView | None) -> Data:
    """Return how to join: the address in words, the code in two halves, the QR code as a path."""
    dialogue = picture.dialogue
    path = qr_path(join_url(settings, dialogue.code, table.key if table else None))
    return {
        "address": shown_address(settings.base_url),
        "code": dialogue.spoken_code,
        "qr": {"d": path.d, "size": path.size},
    }


def handouts_of(settings: Settings, picture: Picture) -> Data:
    """Return where people find the handouts: the address in words, the QR code as a path."""
    address = handouts_url(settings, picture.dialogue.code)
    path = qr_path(address)
    return {"address": address.split("://", 1)[-1], "qr": {"d": path.d, "size": path.size}}


def questions_of(picture: Picture, wording: Wording) -> list[Data]:
    """Return the three questions with sign and word."""
    return [
        {
            "key": key,
            "sign": question_sign(key),
            "title": soft_hyphens(picture.questions[key].title(wording.lang), wording.lang),
        }
        for key in QUESTION_ORDER
        if key in picture.questions
    ]


def tables_of(picture: Picture, wording: Wording) -> list[Data]:
    """Return the tables in their order."""
    return [
        {
            "id": table.id,
            "key": table.key,
            "number": table.number,
            **_title(table.title(wording.lang), wording),
            "guide": table.guide(wording.lang),
        }
        for table in sorted(picture.tables.values(), key=lambda table: table.number)
    ]
