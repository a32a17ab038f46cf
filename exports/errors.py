"""What stops facts from becoming files."""


class RefusedResultsError(ValueError):
    """These facts must not become files; the message names ids and fields, never a text of people."""
