"""Time zones as people choose them: by country and town, in the reader's language."""

from datetime import datetime
from functools import cache

from babel import Locale
from babel.dates import get_timezone_gmt, get_timezone_location, get_timezone_name

from exports.sorting import name_key
from workshop.domain.time_zone import time_zones


@cache
def zone_name(name: str, lang: str) -> str:
    """Return what a zone is called, e.g. `Deutschland (Berlin)`; a name without a place stays as it is."""
    if name not in time_zones():
        return name
    before, _, after = Locale.parse(lang).zone_formats["region"].partition("%s")
    return get_timezone_location(name, locale=lang).removeprefix(before).removesuffix(after)


@cache
def zone_names(lang: str) -> dict[str, str]:
    """Return all zones to choose from with their names, in the order of these."""
    names = {name: zone_name(name, lang) for name in time_zones()}
    return dict(sorted(names.items(), key=lambda pair: name_key(pair[1], lang=lang)))


def zone_mark(at: datetime, lang: str) -> str:
    """Return the short name of a moment's zone, e.g. `MESZ`, or how far it is from Greenwich."""
    name = get_timezone_name(at, width="short", locale=lang)
    return get_timezone_gmt(at, locale=lang) if name[:1] in {"+", "-"} else name
