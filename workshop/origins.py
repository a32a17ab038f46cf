"""Under which addresses a browser may see the server: one spelling for each, and which of them are ours."""

import ipaddress
import re
from collections.abc import Collection
from urllib.parse import SplitResult, urlsplit

import idna

ANY_HOST = "*"
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
_MOST_NAME = 253
# So much of a wrong address is repeated.
_MOST_SHOWN = 100


class AddressError(RuntimeError):
    """An address that cannot be the server's; the text says in one line what is wrong with it."""


def public_address(written: str) -> str:
    """Return an operator's spelling of the public address as browsers write it: `scheme://host[:port]`.

    Without a scheme it is `http` (`https` at port 443). Capitals, a default port, slashes at the end and
    letters outside ASCII are brought into the browsers' form.
    Raises `AddressError` for what no page could be reached under.
    """
    text = written.strip()
    if not _SCHEME.match(text):
        text = f"https://{text}" if text.rstrip("/").endswith(":443") else f"http://{text}"
    parts = _split(text, written)
    if parts.scheme not in _DEFAULT_PORTS:
        raise _wrong(written, "it must begin with http:// or https://")
    if parts.username is not None or parts.password is not None:
        raise _wrong(written, "it must hold no user name or password")
    if parts.query or parts.fragment or parts.path.strip("/"):
        raise _wrong(written, "it must end after the host or port, for the pages stand at the top of a host")
    return _origin_of(parts, written)


def host_address(host: str, port: int) -> str:
    """Return `http://host[:port]` of the address that the server listens on, an IPv6 address in brackets."""
    return public_address(f"http://{f'[{host}]' if ':' in host else host}:{port}")


def shown_address(address: str) -> str:
    """Return an address as people read and type it: without the scheme, with the letters of its name."""
    rest = address.split("://", 1)[-1]
    host, mark, port = rest.partition(":")
    try:
        return f"{idna.decode(host)}{mark}{port}" if "xn--" in host else rest
    except idna.IDNAError:
        return rest


def is_own_origin(
    origin: str | None, hosts: Collection[str | None], *, own: Collection[str], allowed: Collection[str]
) -> bool:
    """Say whether a page of `origin` is one of ours.

    It is if the origin is one of our own addresses, or if its host is the one that the request was sent to
    (`hosts`: what `Host` and a proxy's `X-Forwarded-Host` say) and stands in `allowed`.
    """
    try:
        page = _split(origin or "", origin or "")
        seen = _origin_of(page, origin or "")
    except AddressError:
        return False
    if seen in own:
        return True
    if page.scheme not in _DEFAULT_PORTS or not is_allowed_host(page.netloc, allowed):
        return False
    return any(seen == _origin_at(page.scheme, host) for host in hosts if host)


def is_allowed_host(host: str, allowed: Collection[str]) -> bool:
    """Say whether the host of `host[:port]` is among the `allowed` names, of which `*` means any."""
    try:
        name = _name_of(_split(f"http://{host}", host), host)
        return any(
            each == ANY_HOST or name == _name_of(_split(f"http://{each}", each), each) for each in allowed
        )
    except AddressError:
        return False


def _origin_at(scheme: str, host: str) -> str | None:
    try:
        return _origin_of(_split(f"{scheme}://{host.split(',', maxsplit=1)[0].strip()}", host), host)
    except AddressError:
        return None


def _split(address: str, written: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:
        raise _wrong(written, "it names no host") from None


def _origin_of(parts: SplitResult, written: str) -> str:
    name = _name_of(parts, written)
    try:
        port = parts.port
    except ValueError:
        raise _wrong(written, "its port must be a number from 1 to 65535") from None
    if port == 0:
        raise _wrong(written, "its port must be a number from 1 to 65535")
    end = "" if port is None or port == _DEFAULT_PORTS.get(parts.scheme) else f":{port}"
    return f"{parts.scheme}://{name}{end}"


def _name_of(parts: SplitResult, written: str) -> str:
    """Return a host as browsers write it: lower case, an international name in its ASCII form."""
    try:
        host = parts.hostname or ""
        if parts.netloc.rpartition("@")[2].startswith("["):
            return f"[{ipaddress.IPv6Address(host).compressed}]"
        host = host.removesuffix(".")
        # Browsers map capitals, full-width dots and the like first (UTS #46), and keep a German ß.
        name = host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
    except (ValueError, idna.IDNAError):
        raise _wrong(written, "its host is no name and no address") from None
    if len(name) > _MOST_NAME or not _NAME.fullmatch(name):
        raise _wrong(written, "its host is no name and no address")
    return name


def _wrong(written: str, why: str) -> AddressError:
    shown = " ".join(written.split())
    if len(shown) > _MOST_SHOWN:
        shown = shown[:_MOST_SHOWN] + "…"
    return AddressError(f"the public address “{shown}” cannot be used: {why}")
