"""What may go wrong with members, invitations and teams."""

from django.utils.translation import gettext as _

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


class BadToken(ComptoirError):
    """A token without a name, with a permission its owner lacks, or with an end that cannot be."""

    status = 422


class NoSuchMember(NotFound):
    """Nobody has this id."""


class NoSuchTeam(NotFound):
    """No team has this id."""


class NoSuchToken(NotFound):
    """No token has this id, or it is somebody else's."""


class InvitationGone(NotFound):
    """No open invitation has this id."""


class NameTaken(Conflict):
    """Another team has this name."""


class PassUnusable(NotFound):
    """A link or code of a buyer or seller: wrong, used or late; a stranger learns no more."""

    status = 410


class TooOften(ComptoirError):
    """One network, or everybody together, asks too much."""

    status = 429

    def __init__(self) -> None:
        super().__init__(_("That was too often. Wait a few minutes, then try again."))
