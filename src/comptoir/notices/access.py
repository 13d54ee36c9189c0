"""Notices are one's own: whoever is signed in reads his, and nobody else's."""

from django.utils.translation import gettext as _

from comptoir.kit.actor import Actor, ActorKind
from comptoir.kit.errors import NotAllowed


def require_member(actor: Actor) -> int:
    """The member's id; raises NotAllowed for anybody who is none."""
    if actor.kind is not ActorKind.AGENT or actor.id is None:
        raise NotAllowed(_("Only a member has notifications."))
    return actor.id
