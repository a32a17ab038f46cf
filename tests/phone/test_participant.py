import pytest
from starlette.requests import Request
from starlette.responses import Response

from workshop.phone.participant import COOKIE, COOKIE_SECONDS, Participants

pytestmark = pytest.mark.unit
SOMEBODY = "0123456789abcdef" * 2


@pytest.mark.parametrize("is_https", [False, True])
def test_cookie_is_written_as_starlette_writes_it(is_https: bool) -> None:
    participants = Participants(secret="s" * 32, is_https=is_https)
    ours, plain = Response(), Response()
    participants.remember(ours, SOMEBODY)
    signed = participants._signer.sign(SOMEBODY).decode()
    plain.set_cookie(
        COOKIE, signed, max_age=COOKIE_SECONDS, path="/j", secure=is_https, httponly=True, samesite="lax"
    )
    assert ours.raw_headers == plain.raw_headers


def test_cookie_is_read_by_another_process_with_the_same_secret_only() -> None:
    response = Response()
    Participants(secret="s" * 32, is_https=False).remember(response, SOMEBODY)
    cookie = response.headers["set-cookie"].partition(";")[0].encode()
    request = Request({"type": "http", "headers": [(b"cookie", cookie)]})
    assert Participants(secret="s" * 32, is_https=False).of(request) == SOMEBODY
    assert Participants(secret="t" * 32, is_https=False).of(request) is None
