"""What happened to members, invitations and teams. Names and addresses go to the detail."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from comptoir.journal.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberInvited(Event):
    SUBJECT: ClassVar = ("invitation", "invitation_id")
    SAID: ClassVar = _("Member invited")
    invitation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationAccepted(Event):
    SUBJECT: ClassVar = ("member", "member_id")
    SAID: ClassVar = _("Invitation accepted")
    member_id: int
    invitation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRevoked(Event):
    SUBJECT: ClassVar = ("invitation", "invitation_id")
    SAID: ClassVar = _("Invitation revoked")
    invitation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAdded(Event):
    """Without an invitation: by the command line or a sample."""

    SUBJECT: ClassVar = ("member", "member_id")
    SAID: ClassVar = _("Member added")
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberSwitchedOff(Event):
    SUBJECT: ClassVar = ("member", "member_id")
    SAID: ClassVar = _("Member switched off")
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberSwitchedOn(Event):
    SUBJECT: ClassVar = ("member", "member_id")
    SAID: ClassVar = _("Member switched on")
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantsChanged(Event):
    SUBJECT: ClassVar = ("member", "member_id")
    SAID: ClassVar = _("Roles changed")
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileChanged(Event):
    SUBJECT: ClassVar = ("member", "member_id")
    SAID: ClassVar = _("Profile changed")
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(Event):
    """A member came in, with everything that was asked of him."""

    SUBJECT: ClassVar = ("member", "member_id")
    SAID: ClassVar = _("Signed in")
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInFailed(Event):
    """Somebody tried, in vain. Nobody is looked up for it: the address that was typed is detail."""

    SUBJECT: ClassVar = ("member", "member_id")
    SAID: ClassVar = _("Sign-in failed")
    member_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut(Event):
    """A member closed the door behind himself."""

    SUBJECT: ClassVar = ("member", "member_id")
    SAID: ClassVar = _("Signed out")
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(Event):
    SUBJECT: ClassVar = ("member", "member_id")
    SAID: ClassVar = _("Password changed")
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorAdded(Event):
    SUBJECT: ClassVar = ("member", "member_id")
    SAID: ClassVar = _("Second factor added")
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorRemoved(Event):
    SUBJECT: ClassVar = ("member", "member_id")
    SAID: ClassVar = _("Second factor removed")
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsEnded(Event):
    SUBJECT: ClassVar = ("member", "member_id")
    SAID: ClassVar = _("Sessions ended")
    member_id: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenMade(Event):
    """A member made a token with which programs act for him."""

    SUBJECT: ClassVar = ("member", "member_id")
    SAID: ClassVar = _("API token made")
    member_id: int
    token_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRevoked(Event):
    SUBJECT: ClassVar = ("member", "member_id")
    SAID: ClassVar = _("API token revoked")
    member_id: int
    token_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCreated(Event):
    SUBJECT: ClassVar = ("team", "team_id")
    SAID: ClassVar = _("Team created")
    team_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRenamed(Event):
    SUBJECT: ClassVar = ("team", "team_id")
    SAID: ClassVar = _("Team renamed")
    team_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamJoined(Event):
    SUBJECT: ClassVar = ("team", "team_id")
    SAID: ClassVar = _("Member joined a team")
    team_id: int
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamLeft(Event):
    SUBJECT: ClassVar = ("team", "team_id")
    SAID: ClassVar = _("Member left a team")
    team_id: int
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorCameIn(Event):
    """A buyer or a seller signed in by a link or a code. `party`: buyer 1, seller 2."""

    SUBJECT: ClassVar = ("visit", "visit_id")
    SAID: ClassVar = _("Visitor came in")
    visit_id: int
    party: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitsEnded(Event):
    """Browsers of a buyer or a seller were signed out."""

    SUBJECT: ClassVar = ("visit", "visit_id")
    SAID: ClassVar = _("Visits ended")
    visit_id: int
    count: int
