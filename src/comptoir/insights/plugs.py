"""What insights plugs into earlier packages: a line of the rail, a style sheet, who is at work."""

from django.utils.translation import gettext_lazy as _

from comptoir.insights.access import READ
from comptoir.insights.queries.people import seen_at_the_desk, seen_in_browsers
from comptoir.insights.slots import PRESENCE
from comptoir.ui.slots import NAVIGATION, STYLES, Entry

PRESENCE.plug("browsers", seen_in_browsers)
PRESENCE.plug("desk", seen_at_the_desk)
STYLES.plug("insights", "insights/insights.css")
NAVIGATION.plug(
    "today",
    Entry(
        "today",
        _("Service today"),
        "chart",
        "insights:today",
        permission=READ,
        group=_("Insight"),
        letter="KeyT",
        under="/insights/",
    ),
)
