"""Texts in, groups and labels out: places each card as it comes, names groups, explains itself, proposes.

Knows no database and no web. Needs no model and no download: cards are compared by letters and by short lists
of word fields, within their own language first. Across languages that finds little without a model; one comes
with the tool (`sentence_model`), and ``TableGrouping.across_languages`` says what is at work.
"""

from workshop.grouping.embedding import Embedder, HttpEmbedder, OnnxEmbedder
from workshop.grouping.engine import AcrossLanguages, TableGrouping, near_groups
from workshop.grouping.placement import Placement
from workshop.grouping.proposals import Proposal, ProposalKind
from workshop.grouping.reasons import Reason
from workshop.grouping.texts import LiveGroups, group_texts

__all__ = [
    "AcrossLanguages",
    "Embedder",
    "HttpEmbedder",
    "LiveGroups",
    "OnnxEmbedder",
    "Placement",
    "Proposal",
    "ProposalKind",
    "Reason",
    "TableGrouping",
    "group_texts",
    "near_groups",
]
