"""What administrators are told of channels, and how a notice names one."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.accounts.access import may
from comptoir.accounts.viewers import Viewer
from comptoir.channels.models import Channel
from comptoir.kit.actor import Actor, ActorKind
from comptoir.notices.slots import Kind, Named, Place
from comptoir.notices.states import Way

_MANAGE = "channels.manage"


def _trouble(actor: str, count: int) -> str:
    return _("A channel needs you: mail is not fetched or not sent")


# Administrators are written to at once, whatever they chose: `services.tell_administrators`.
TROUBLE = Kind(
    label=gettext_lazy("A channel stops working (you are also written to at once)"),
    icon="quarantine",
    say=_trouble,
    offered=frozenset({Way.APP, Way.PUSH}),
    permission=_MANAGE,
    personal=True,
    tone="danger",
)


def named(viewer: Viewer, places: Collection[Place]) -> Mapping[Place, Named]:
    """For whoever may repair it: one query."""
    reader = Actor(ActorKind.AGENT, viewer.id, grants=viewer.grants)
    ids = {place.subject_id for place in places}
    names = dict(Channel.objects.filter(pk__in=ids).values_list("pk", "name"))
    return {
        place: Named(
            number="",
            url=reverse("channels:change_channel", args=[place.subject_id]),
            title=names[place.subject_id],
        )
        for place in places
        if place.subject_id in names and may(reader, _MANAGE, channel_id=place.subject_id)
    }
