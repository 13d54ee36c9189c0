"""What members may do with templates and vouchers."""

from django.utils.translation import gettext_lazy as _

from comptoir.accounts.access import may, may_somewhere, refuse, require
from comptoir.accounts.roles import LEADERS, PERMISSIONS, SENDERS, WRITERS, Permission

USE = "automation.use"
PROPOSE = "automation.propose"
APPROVE = "automation.approve"
GIVE_VOUCHER = "automation.give_voucher"
VOUCHERS = "automation.vouchers"
MAIL_MANY = "automation.mail_many"

PERMISSIONS.plug(USE, Permission(_("Use templates and keep personal ones"), WRITERS))
PERMISSIONS.plug(PROPOSE, Permission(_("Propose templates for a team or everybody"), SENDERS))
PERMISSIONS.plug(APPROVE, Permission(_("Approve templates for a team or everybody"), LEADERS))
PERMISSIONS.plug(GIVE_VOUCHER, Permission(_("Send vouchers"), SENDERS))
PERMISSIONS.plug(VOUCHERS, Permission(_("Import lists of vouchers and close them"), LEADERS))
PERMISSIONS.plug(MAIL_MANY, Permission(_("Write to the buyers of many orders"), SENDERS))

__all__ = [
    "APPROVE",
    "GIVE_VOUCHER",
    "MAIL_MANY",
    "PROPOSE",
    "USE",
    "VOUCHERS",
    "may",
    "may_somewhere",
    "refuse",
    "require",
]
