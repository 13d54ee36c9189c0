"""Who may decide how work is shared."""

from django.utils.translation import gettext_lazy as _

from comptoir.accounts.access import may_somewhere, refuse, require
from comptoir.accounts.roles import LEADERS, PERMISSIONS, SENDERS, Permission
from comptoir.kit.actor import Actor

ROUTE = "triage.route"
SHIFT = "triage.shift"

PERMISSIONS.plug(ROUTE, Permission(_("Decide how teams share out what comes in"), LEADERS))
PERMISSIONS.plug(SHIFT, Permission(_("Be away, and hand over a shift"), SENDERS))

__all__ = ["ROUTE", "SHIFT", "require", "require_shift"]


def require_shift(actor: Actor) -> None:
    """Raise NotAllowed unless the actor works shifts somewhere."""
    if not may_somewhere(actor, SHIFT):
        refuse(SHIFT)
