"""A line of the navigation, the banners of every page, a style sheet."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.accounts.access import may_somewhere
from comptoir.channels import watch
from comptoir.channels.queries import outward_channels
from comptoir.rest.slots import RESOURCES, Resource
from comptoir.ui.slots import BANNERS, NAVIGATION, STYLES, Banner, Entry


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
RESOURCES.plug("channel", Resource("", outward_channels))
STYLES.plug("channels", "channels/channels.css")
NAVIGATION.plug(
    "channels",
    Entry(
        "channels",
        gettext_lazy("Channels"),
        "mail",
        "channels:channel_list",
        permission="channels.read",
        group=gettext_lazy("Settings"),
        under="/channels/",
    ),
)
