"""What the boards of a dialogue are made of: its picture, or a copy of it while they stay as they are.

A copy goes on only with what is taken off the board or reworded: a card that is held, hidden, withdrawn,
erased or corrected, and a heading that may have had its words. Whatever else comes is seen when the boards
are free again. The dialogue itself (clock, phase) goes on all the time, but for the tally: a ranking that
stood there stays, and none comes.

Boards that are opened anew, with nothing in memory of what stood there, show it where all of it is known for
certain, and the calm slide otherwise; never anything newer.
"""

from collections.abc import Iterator
from dataclasses import replace

from workshop.domain.queries.changes import Delta
from workshop.domain.queries.dialogue import DialogueView
from workshop.domain.queries.entry import EntryView
from workshop.domain.queries.group import GroupView
from workshop.live.picture import Picture
from workshop.live.watch import Watch
from workshop.models import BoardMode, Hand


class BoardPicture:
    """The picture of all boards of one dialogue in this process, so that all of them stay alike."""

    def __init__(self, watch: Watch) -> None:
        self._live = watch.picture
        self._heard = self._live.revision
        self._news: Delta | None = None
        # The topics of which a card was taken off the board or reworded meanwhile.
        self._touched: set[int] = set()
        self.picture = self._live if self._live.dialogue.still_since is None else as_it_stood(self._live)
        # Also while no board is open: the next one shows what the others did.
        watch.listen(self._hear, keeps_open=False)

    @property
    def is_still(self) -> bool:
        """Whether the boards stay as they are."""
        return self.picture is not self._live

    def _hear(self, delta: Delta | None) -> None:
        if delta is not None:
            self.take(delta)

    def take(self, delta: Delta) -> Delta | None:
        """Return what boards show of a change; `None`: all is to be shown anew. Each board asks."""
        if delta.revision != self._heard:
            self._heard = delta.revision
            self._news = self._follow(delta)
        return self._news

    def _follow(self, delta: Delta) -> Delta | None:
        was_still = self.is_still
        if delta.dialogue.still_since is None:
            self.picture = self._live
            self._touched.clear()
            return None if was_still else delta
        if not was_still:
            return self._hold(delta)
        entries = tuple(self._left(delta))
        news = replace(
            delta,
            dialogue=_going_on(delta.dialogue, self.picture.dialogue),
            entries=entries,
            groups=tuple(self._reworded(delta)),
            outcomes=(),
            doublings=(),
            contradictions=(),
            dismissals=(),
            dots=None,
        )
        self.picture.apply(news)
        return news

    def _hold(self, delta: Delta) -> Delta | None:
        """Begin to stand still; what came in one change with that, but after it, is not to be seen either."""
        since = self._live.dialogue.still_revision
        changed = [each.revision for each in delta.entries] + [each.revision for each in delta.groups]
        if since is not None and max(changed, default=0) > since:
            self.picture = as_it_stood(self._live)
            return None
        self.picture = self._live.copy()
        return delta

    def _left(self, delta: Delta) -> Iterator[EntryView]:
        """Yield the cards that stand on the boards and must not any more, or not with these words."""
        for entry in delta.entries:
            old = self.picture.entries.get(entry.id)
            if old is None or not old.is_shown:
                continue
            if not entry.is_shown:
                yield replace(entry, table_id=old.table_id, question=old.question, group_id=old.group_id)
            elif (entry.text, entry.lang) != (old.text, old.lang):
                yield replace(old, text=entry.text, lang=entry.lang, version=entry.version)
            else:
                continue
            if old.group_id is not None:
                self._touched.add(old.group_id)

    def _reworded(self, delta: Delta) -> Iterator[GroupView]:
        for group in delta.groups:
            old = self.picture.groups.get(group.id)
            if old and (group.label_by == Hand.PERSON or group.id in self._touched):
                yield replace(
                    old,
                    label=group.label,
                    label_by=group.label_by,
                    words=group.words,
                    alike=group.alike,
                    version=group.version,
                )


def as_it_stood(live: Picture) -> Picture:
    """Return what boards showed when they were held still, or where nobody knows that, the calm slide.

    It is known as long as no card of then was placed, reworded or shown since, and no topic changed.
    A card that was taken off since is left out of it.
    """
    dialogue, since = live.dialogue, live.dialogue.still_revision
    closed_at, stands_since = dialogue.tally_closed_at, dialogue.still_since
    is_counted = bool(closed_at and stands_since and closed_at <= stands_since)
    dialogue = replace(dialogue, tally_closed_at=closed_at if is_counted else None)
    cards = [each for each in live.entries.values() if since is not None and each.first_revision <= since]
    topics = {each.group_id for each in cards if each.is_shown}
    groups = [each for each in live.groups.values() if each.id in topics or each.revision <= (since or 0)]
    changed = [each.revision for each in groups] + [each.revision for each in cards if each.is_shown]
    is_known = since is not None and max(changed, default=0) <= since
    if not is_known:
        dialogue, cards, groups = replace(dialogue, board_mode=BoardMode.CALM), [], []
    return Picture(
        Delta(
            revision=live.revision,
            dialogue=dialogue,
            tables=tuple(live.tables.values()),
            questions=tuple(live.questions.values()),
            entries=tuple(cards),
            groups=tuple(groups),
            dots=live.dots if is_counted and is_known else {},
        )
    )


def _going_on(dialogue: DialogueView, stood: DialogueView) -> DialogueView:
    """Return a dialogue that goes on but for its tally, and the slide where nobody knows what stood there."""
    return replace(dialogue, tally_closed_at=stood.tally_closed_at, board_mode=stood.board_mode)
