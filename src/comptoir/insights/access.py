"""Who may read figures, and of which conversations they speak."""

from django.utils.translation import gettext_lazy as _

from comptoir.accounts.access import may_somewhere, refuse
from comptoir.accounts.roles import PERMISSIONS, Permission, Role, permissions_of
from comptoir.accounts.viewers import Viewer
from comptoir.kit.actor import Actor

READ = "insights.read"

PERMISSIONS.plug(
    READ,
    Permission(_("Read figures of the service"), (Role.LEAD, Role.COMPLIANCE, Role.ADMINISTRATOR)),
)


def require(actor: Actor) -> None:
    """Raise NotAllowed unless some grant carries figures."""
    if not may_somewhere(actor, READ):
        refuse(READ)


def eyes_of(viewer: Viewer) -> Viewer:
    """The same person with the grants alone that carry figures.

    A lead of one team who answers everywhere reads the figures of that team (D1).
    """
    grants = tuple(grant for grant in viewer.grants if READ in permissions_of(grant.role))
    return Viewer(viewer.party, viewer.id, grants)
