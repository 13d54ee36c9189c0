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


@dataclass(frozen=True, slots=True)
class Grant:
    """A role within a scope: everywhere, or one team, channel or seller."""

    role: str
    scope: str = "all"
    scope_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """`id` is the row of the kind's own table: a member, a buyer, a seller, a channel."""

    kind: ActorKind
    id: int | None = None
    name: str = field(default="", compare=False)
    grants: tuple[Grant, ...] = field(default=(), compare=False, repr=False)


SYSTEM = Actor(ActorKind.SYSTEM)
