"""A line of the navigation, the banners of every page, a style sheet."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.accounts.access import may_somewhere
from comptoir.accounts.slots import HOUSE_ZONE, TEAM_PANELS, TeamPanel
from comptoir.channels import watch
from comptoir.channels.drawing import draw_team
from comptoir.channels.kinds import TROUBLE, named
from comptoir.channels.queries import outward_channels, zone_of_doors
from comptoir.channels.services.persons import PART
from comptoir.commerce.slots import PERSON_PARTS
from comptoir.notices.slots import KINDS, SUBJECTS
from comptoir.rest.slots import RESOURCES, Resource
from comptoir.ui.slots import BANNERS, SETTINGS, STYLES, Banner, SettingsPage, Topic


def restored_desk(request: HttpRequest) -> Banner | None:
    """H7: until somebody says go, a restored desk shows what it has and moves nothing."""
    if not watch.state().stands_still:
        return None
    said = _("This desk was restored from a backup. Nothing is fetched or sent until it goes on.")
    actor = getattr(request, "actor", None)
    if actor is None or not may_somewhere(actor, "channels.go_on"):
        return Banner(f"{said} {_('An administrator decides when.')}")
    return Banner(said, "warning", reverse("channels:restored"), _("See what to check"))


def silent_worker(_request: HttpRequest) -> Banner | None:
    """H6: nothing is lost, but nothing is carried either."""
    if not watch.state().is_worker_silent:
        return None
    said = _("Mail is neither fetched nor sent: no worker has shown a sign of life for a minute.")
    return Banner(f"{said} {_('Nothing is lost; start it with “comptoir worker”.')}", "danger")


def troubled_channel(_request: HttpRequest) -> Banner | None:
    troubles = watch.state().troubles
    if not troubles:
        return None
    first = troubles[0]
    words = {
        "grant": _("%s has to be connected again: its permission has ended."),
        "in": _("Mail of %s can't be fetched."),
        "out": _("Mail of %s can't be sent."),
    }
    said = words[first.way] % first.name
    if len(troubles) > 1:
        said = f"{said} {_('Other channels have trouble too.')}"
    return Banner(said, "warning", reverse("channels:channel_list"), _("See the channels"))


BANNERS.plug("restored desk", restored_desk)
BANNERS.plug("silent worker", silent_worker)
BANNERS.plug("troubled channel", troubled_channel)
KINDS.plug("channel_trouble", TROUBLE)
SUBJECTS.plug("channel", named)
RESOURCES.plug("channel", Resource("", outward_channels))
HOUSE_ZONE.plug("channels", zone_of_doors)
PERSON_PARTS.plug("channels", PART)
TEAM_PANELS.plug("channels", TeamPanel(40, draw_team))
STYLES.plug("channels", "channels/channels.css")
SETTINGS.plug(
    "channels",
    SettingsPage(
        Topic.CHANNELS,
        gettext_lazy("Mailboxes"),
        gettext_lazy("The addresses by which people write to you, and whether they work."),
        "mail",
        "channels:channel_list",
        permission="channels.read",
        order=10,
    ),
)
SETTINGS.plug(
    "profiles",
    SettingsPage(
        Topic.CHANNELS,
        gettext_lazy("Rules of marketplaces"),
        gettext_lazy("What each marketplace’s mail looks like, and what it forbids you to write."),
        "book",
        "channels:profile_list",
        permission="channels.read",
        order=30,
    ),
)
SETTINGS.plug(
    "doors",
    SettingsPage(
        Topic.CHANNELS,
        gettext_lazy("Buyers’ and sellers’ doors"),
        gettext_lazy("Which mailbox carries their answers, and who may write to whom."),
        "globe",
        "channels:doors",
        permission="channels.manage",
        order=40,
    ),
)
SETTINGS.plug(
    "senders",
    SettingsPage(
        Topic.CHANNELS,
        gettext_lazy("Blocked senders"),
        gettext_lazy("Whose mail goes straight to spam, and the way back."),
        "ban",
        "channels:blocked_senders",
        permission="channels.unblock",
    ),
)
SETTINGS.plug(
    "quarantine",
    SettingsPage(
        Topic.CHANNELS,
        gettext_lazy("Quarantine"),
        gettext_lazy("Mail that could not be read: try again, or look at it yourself."),
        "quarantine",
        "channels:quarantine",
        permission="channels.quarantine",
        order=60,
    ),
)
SETTINGS.plug(
    "health",
    SettingsPage(
        Topic.MACHINE,
        gettext_lazy("Health"),
        gettext_lazy("Whether all is well: the worker and its work, mail, disk, the last backup."),
        "safe",
        "channels:health",
        permission="channels.health",
        order=10,
    ),
)
