"""Time zones: in which one the people of a dialogue read the clock, wherever the server stands."""

from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from babel.core import get_global


@cache
def time_zones() -> frozenset[str]:
    """Return the names of the zones that people may choose: one per place, without aliases."""
    placed = (name for name in get_global("zone_territories") if "/" in name and not name.startswith("Etc/"))
    return frozenset(placed) & available_timezones()


def zone_of(name: str, otherwise: ZoneInfo) -> ZoneInfo:
    """Return the zone of this name; `otherwise` where there is none, also for one that this machine lacks."""
    try:
        return ZoneInfo(name) if name else otherwise
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return otherwise


def is_time_zone(name: str) -> bool:
    """Say whether a name is a zone of this machine, aliases such as `UTC` among them."""
    return name in available_timezones()
