"""A line of the rail, and a style sheet."""

from django.utils.translation import gettext_lazy as _

from comptoir.connectors.webhooks.access import MANAGE
from comptoir.ui.slots import NAVIGATION, STYLES, Entry

STYLES.plug("webhooks", "webhooks/webhooks.css")
NAVIGATION.plug(
    "webhooks",
    Entry(
        "webhooks",
        _("Webhooks"),
        "link",
        "webhooks:webhooks",
        permission=MANAGE,
        group=_("Settings"),
        under="/webhooks/",
    ),
)
