"""The participant: a random id that the server makes, in a signed cookie, and nothing else.

Each dialogue has its own: the cookie is signed for one dialogue and sent below its address only, so that the
same id never stands in two of them.
"""

import base64
import hashlib
import hmac
import secrets
import struct
import time
from collections.abc import Iterator

from itsdangerous import Signer
from itsdangerous.encoding import base64_encode
from starlette.requests import Request
from starlette.responses import Response

from workshop.domain.participant import OWN_CARDS

COOKIE = "participant"
# In which a script that reads names itself before it has a cookie; no foreign page can send it.
TOKEN_HEADER = "participant-token"  # noqa: S105 - the name of a header
# As long as one may want to find one's own cards again; the database forgets whose they were soon after.
COOKIE_SECONDS = round(OWN_CARDS.total_seconds())
_ID_BYTES = 16
_MAC_BYTES = 16
_TIME = struct.Struct(">I")
_PATH = "/j/CODE"
_TOKEN_BYTES = _ID_BYTES + _TIME.size + _MAC_BYTES


class Participants:
    """Reads and writes the cookie of the participants of one installation, and the token before it."""

    def __init__(self, *, secret: str, is_https: bool) -> None:
        self._secret = secret.encode()
        # The library's own way of signing makes several objects each time, and every card would wait for it.
        self._cookie_key = Signer(secret, salt="workshop.participant").derive_key()
        self._attributes = _attributes(is_https=is_https)

    def of(self, request: Request, code: str) -> str | None:
        """Return the participant of a request in one dialogue, if it has a cookie that is ours for it."""
        for value in _cookies(request):
            participant, _, signature = value.partition(".")
            if participant and hmac.compare_digest(
                self._signature(code, participant), signature.encode(errors="surrogatepass")
            ):
                return participant
        return None

    def new(self) -> str:
        """Return a new participant."""
        return secrets.token_hex(_ID_BYTES)

    def token(self, code: str) -> str:
        """Return a new participant, signed for one dialogue: what a page gives to a phone without a cookie.

        The phone sends it with its first card. Should the answer get lost with the cookie in it, the repeat
        yields the same participant, and the card stays one's own.
        """
        body = secrets.token_bytes(_ID_BYTES) + _TIME.pack(int(time.time()))
        return base64.urlsafe_b64encode(body + self._mac(code, body)).decode("ascii")

    def named_by(self, token: str, code: str) -> str | None:
        """Return the participant of a token that was given for this dialogue, and not too long ago."""
        try:
            raw = base64.b64decode(token, altchars=b"-_", validate=True)
        except ValueError:
            return None
        body, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
        if len(raw) != _TOKEN_BYTES or not hmac.compare_digest(mac, self._mac(code, body)):
            return None
        (issued,) = _TIME.unpack(body[_ID_BYTES:])
        return body[:_ID_BYTES].hex() if time.time() - issued < COOKIE_SECONDS else None

    def _signature(self, code: str, participant: str) -> bytes:
        """Return the signature of a cookie, as `itsdangerous.Signer` makes it."""
        signed = f"{code}:{participant}".encode(errors="surrogatepass")
        return base64_encode(hmac.digest(self._cookie_key, signed, hashlib.sha1))

    def _mac(self, code: str, body: bytes) -> bytes:
        signed = b"workshop.participant.token:" + code.encode() + b":" + body
        return hmac.digest(self._secret, signed, hashlib.sha256)[:_MAC_BYTES]

    def remember(self, response: Response, participant: str, code: str) -> None:
        """Set the cookie of one dialogue."""
        signature = self._signature(code, participant).decode("ascii")
        attributes = self._attributes.replace(_PATH, f"/j/{code}")
        response.headers.append("set-cookie", f"{COOKIE}={participant}.{signature}; {attributes}")


def _cookies(request: Request) -> Iterator[str]:
    """Yield every cookie of the name: a phone may still hold the one that earlier versions made for all."""
    for pair in ";".join(request.headers.getlist("cookie")).split(";"):
        name, _, value = pair.partition("=")
        if name.strip() == COOKIE:
            yield value.strip().strip('"')


def _attributes(*, is_https: bool) -> str:
    """Return what follows the value in every cookie of ours, with a place for the dialogue's path."""
    sample = Response()
    sample.set_cookie(
        COOKIE,
        "value",
        max_age=COOKIE_SECONDS,
        path=_PATH,
        secure=is_https,
        httponly=True,
        samesite="lax",
    )
    return sample.headers["set-cookie"].partition("; ")[2]
