"""Notices are one's own: whoever is signed in reads his, and nobody else's."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.accounts.roles import PERMISSIONS, READERS, Permission
from comptoir.kit.actor import Actor, ActorKind
from comptoir.kit.errors import NotAllowed

# For programs: a page asks for no more than being signed in.
READ = "notices.read"

PERMISSIONS.plug(READ, Permission(gettext_lazy("Read one’s own notifications"), READERS))


def require_member(actor: Actor) -> int:
    """The member's id; raises NotAllowed for anybody who is none."""
    if actor.kind is not ActorKind.AGENT or actor.id is None:
        raise NotAllowed(_("Only a member has notifications."))
    return actor.id
