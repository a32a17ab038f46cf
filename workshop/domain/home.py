"""Where the dots of a group count: at the group itself, or where its cards went when it was dissolved."""

from collections.abc import Mapping


def home_of(group_id: int, homes: Mapping[int, int | None]) -> int:
    """Return the group for which the dots of a group count: itself, or where its cards went in the end."""
    seen = {group_id}
    while (further := homes.get(group_id)) is not None and further not in seen:
        group_id = further
        seen.add(group_id)
    return group_id
