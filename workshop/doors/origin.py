"""Whether a request was sent by a page of ours, and to a name of ours."""

import re
from collections.abc import Sequence
from functools import lru_cache

from workshop.origins import ANY_HOST
from workshop.settings import Settings

# A request with one of these changes nothing, whoever made a browser send it.
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# NiceGUI's socket begins with a GET, and so does its polling.
SOCKETS = "/_nicegui_ws"
_OURS = frozenset({b"same-origin", b"none"})
_HOST = re.compile(rb"(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9._-]{1,253})(:[0-9]{1,5})?")
_MOST_ORIGIN = 300
_REMEMBERED = 1024


class Origins:
    """What the settings say about names and origins, remembered for those that come again and again."""

    def __init__(self, settings: Settings) -> None:
        self._takes_any = ANY_HOST in settings.hosts
        self._is_own = lru_cache(_REMEMBERED)(lambda origin, host: settings.is_own_origin(origin, [host]))
        self._is_allowed = lru_cache(_REMEMBERED)(settings.is_own_host)

    def is_host(self, hosts: Sequence[bytes]) -> bool:
        """Say whether a request names at most one host, in letters that a host can have."""
        return not hosts or (len(hosts) == 1 and _HOST.fullmatch(hosts[0]) is not None)

    def serves(self, hosts: Sequence[bytes]) -> bool:
        """Say whether the server is to answer under this name."""
        return self._takes_any or (bool(hosts) and self._is_allowed(hosts[0].decode("ascii")))

    def is_foreign(self, origins: Sequence[bytes], sites: Sequence[bytes], hosts: Sequence[bytes]) -> bool:
        """Say whether a page of another origin made the browser send this.

        A sibling's page (another port, another name of the same domain) is foreign too. A browser that says
        neither is an old one, or no browser at all.
        """
        if any(site.strip().lower() not in _OURS for site in sites):
            return True
        if not origins:
            return False
        if all(origin == b"null" for origin in origins):
            # A page of ours that may not tell its address; no other page can say that it is of our origin.
            return not (sites and all(site.strip().lower() == b"same-origin" for site in sites))
        host = hosts[0].decode("ascii") if hosts else ""
        return not all(self._knows(origin, host) for origin in origins)

    def _knows(self, origin: bytes, host: str) -> bool:
        return len(origin) <= _MOST_ORIGIN and self._is_own(origin.decode("latin-1"), host)
