"""Who may stand before a door, from nobody to whoever runs the installation, and what right each holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from workshop.domain.rights import Actor, Right
from workshop.models import Role


class Who(StrEnum):
    """The columns of the table; `elsewhere` is another table of the same dialogue, or another dialogue."""

    NOBODY = "nobody"
    PARTICIPANT = "participant"
    READER = "reader"
    HOST_ELSEWHERE = "host of another table"
    HOST = "host"
    MODERATOR_ELSEWHERE = "moderator of another dialogue"
    MODERATOR = "moderator"
    ORGANISER = "organiser"


@dataclass(frozen=True)
class Place:
    """What a right is bounded to: a dialogue and its two tables, and the other dialogue."""

    dialogue: int
    table: int
    other_table: int
    other_dialogue: int


def rights_of(place: Place) -> Mapping[Who, Right]:
    """Return the right of each who has one."""
    return {
        Who.READER: Right(Role.READER, place.dialogue),
        Who.HOST_ELSEWHERE: Right(Role.HOST, place.dialogue, place.other_table),
        Who.HOST: Right(Role.HOST, place.dialogue, place.table),
        Who.MODERATOR_ELSEWHERE: Right(Role.MODERATOR, place.other_dialogue),
        Who.MODERATOR: Right(Role.MODERATOR, place.dialogue),
        Who.ORGANISER: Right(Role.ORGANISER),
    }


def actors_of(place: Place, *, participant: str) -> Mapping[Who, Actor]:
    """Return each as the domain knows them."""
    actors = {who: Actor(frozenset({right})) for who, right in rights_of(place).items()}
    return {Who.NOBODY: Actor(), Who.PARTICIPANT: Actor(participant=participant), **actors}
