"""Who may set up webhooks: they tell of the whole house."""

from django.utils.translation import gettext_lazy as _

from comptoir.accounts.roles import ADMINISTRATORS, PERMISSIONS, Permission

MANAGE = "webhooks.manage"

PERMISSIONS.plug(
    MANAGE, Permission(_("Set up webhooks and send their notices again"), ADMINISTRATORS)
)
