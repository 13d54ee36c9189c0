"""What happened to members, invitations and teams. Names and addresses go to the detail."""

from dataclasses import dataclass
from typing import ClassVar

from comptoir.journal.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberInvited(Event):
    SUBJECT: ClassVar = ("invitation", "invitation_id")
    invitation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationAccepted(Event):
    SUBJECT: ClassVar = ("member", "member_id")
    member_id: int
    invitation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRevoked(Event):
    SUBJECT: ClassVar = ("invitation", "invitation_id")
    invitation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAdded(Event):
    """Without an invitation: by the command line or a sample."""

    SUBJECT: ClassVar = ("member", "member_id")
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberSwitchedOff(Event):
    SUBJECT: ClassVar = ("member", "member_id")
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberSwitchedOn(Event):
    SUBJECT: ClassVar = ("member", "member_id")
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantsChanged(Event):
    SUBJECT: ClassVar = ("member", "member_id")
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileChanged(Event):
    SUBJECT: ClassVar = ("member", "member_id")
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(Event):
    """A member came in, with everything that was asked of him."""

    SUBJECT: ClassVar = ("member", "member_id")
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInFailed(Event):
    """Somebody tried, in vain. Nobody is looked up for it: the address that was typed is detail."""

    SUBJECT: ClassVar = ("member", "member_id")
    member_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut(Event):
    """A member closed the door behind himself."""

    SUBJECT: ClassVar = ("member", "member_id")
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(Event):
    SUBJECT: ClassVar = ("member", "member_id")
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorAdded(Event):
    SUBJECT: ClassVar = ("member", "member_id")
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorRemoved(Event):
    SUBJECT: ClassVar = ("member", "member_id")
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsEnded(Event):
    SUBJECT: ClassVar = ("member", "member_id")
    member_id: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenMade(Event):
    """A member made a token with which programs act for him."""

    SUBJECT: ClassVar = ("member", "member_id")
    member_id: int
    token_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRevoked(Event):
    SUBJECT: ClassVar = ("member", "member_id")
    member_id: int
    token_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCreated(Event):
    SUBJECT: ClassVar = ("team", "team_id")
    team_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRenamed(Event):
    SUBJECT: ClassVar = ("team", "team_id")
    team_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamJoined(Event):
    SUBJECT: ClassVar = ("team", "team_id")
    team_id: int
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamLeft(Event):
    SUBJECT: ClassVar = ("team", "team_id")
    team_id: int
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorCameIn(Event):
    """A buyer or a seller signed in by a link or a code. `party`: buyer 1, seller 2."""

    SUBJECT: ClassVar = ("visit", "visit_id")
    visit_id: int
    party: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitsEnded(Event):
    """Browsers of a buyer or a seller were signed out."""

    SUBJECT: ClassVar = ("visit", "visit_id")
    visit_id: int
    count: int
