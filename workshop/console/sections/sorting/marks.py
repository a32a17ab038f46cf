"""What ties topics together: cards that stand in two of them, and contradictions."""

from collections.abc import Collection, Iterable

from workshop.domain.queries.group import GroupView
from workshop.live.picture import Picture
from workshop.models import Accord

_DISPUTE = "disputed "


def places_of_doubled(picture: Picture, groups: Iterable[GroupView]) -> dict[str, list[int]]:
    """Return for every doubled card the topics in which it stands, its own first."""
    places: dict[str, list[int]] = {}
    for group in groups:
        for entry in picture.doubled(group):
            own = [entry.group_id] if entry.group_id is not None else []
            places.setdefault(entry.id, own).append(group.id)
    return places


def dispute_key(group: GroupView) -> str:
    """Return what the proposal is called that a topic is disputed: a dismissed one does not come again."""
    return f"{_DISPUTE}{group.id}"


def disputed_in(keys: Iterable[str]) -> set[int]:
    """Return the topics of such proposals among the keys of any."""
    return {int(key.removeprefix(_DISPUTE)) for key in keys if key.startswith(_DISPUTE)}


def is_maybe_disputed(picture: Picture, group: GroupView) -> bool:
    """Say whether a contradiction proposes to mark a topic as disputed; nobody but a person marks it."""
    dismissed = picture.dismissed.get(group.table_id, ())
    is_unmarked = group.accord == Accord.NONE and dispute_key(group) not in dismissed
    return is_unmarked and picture.is_contradicted(group)


def related(picture: Picture, group_ids: Collection[int | None]) -> set[int]:
    """Return the topics that name one of these: by a contradiction or by a doubled card."""
    numbers = {number for number in group_ids if number in picture.groups}
    groups = [picture.groups[number] for number in numbers if number is not None]
    found = {other.id for group in groups for other in picture.contradicting(group)}
    for table_id in {group.table_id for group in groups}:
        for standing in places_of_doubled(picture, picture.groups_of(table_id)).values():
            if numbers & set(standing):
                found |= set(standing)
    return found
