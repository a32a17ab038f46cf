"""Who goes where when a round begins, in a dialogue whose people move on together."""

from datetime import timedelta
from typing import Any

from workshop.board.wording import Wording
from workshop.domain.language import direction_of, language_of
from workshop.domain.queries.table import TableView
from workshop.live.picture import Picture
from workshop.live.rotation import moves_on, neighbour
from workshop.look import soft_hyphens
from workshop.models import Phase, now

# As long as people walk; the first card says nothing of it, for others still look for their table then.
WALKING = timedelta(minutes=3)


def rotation_of(picture: Picture, wording: Wording, table_id: int | None) -> dict[str, Any] | None:
    """Return until when boards say where to go, and what; `None` where nobody has to go anywhere.

    The browser takes it away by itself at that moment: nothing in the database changes then.
    """
    dialogue, table = picture.dialogue, picture.tables.get(table_id or 0)
    began = dialogue.round_began_at
    if dialogue.phase != Phase.COLLECT or dialogue.round < 2 or began is None or not moves_on(picture):  # noqa: PLR2004 - the first change
        return None
    if now() > began + WALKING:
        return None
    until = round((began + WALKING).timestamp() * 1000)
    if table:
        text = wording.say("Round {n} · Welcome to table {table}", n=dialogue.round, table=table.number)
        return {"until": until, "welcome": text, "moves": []}
    tables = sorted(picture.tables.values(), key=lambda each: each.number)
    moves = [_move(each, neighbour(picture, each, 1), wording) for each in tables]
    return {"until": until, "welcome": "", "moves": moves}


def _move(here: TableView, there: TableView, wording: Wording) -> dict[str, Any]:
    title = there.title(wording.lang)
    lang = language_of(title, wording.lang)
    return {
        "id": here.id,
        "from": wording.say("From table {n}", n=here.number),
        "to": wording.say("Table {n}", n=there.number),
        "title": soft_hyphens(title, lang),
        "lang": lang,
        "dir": direction_of(lang),
    }
