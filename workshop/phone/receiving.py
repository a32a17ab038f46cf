"""Who sent something, and what: the first half of each answer to a phone that wants something stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workshop.domain.errors import DomainError
from workshop.live.sender import sender_of
from workshop.phone.body import Body, read_body

if TYPE_CHECKING:
    from starlette.requests import Request

    from workshop.live.sender import Sender
    from workshop.phone.context import PhoneContext


async def receive(
    context: PhoneContext, request: Request, *, as_form: bool, cookie: str | None
) -> tuple[Body, Sender]:
    """Return what was sent and who sent it; what cannot be read counts as well."""
    try:
        sent = await read_body(request, as_form=as_form)
    except DomainError:
        context.services.rate.check(sender_of(request.scope, cookie=cookie))
        raise
    token = None if cookie else context.named_by(request, sent.fields.get("token"))
    return sent, sender_of(request.scope, cookie=cookie, token=token)
