"""What the machine would change at a table, told in the ids of the database."""

from collections.abc import Collection

from workshop.domain.proposal import TableProposal
from workshop.grouping import Proposal, TableGrouping


def proposals_for(
    grouping: TableGrouping, *, table_id: int, dismissed: Collection[str]
) -> tuple[TableProposal, ...]:
    """Look at a whole table; it may take seconds, so call it on a copy and in the background."""
    return tuple(_told(found, table_id) for found in grouping.proposals(dismissed=dismissed))


def _told(found: Proposal, table_id: int) -> TableProposal:
    homes = tuple(int(key) if key.isdigit() else None for key in found.group_ids)
    return TableProposal(found.key, table_id, found.kind, homes, found.parts, found.words)
