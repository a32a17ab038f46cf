"""What a command says when it fails: one line on standard error, in plain words."""

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from exports.errors import RefusedResultsError
from themes import ThemeSetError
from workshop.console.wording.errors import error_sentence
from workshop.domain.errors import DomainError, Refusal
from workshop.settings import explain

MOST_SAID = 1000
# Errors that were written to be read by whoever runs a command.
_CLEAR = (ThemeSetError, RefusedResultsError, RuntimeError, SQLAlchemyError)


def line_of(error: Exception) -> str:
    """Return what an error says, without what a terminal would obey and no longer than anybody reads."""
    if isinstance(error, DomainError):
        return _printable(_explained(error))
    return _printable(explain(error) if isinstance(error, ValidationError) else _said(error))


def _explained(error: DomainError) -> str:
    if error.key == Refusal.DIALOGUE_UNKNOWN:
        return "there is no dialogue with this code"
    where = f"{error.facts['place']}: " if "place" in error.facts else ""
    return f"{where}{error_sentence(error, gettext=str)} ({error.key})"


def _printable(line: str) -> str:
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line[:MOST_SAID])


def _said(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    said = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
    return said if isinstance(error, _CLEAR) and said else f"{type(error).__name__}: {said}"
