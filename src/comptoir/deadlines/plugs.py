"""Pages of the settings, and a style sheet."""

from django.utils.translation import gettext_lazy as _

from comptoir.accounts.slots import TEAM_PANELS, TeamPanel
from comptoir.deadlines.access import MANAGE
from comptoir.deadlines.drawing import draw_team
from comptoir.ui.slots import SETTINGS, STYLES, SettingsPage, Topic

SETTINGS.plug(
    "promises",
    SettingsPage(
        Topic.PROMISES,
        _("Promises"),
        _("How soon you answer, by contact reason."),
        "clock",
        "deadlines:promises",
        permission=MANAGE,
        under="/deadlines/policies/",
        order=10,
    ),
)
SETTINGS.plug(
    "marketplaces",
    SettingsPage(
        Topic.PROMISES,
        _("What marketplaces demand"),
        _("Their clocks beside yours: source, first and last day, and your changes."),
        "shop",
        "deadlines:marketplaces",
        permission=MANAGE,
        under="/deadlines/presets/",
        order=20,
    ),
)
SETTINGS.plug(
    "hours",
    SettingsPage(
        Topic.PROMISES,
        _("Opening hours"),
        _("When you are open, on which holidays not, and which team keeps which hours."),
        "calendar",
        "deadlines:hours",
        permission=MANAGE,
        under="/deadlines/calendars/",
        order=30,
    ),
)
STYLES.plug("deadlines", "deadlines/deadlines.css")
TEAM_PANELS.plug("deadlines", TeamPanel(20, draw_team))
