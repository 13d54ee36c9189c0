"""A line of the navigation, and a style sheet."""

from django.utils.translation import gettext_lazy as _

from comptoir.deadlines.access import MANAGE
from comptoir.ui.slots import NAVIGATION, STYLES, Entry

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
STYLES.plug("deadlines", "deadlines/deadlines.css")
