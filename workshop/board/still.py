"""What the boards of a dialogue are made of: its picture, or a copy of it while they stay as they are.

A copy goes on only with what is taken off the board or reworded: a card that is held, hidden, withdrawn,
erased or corrected, and a heading that may have had its words. Whatever else comes is seen when the boards
are free again. The dialogue itself (clock, phase) goes on all the time.
"""

from collections.abc import Iterator
from dataclasses import replace

from workshop.domain.queries.changes import Delta
from workshop.domain.queries.entry import EntryView
from workshop.domain.queries.group import GroupView
from workshop.live.picture import Picture
from workshop.live.watch import Watch
from workshop.models import Hand


class BoardPicture:
    """The picture of all boards of one dialogue in this process, so that all of them stay alike."""

    def __init__(self, watch: Watch) -> None:
        self._live = watch.picture
        self._heard = self._live.revision
        self._news: Delta | None = None
        # The topics of which a card was taken off the board or reworded meanwhile.
        self._touched: set[int] = set()
        self.picture = self._live if self._live.dialogue.still_since is None else _as_it_was(self._live)
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
            self.picture = self._live.copy()
            return delta
        entries = tuple(self._left(delta))
        news = replace(
            delta,
            entries=entries,
            groups=tuple(self._reworded(delta)),
            outcomes=(),
            doublings=(),
            contradictions=(),
            dismissals=(),
        )
        self.picture.apply(news)
        return news

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
                yield replace(group, table_id=old.table_id, parked=old.parked, state=old.state)


def _as_it_was(live: Picture) -> Picture:
    """Return what boards showed before a restart, as far as that can be known: no card that came since."""
    since = live.dialogue.still_since
    cards = (entry for entry in live.entries.values() if since is None or entry.created_at <= since)
    return Picture(
        Delta(
            revision=live.revision,
            dialogue=live.dialogue,
            tables=tuple(live.tables.values()),
            questions=tuple(live.questions.values()),
            entries=tuple(cards),
            groups=tuple(live.groups.values()),
        )
    )
