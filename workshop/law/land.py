"""The Länder: which authorities a town there names."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

SOURCE = Path(__file__).with_name("laender.toml")


@dataclass(frozen=True)
class Land:
    """One Land; an empty authority is one that the operator names."""

    name: str
    supervision: str
    arbitration: str


@cache
def laender() -> Mapping[str, Land]:
    """Return the Länder by their letters of ISO 3166-2:DE."""
    rows = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    return MappingProxyType({letters: Land(**row) for letters, row in rows.items()})
