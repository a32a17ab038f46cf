"""What a refusal is called on the web, and how it is said in the reader's language."""

from dataclasses import dataclass

from workshop.domain.errors import (
    ClosedError,
    ConflictError,
    DomainError,
    ForbiddenError,
    NotCollectingError,
    NotFoundError,
    RefusedError,
    TooFastError,
)
from workshop.i18n import catalogue
from workshop.phone.language import DOMAIN, Reading

# A phone that could not be served tries again after this many seconds, and after a growing time from then on.
RETRY_SECONDS = 3

_STATUS: tuple[tuple[type[DomainError], int], ...] = (
    (NotFoundError, 404),
    (ForbiddenError, 403),
    (NotCollectingError, 409),
    (ConflictError, 409),
    (ClosedError, 410),
    (TooFastError, 429),
    (RefusedError, 422),
)


def marked(msgid: str) -> str:
    """Mark a text for the catalogues; it is translated where it is said."""
    return msgid


SENTENCES = {
    "text_empty": marked("Please write something first."),
    "text_too_long": marked("The text is too long. A card holds 500 characters."),
    "question_unknown": marked("Please choose one of the three questions."),
    "id_invalid": marked("The card could not be read. Please send it once more."),
    "body_invalid": marked("The card could not be read. Please send it once more."),
    "not_utf8": marked("The card contains characters that cannot be read. Please write it again."),
    "id_taken": marked(
        "This card was already sent with another text. Send again to post this one as a new card."
    ),
    "dialogue_unknown": marked("There is no dialogue with this code."),
    "table_unknown": marked("This table does not exist. Please choose another one."),
    "not_collecting": marked("No cards are being collected at the moment. Your text stays here."),
    "closed": marked("The dialogue is over. Cards can no longer be sent."),
    "storage_failed": marked("The card could not be stored just now. Please send it once more in a moment."),
    "entry_unknown": marked("This card no longer exists."),
    "entry_withdrawn": marked("This card can no longer be changed."),
    "not_your_card": marked("Only the person who wrote a card can change it."),
    "changed_meanwhile": marked("Somebody else has changed this meanwhile. Please look again."),
}
HOLD_REASONS = {
    "personal_data": marked("it may contain personal data"),
    "insult_or_threat": marked("it may insult or threaten somebody"),
    "advertising": marked("it looks like advertising"),
    "off_topic": marked("it belongs to another topic"),
    "duplicate": marked("the same card is already there"),
    "flood": marked("very many cards came at once"),
}
_OTHERWISE = marked("That did not work. Please try again.")


@dataclass(frozen=True)
class Refusal:
    """A refusal as the web says it."""

    key: str
    status: int
    message: str
    retry_after: int | None = None

    @property
    def headers(self) -> dict[str, str]:
        """What the answer carries beside its body."""
        return {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}

    @property
    def body(self) -> dict[str, str]:
        """The body for a script."""
        return {"error": self.key, "message": self.message}


def refusal_of(error: DomainError, reading: Reading) -> Refusal:
    """Return what an error of the domain means for the reader."""
    status = next(number for kind, number in _STATUS if isinstance(error, kind))
    if isinstance(error, TooFastError):
        seconds = error.retry_after
        message = catalogue(DOMAIN, reading.tag).ngettext(
            "That was very fast. Please wait %(seconds)s second.",
            "That was very fast. Please wait %(seconds)s seconds.",
            seconds,
        ) % {"seconds": seconds}
        return Refusal(error.key, status, message, seconds)
    return Refusal(error.key, status, said(SENTENCES.get(error.key, _OTHERWISE), reading))


def unavailable(reading: Reading) -> Refusal:
    """Return what it means that a card could not be stored; nothing was."""
    return Refusal("storage_failed", 503, said(SENTENCES["storage_failed"], reading), RETRY_SECONDS)


def said(msgid: str, reading: Reading) -> str:
    """Return a marked text in the reader's language."""
    return catalogue(DOMAIN, reading.tag).gettext(msgid)
