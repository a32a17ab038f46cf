"""The participant: a random id in a signed cookie, and nothing else."""

import hashlib
import hmac
import secrets

from itsdangerous import BadSignature, Signer
from starlette.requests import Request
from starlette.responses import Response

COOKIE = "participant"
# As long as a series of evenings may want to find its own cards again.
COOKIE_SECONDS = 14 * 24 * 3600
ID_LENGTH = 32
MAX_KEY_LENGTH = 64


class Participants:
    """Reads and writes the cookie of the participants of one installation."""

    def __init__(self, *, secret: str, is_https: bool) -> None:
        self._secret = secret.encode()
        self._signer = Signer(secret, salt="workshop.participant")
        self._attributes = _attributes(is_https=is_https)

    def of(self, request: Request) -> str | None:
        """Return the participant of a request, if its cookie is one of ours."""
        try:
            return self._signer.unsign(request.cookies.get(COOKIE, "")).decode("ascii")
        except (BadSignature, UnicodeDecodeError):
            return None

    def new(self, key: str) -> str:
        """Return a new participant.

        `key` is a secret that the phone made for its first card: should the answer get lost with the cookie
        in it, the repeat yields the same participant, and the card stays one's own.
        """
        if not key or len(key) > MAX_KEY_LENGTH:
            return secrets.token_hex(ID_LENGTH // 2)
        digest = hmac.new(
            self._secret, b"workshop.participant:" + key.encode("utf-8", "replace"), hashlib.sha256
        )
        return digest.hexdigest()[:ID_LENGTH]

    def remember(self, response: Response, participant: str) -> None:
        """Set the cookie."""
        signed = self._signer.sign(participant).decode("ascii")
        response.headers.append("set-cookie", f"{COOKIE}={signed}; {self._attributes}")


def _attributes(*, is_https: bool) -> str:
    """Return what follows the value in every cookie of ours."""
    sample = Response()
    sample.set_cookie(
        COOKIE,
        "value",
        max_age=COOKIE_SECONDS,
        path="/j",
        secure=is_https,
        httponly=True,
        samesite="lax",
    )
    return sample.headers["set-cookie"].partition("; ")[2]
