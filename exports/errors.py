"""What stops facts from becoming files."""


class RefusedResultsError(ValueError):
    """These facts must not become files; the message names ids and fields, never a text of people."""


class UnwritableError(RuntimeError):
    """A writer could not make a file; the message holds no text of people."""
