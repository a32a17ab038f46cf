"""What a refusal is called on the web, and how it is said in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass

from workshop.domain.errors import (
    ClosedError,
    ConflictError,
    DomainError,
    ForbiddenError,
    NotCollectingError,
    NotFoundError,
    Refusal,
    RefusedError,
    TooFastError,
)
from workshop.i18n import catalogue
from workshop.models import HoldReason
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
    Refusal.TEXT_EMPTY: marked("Please write something first."),
    Refusal.TEXT_TOO_LONG: marked("The text is too long. A card holds 500 characters."),
    Refusal.QUESTION_UNKNOWN: marked("Please choose one of the three questions."),
    Refusal.ID_INVALID: marked("The card could not be read. Please send it once more."),
    Refusal.BODY_INVALID: marked("The card could not be read. Please send it once more."),
    Refusal.NOT_UTF8: marked("The card contains characters that cannot be read. Please write it again."),
    Refusal.TEXT_HEAPED: marked("The card contains characters that cannot be read. Please write it again."),
    Refusal.ID_TAKEN: marked(
        "This card was already sent with another text. Send again to post this one as a new card."
    ),
    Refusal.BUDGET_USED: marked(
        "You have written all your cards for this question (%(cards)s). "
        "Withdraw another one to send this one."
    ),
    Refusal.DIALOGUE_UNKNOWN: marked("There is no dialogue with this code."),
    Refusal.DIALOGUE_DELETED: marked("This dialogue no longer exists. Its cards and topics are deleted."),
    Refusal.TABLE_UNKNOWN: marked("This table does not exist. Please choose another one."),
    Refusal.NOT_COLLECTING: marked("No cards are being collected at the moment. Your text stays here."),
    Refusal.NOBODY_NEW: marked(
        "Nobody new can take part at the moment. Your text stays here. "
        "Please speak to the host of your table."
    ),
    Refusal.TABLE_PAUSED: marked(
        "This table takes a break. Your card stays here and is sent when it goes on."
    ),
    Refusal.CLOSED: marked("The dialogue is over. Cards can no longer be sent."),
    Refusal.STORAGE_FAILED: marked(
        "The card could not be stored just now. Please send it once more in a moment."
    ),
    Refusal.NOT_WEIGHING: marked("No dots can be given at the moment."),
    Refusal.TALLY_CLOSED: marked("The dots are counted now. They can no longer be changed."),
    Refusal.DOTS_USED: marked("You have given all your dots (%(dots)s). Take one back first."),
    Refusal.DOTS_ON_ONE: marked("At most %(dots)s on one topic."),
    Refusal.DOTS_OUT_OF_RANGE: marked("The dots could not be read. Please try once more."),
    Refusal.SUMMARY_UNKNOWN: marked("This summary is no longer shown."),
    Refusal.SUMMARY_CHANGED: marked("The summary was changed. Please read it once more."),
    Refusal.REPLIES_CLOSED: marked("The dialogue is over. The answers stay as they are."),
    Refusal.ANSWER_INVALID: marked("The answer could not be read. Please try once more."),
    Refusal.ADDITION_TOO_LONG: marked("The text is too long. There is room for %(length)s characters."),
    Refusal.GROUP_UNKNOWN: marked("This topic no longer exists."),
    Refusal.ENTRY_UNKNOWN: marked("This card no longer exists."),
    Refusal.ENTRY_WITHDRAWN: marked("This card can no longer be changed."),
    Refusal.NOT_YOUR_CARD: marked("Only the person who wrote a card can change it."),
    Refusal.AUTHOR_FORGOTTEN: marked(
        "The time for corrections is over. Nobody stores any longer who wrote this card."
    ),
    Refusal.CHANGED_MEANWHILE: marked("Somebody else has changed this meanwhile. Please look again."),
}
HOLD_REASONS = {
    HoldReason.PERSONAL_DATA: marked("it may contain personal data"),
    HoldReason.INSULT_OR_THREAT: marked("it may insult or threaten somebody"),
    HoldReason.ADVERTISING: marked("it looks like advertising"),
    HoldReason.OFF_TOPIC: marked("it belongs to another topic"),
    HoldReason.DUPLICATE: marked("the same card is already there"),
    HoldReason.FLOOD: marked("very many cards came at once"),
    HoldReason.WORD_LIST: marked("it has a word that somebody has to look at"),
}
_OTHERWISE = marked("That did not work. Please try again.")


@dataclass(frozen=True)
class RefusalAnswer:
    """What the web answers to what was refused."""

    key: Refusal
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


def answer_of(
    error: DomainError, reading: Reading, sentences: Mapping[Refusal, str] = SENTENCES
) -> RefusalAnswer:
    """Return what an error of the domain means for the reader."""
    status = next(number for kind, number in _STATUS if isinstance(error, kind))
    if isinstance(error, TooFastError):
        seconds = error.retry_after
        message = catalogue(DOMAIN, reading.tag).ngettext(
            "That was very fast. Please wait %(seconds)s second.",
            "That was very fast. Please wait %(seconds)s seconds.",
            seconds,
        ) % {"seconds": seconds}
        return RefusalAnswer(error.key, status, message, seconds)
    sentence = said(sentences.get(error.key, _OTHERWISE), reading)
    return RefusalAnswer(error.key, status, sentence % error.facts if error.facts else sentence)


REPLY_NOT_STORED = marked("The answer could not be stored just now. Please try once more in a moment.")
DOTS_NOT_STORED = marked("The dots could not be stored just now. Please try once more in a moment.")


def unavailable(reading: Reading, sentence: str = SENTENCES[Refusal.STORAGE_FAILED]) -> RefusalAnswer:
    """Return what it means that a card, or what the sentence says, could not be stored; nothing was."""
    return RefusalAnswer(Refusal.STORAGE_FAILED, 503, said(sentence, reading), RETRY_SECONDS)


def said(msgid: str, reading: Reading) -> str:
    """Return a marked text in the reader's language."""
    return catalogue(DOMAIN, reading.tag).gettext(msgid)
