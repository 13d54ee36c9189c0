"""Who did it: every write carries an actor."""

from dataclasses import dataclass, field
from enum import StrEnum


class ActorKind(StrEnum):
    AGENT = "agent"
    BUYER = "buyer"
    SELLER = "seller"
    RULE = "rule"
    BOT = "bot"
    CHANNEL = "channel"
    SYSTEM = "system"


class NotAPerson(RuntimeError):
    """Something personal was asked of an actor who is nobody in particular."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role within a scope: everywhere, or one team, channel or seller."""

    role: str
    scope: str = "all"
    scope_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """`id` is the row of the kind's own table: a member, a buyer, a seller, a channel.

    `only` narrows what the grants allow to these permissions: an API token may less than its owner.
    """

    kind: ActorKind
    id: int | None = None
    name: str = field(default="", compare=False)
    grants: tuple[Grant, ...] = field(default=(), compare=False, repr=False)
    only: frozenset[str] | None = field(default=None, compare=False, repr=False)

    @property
    def row_id(self) -> int:
        """The id of an actor who has a row; raises NotAPerson for the system itself."""
        if self.id is None:
            raise NotAPerson(f"{self.kind} is nobody in particular")
        return self.id


SYSTEM = Actor(ActorKind.SYSTEM)
