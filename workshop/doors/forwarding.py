"""What a proxy adds to a request: believed of a configured one, and taken away from everybody else's."""

import ipaddress
from collections.abc import Sequence

from starlette.types import Scope

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_PREFIX = b"x-forwarded-"
_KNOWN = 4096


def is_forwarding(name: bytes) -> bool:
    """Say whether a header tells of a request that somebody passed on."""
    return name.startswith(_PREFIX) or name == b"forwarded"


class Proxies:
    """The reverse proxies of this installation."""

    def __init__(self, networks: Sequence[Network]) -> None:
        self._networks = tuple(networks)
        self._seen: dict[str, bool] = {}

    def has(self, address: str) -> bool:
        """Say whether a request from this address came through one of them."""
        if not self._networks:
            return False
        known = self._seen.get(address)
        if known is None:
            if len(self._seen) >= _KNOWN:
                self._seen.clear()
            known = self._seen[address] = self._holds(address)
        return known

    def _holds(self, address: str) -> bool:
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
            found = found.ipv4_mapped
        return any(found in network for network in self._networks)

    def apply(self, scope: Scope) -> None:
        """Take what was forwarded out of a request's headers; of a proxy of ours it becomes what is asked.

        A path before ours (`X-Forwarded-Prefix`) is nobody's: the pages stand at the top of a host.
        """
        told: dict[bytes, bytes] = {}
        kept = []
        for name, value in scope["headers"]:
            if not is_forwarding(name):
                kept.append((name, value))
            elif name == b"x-forwarded-for" and name in told:
                told[name] += b"," + value
            else:
                told[name] = value
        client = scope.get("client")
        if client and self.has(client[0]):
            if host := told.get(b"x-forwarded-host"):
                first = host.partition(b",")[0].strip()
                kept = [(name, value) for name, value in kept if name != b"host"] + [(b"host", first)]
            proto = told.get(b"x-forwarded-proto", b"").strip().lower()
            if proto in {b"http", b"https"}:
                is_socket = scope["type"] == "websocket"
                scope["scheme"] = proto.decode().replace("http", "ws") if is_socket else proto.decode()
            if person := self._nearest(told.get(b"x-forwarded-for", b"")):
                scope["client"] = (person, 0)
        scope["headers"] = kept

    def _nearest(self, forwarded: bytes) -> str:
        """Return the last address in the list that is no proxy of ours: those before it anybody may write."""
        for part in reversed(forwarded.decode("latin-1").split(",")):
            address = part.strip().removeprefix("[").partition("]")[0]
            if address.count(":") == 1:
                address = address.partition(":")[0]
            try:
                ipaddress.ip_address(address)
            except ValueError:
                return ""
            if not self._holds(address):
                return address
        return ""
