"""A line of the navigation."""

from django.utils.translation import gettext_lazy as _

from comptoir.deadlines.access import MANAGE
from comptoir.ui.slots import NAVIGATION, Entry

NAVIGATION.plug(
    "deadlines",
    Entry(
        "deadlines",
        _("Promises and hours"),
        "clock",
        "deadlines:promises",
        permission=MANAGE,
        group=_("Settings"),
    ),
)
