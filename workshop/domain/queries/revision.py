"""What every read of changes shares: rows of one dialogue that changed after a revision."""

from typing import Any

from sqlalchemy import Select, bindparam

Seen = dict[str, int]


def changed(statement: Select[Any], model: type[Any]) -> Select[Any]:
    """Restrict a statement to the rows of `dialogue` that changed after revision `seen`."""
    return statement.where(model.dialogue_id == bindparam("dialogue"), model.revision > bindparam("seen"))
