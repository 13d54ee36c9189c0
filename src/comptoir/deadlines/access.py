"""Who may change promises."""

from django.utils.translation import gettext_lazy as _

from comptoir.accounts.access import may_somewhere, require
from comptoir.accounts.roles import LEADERS, PERMISSIONS, Permission

MANAGE = "deadlines.manage"

PERMISSIONS.plug(MANAGE, Permission(_("Change opening hours, promises and presets"), LEADERS))

__all__ = ["MANAGE", "may_somewhere", "require"]
