"""Where a request comes from, as far as limits ask: kept in memory only, in no log and no database."""

import ipaddress
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

# What one household or hall gets of IPv6: within it a phone changes its address as it likes.
_HOUSEHOLD = 64


class Sender(NamedTuple):
    """Who sends: a participant whom the server made (`has_cookie`: not by a token only), and from where.

    `connection` is empty where a proxy stands before the server.
    """

    participant: str | None = None
    has_cookie: bool = False
    address: str = ""
    connection: str = ""


def sender_of(scope: Mapping[str, Any], *, cookie: str | None = None, token: str | None = None) -> Sender:
    """Return the sender of a request, with the participant that its cookie or its token names."""
    host, port = (scope.get("client") or ("", 0))[:2]
    return Sender(
        participant=cookie or token,
        has_cookie=cookie is not None,
        address=network_of(host),
        # A proxy tells the address only, and a connection of its own carries many phones.
        connection=f"{host} {port}" if port else "",
    )


@lru_cache(maxsize=4096)
def network_of(host: str) -> str:
    """Return the address as it is counted: of IPv6 the network that a household has."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, _HOUSEHOLD), strict=False))
