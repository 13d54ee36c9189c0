"""What may go wrong with members, invitations and teams."""

from comptoir.kit.errors import ComptoirError, Conflict, NotFound


class AlreadyMember(Conflict):
    """The address belongs to a member."""


class InvitationUnusable(NotFound):
    """Unknown, used, revoked or expired: a stranger learns no more than that."""

    status = 410


class LastAdministrator(Conflict):
    """Nobody would be left who may manage members."""


class WeakPassword(ComptoirError):
    """The password does not meet the rules."""


class BadProfile(ComptoirError):
    """A language, time zone, role or scope that does not exist."""


class NameTaken(Conflict):
    """Another team has this name."""
