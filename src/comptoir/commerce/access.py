"""Who may read, change and import the facts."""

from django.utils.translation import gettext_lazy as _

from comptoir.accounts.access import may, require
from comptoir.accounts.roles import LEADERS, PERMISSIONS, READERS, SENDERS, Permission

READ = "commerce.read"
IMPORT = "commerce.import"
EDIT_BUYER = "commerce.edit_buyer"
MERGE_BUYERS = "commerce.merge_buyers"
MANAGE_CONTACTS = "commerce.manage_contacts"
LABELS = "commerce.labels"

PERMISSIONS.plug(READ, Permission(_("See buyers, sellers and orders"), READERS))
PERMISSIONS.plug(IMPORT, Permission(_("Import orders, parcels, listings and sellers"), LEADERS))
PERMISSIONS.plug(EDIT_BUYER, Permission(_("Change buyers and their notes"), SENDERS))
PERMISSIONS.plug(MERGE_BUYERS, Permission(_("Merge buyers and undo it"), LEADERS))
PERMISSIONS.plug(
    MANAGE_CONTACTS, Permission(_("Invite sellers’ contacts and remove them"), LEADERS)
)
PERMISSIONS.plug(LABELS, Permission(_("Say which labels buyers can have"), LEADERS))

__all__ = [
    "EDIT_BUYER",
    "IMPORT",
    "LABELS",
    "MANAGE_CONTACTS",
    "MERGE_BUYERS",
    "READ",
    "may",
    "require",
]
