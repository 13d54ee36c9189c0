"""Who may look into the records, give them away and end them."""

from django.utils.translation import gettext_lazy as _

from comptoir.accounts.access import require
from comptoir.accounts.roles import ADMINISTRATORS, PERMISSIONS, Permission, Role

AUDIT = "records.audit"
EXPORT = "records.export"
ERASE = "records.erase"
KEEPING = "records.keeping"

_GUARDIANS = (Role.COMPLIANCE, Role.ADMINISTRATOR)

PERMISSIONS.plug(AUDIT, Permission(_("Read the audit log and take a copy"), _GUARDIANS))
PERMISSIONS.plug(EXPORT, Permission(_("Export all that is kept of a buyer"), _GUARDIANS))
PERMISSIONS.plug(ERASE, Permission(_("Erase a buyer for good"), _GUARDIANS))
PERMISSIONS.plug(
    KEEPING, Permission(_("Say how long things are kept, and hold conversations"), ADMINISTRATORS)
)

__all__ = ["AUDIT", "ERASE", "EXPORT", "KEEPING", "require"]
