"""A page of the settings, and a style sheet."""

from django.utils.translation import gettext_lazy as _

from comptoir.connectors.webhooks.access import MANAGE
from comptoir.ui.slots import SETTINGS, STYLES, SettingsPage, Topic

STYLES.plug("webhooks", "webhooks/webhooks.css")
SETTINGS.plug(
    "webhooks",
    SettingsPage(
        Topic.MACHINE,
        _("Webhooks"),
        _("Other systems that are told at once what happens here."),
        "link",
        "webhooks:webhooks",
        permission=MANAGE,
        under="/webhooks/",
        order=30,
    ),
)
