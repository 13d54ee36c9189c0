"""What triage announces."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from comptoir.journal import Event
from comptoir.triage.states import Back, Mode, Why


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationRouted(Event):
    """It was given to a member, or, with `is_given` false, he was named as the next."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Conversation routed")
    conversation_id: int
    member_id: int
    team_id: int
    why: Why
    load: int
    capacity: int
    is_given: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationReturned(Event):
    """It went back to the team: who had it is away."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Conversation went back to the team")
    conversation_id: int
    member_id: int
    why: Back


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationHandedOver(Event):
    """A member gave it to another one at the end of his shift."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Conversation handed over")
    conversation_id: int
    member_id: int
    giver_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingSet(Event):
    """A team shares out differently."""

    SUBJECT: ClassVar = ("team", "team_id")
    SAID: ClassVar = _("Routing of a team set")
    team_id: int
    mode: Mode
    capacity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacitySet(Event):
    """A member takes more or less; None is what his team takes."""

    SUBJECT: ClassVar = ("member", "member_id")
    SAID: ClassVar = _("Capacity of a member set")
    member_id: int
    capacity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WentAway(Event):
    """Nothing new is given to this member; without `until` until he says so."""

    SUBJECT: ClassVar = ("member", "member_id")
    SAID: ClassVar = _("Member went away")
    member_id: int
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CameBack(Event):
    SUBJECT: ClassVar = ("member", "member_id")
    SAID: ClassVar = _("Member came back")
    member_id: int
