"""Who may do what; asked by every verb, at the moment of the deed."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from workshop.domain.errors import ForbiddenError, Refusal
from workshop.models import Role

HAND_LENGTH = 16


@dataclass(frozen=True)
class Lives:
    """How long things open something: an unused link, the organiser's from a command, a key after its use."""

    link: timedelta = timedelta(days=7)
    first_link: timedelta = timedelta(hours=24)
    key: timedelta = timedelta(days=30)

    def oldest_use(self, at: datetime) -> datetime:
        """Return since when a key must have been used to be good at a moment."""
        return at - self.key


@dataclass(frozen=True)
class Right:
    """One role, bounded to a dialogue (moderator, reader) or to one of its tables (host)."""

    role: Role
    dialogue_id: int | None = None
    table_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """The rights of whoever acts; participants are only a random id, and so are devices (`None`: none)."""

    rights: frozenset[Right] = frozenset()
    participant: str | None = None
    device: str | None = field(default=None, compare=False)

    @property
    def is_organiser(self) -> bool:
        """Say whether the actor runs the installation."""
        return any(right.role == Role.ORGANISER for right in self.rights)

    @property
    def runs_evenings(self) -> bool:
        """Say whether the actor runs the installation or moderates any dialogue."""
        return any(right.role in {Role.ORGANISER, Role.MODERATOR} for right in self.rights)

    @property
    def moderated(self) -> frozenset[int]:
        """The dialogues that somebody moderates who runs no installation."""
        return frozenset(
            right.dialogue_id
            for right in self.rights
            if right.role == Role.MODERATOR and right.dialogue_id is not None
        )

    def moderates(self, dialogue_id: int) -> bool:
        """Say whether the actor moderates this dialogue."""
        return self.is_organiser or Right(Role.MODERATOR, dialogue_id) in self.rights

    def reads(self, dialogue_id: int) -> bool:
        """Say whether the actor may see and take the results of this dialogue."""
        return self.moderates(dialogue_id) or Right(Role.READER, dialogue_id) in self.rights

    def hosts(self, dialogue_id: int, table_id: int) -> bool:
        """Say whether the actor may sort at this table."""
        return self.moderates(dialogue_id) or Right(Role.HOST, dialogue_id, table_id) in self.rights

    def role_at(self, dialogue_id: int) -> Role:
        """Return the highest role here, for the log."""
        if self.is_organiser:
            return Role.ORGANISER
        return Role.MODERATOR if self.moderates(dialogue_id) else Role.HOST

    def hand_at(self, dialogue_id: int) -> str | None:
        """Return what tells this device from others in the steps of one dialogue, and of no other."""
        if self.device is None:
            return None
        return hashlib.sha256(f"step {dialogue_id} {self.device}".encode()).hexdigest()[:HAND_LENGTH]

    def require_organiser(self) -> None:
        """Raise `ForbiddenError` unless the actor runs the installation."""
        if not self.is_organiser:
            raise ForbiddenError(Refusal.FORBIDDEN)

    def require_moderator(self, dialogue_id: int) -> None:
        """Raise `ForbiddenError` unless the actor moderates this dialogue."""
        if not self.moderates(dialogue_id):
            raise ForbiddenError(Refusal.FORBIDDEN)

    def require_inviter(self, role: Role, dialogue_id: int | None) -> None:
        """Raise `ForbiddenError` unless the actor may give this role, and take it back."""
        if role == Role.ORGANISER or dialogue_id is None:
            self.require_organiser()
        else:
            self.require_moderator(dialogue_id)

    def require_place(self, dialogue_id: int, table_id: int | None) -> None:
        """Raise `ForbiddenError` unless the actor may sort at this table (`None`: in the hall)."""
        if table_id is None:
            self.require_moderator(dialogue_id)
        else:
            self.require_table(dialogue_id, table_id)

    def require_table(self, dialogue_id: int, table_id: int) -> None:
        """Raise `ForbiddenError` unless the actor may sort at this table."""
        if not self.hosts(dialogue_id, table_id):
            raise ForbiddenError(Refusal.FORBIDDEN)


def operator() -> Actor:
    """Return the actor of the command line: whoever can run commands here runs the installation."""
    return Actor(frozenset({Right(Role.ORGANISER)}))
