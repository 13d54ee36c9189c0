"""What members may do with channels."""

from django.utils.translation import gettext_lazy as _

from comptoir.accounts.roles import ADMINISTRATORS, LEADERS, PERMISSIONS, SENDERS, Permission

PERMISSIONS.plug("channels.read", Permission(_("See channels and their state"), LEADERS))
PERMISSIONS.plug("channels.manage", Permission(_("Set up channels"), ADMINISTRATORS))
PERMISSIONS.plug(
    "channels.quarantine",
    Permission(_("Try again, download or discard mail in quarantine"), ADMINISTRATORS),
)
PERMISSIONS.plug("channels.unblock", Permission(_("Unblock senders"), LEADERS))
PERMISSIONS.plug("channels.judge_senders", Permission(_("Mark spam and block senders"), SENDERS))
PERMISSIONS.plug(
    "channels.go_on", Permission(_("Let the desk go on after a restore"), ADMINISTRATORS)
)
PERMISSIONS.plug(
    "channels.health",
    Permission(_("See whether the machine is well, and try failed work again"), ADMINISTRATORS),
)
