"""The channel of the two doors: what is written there, and whose letters carry the answers."""

from django.db import transaction

from comptoir.accounts.access import require
from comptoir.accounts.visitors import house_name
from comptoir.channels.events import ChannelChanged
from comptoir.channels.models import Channel
from comptoir.channels.queries import space_channel, way_out
from comptoir.journal import publish
from comptoir.kit.actor import Actor

SPACE_KIND = "space"


@transaction.atomic
def open_space(*, by: Actor) -> Channel | None:
    """The channel of the doors, made at its first use; None while no mailbox could answer."""
    found = space_channel()
    if found is not None:
        return found
    mailbox = way_out(None)
    if mailbox is None:
        return None
    channel, is_new = Channel.objects.get_or_create(
        key=SPACE_KIND,
        defaults={
            "kind": SPACE_KIND,
            "name": house_name()[:80],
            "sender_name": mailbox.sender_name,
            "marketplace_id": mailbox.marketplace_id,
            "team_id": mailbox.team_id,
            "language": mailbox.language,
            "undo_seconds": mailbox.undo_seconds,
            "settings": {
                name: mailbox.settings[name]
                for name in ("time_zone", "calendar_id", "country")
                if name in mailbox.settings
            },
        },
    )
    if is_new:
        publish(ChannelChanged(channel_id=channel.pk), by=by)
    return channel


@transaction.atomic
def let_sellers_write_to_buyers(*, by: Actor, allowed: bool) -> None:
    """Whether a seller's answer at his door may go to the buyer too."""
    require(by, "channels.manage")
    channel = open_space(by=by)
    if channel is None or bool(channel.settings.get("sellers_write_to_buyers")) is allowed:
        return
    channel.settings = {**channel.settings, "sellers_write_to_buyers": allowed}
    channel.save(update_fields=["settings"])
    detail = {
        "before": {"sellers_write_to_buyers": not allowed},
        "after": {"sellers_write_to_buyers": allowed},
    }
    publish(ChannelChanged(channel_id=channel.pk), by=by, detail=detail)
