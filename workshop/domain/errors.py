"""What can go wrong in the domain; each error carries a key that the pages translate."""


class DomainError(Exception):
    """A refusal with a key for the reader's language; nothing was changed."""

    def __init__(self, key: str, **facts: str | int) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts


class NotFoundError(DomainError):
    """The dialogue, table, card, group or outcome does not exist (any more)."""


class ForbiddenError(DomainError):
    """The actor may not do this."""


class RefusedError(DomainError):
    """The input cannot be taken as it is."""


class NotCollectingError(DomainError):
    """The dialogue takes no cards now."""


class ClosedError(DomainError):
    """The dialogue is over."""


class TooFastError(DomainError):
    """The participant posts too fast; `retry_after` is in seconds."""

    def __init__(self, key: str, *, retry_after: int) -> None:
        super().__init__(key, seconds=retry_after)
        self.retry_after = retry_after


class ConflictError(DomainError):
    """Somebody else changed the same thing meanwhile, or the moment for this has passed."""
