"""A mail to administrators when a channel needs a person."""

from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.accounts.models import Member
from comptoir.channels.models import Channel
from comptoir.channels.states import Health
from comptoir.notices.queries import current_entry
from comptoir.notices.services import tell
from comptoir.notices.states import About

# What only a person can repair. A server that is away comes back by itself.
_NEEDS_A_PERSON = {Health.GRANT_EXPIRED, Health.REFUSED}


@transaction.atomic
def tell_administrators(*, channel_id: int, health: Health) -> int:
    """Once for each change to a state that needs a person; returns how many were written to."""
    if health not in _NEEDS_A_PERSON:
        return 0
    channel = Channel.objects.get(pk=channel_id)
    administrators = _administrators()
    for member in administrators:
        with translation.override(member.language):
            _letter(channel, member).send()
    return len(administrators)


def tell_of_trouble(*, channel_id: int) -> None:
    """On the bell of every administrator; `tell_administrators` writes the mail."""
    entry_id, by = current_entry()
    about = About("channel", channel_id, channel_id=channel_id)
    members = list(_administrators().values_list("pk", flat=True))
    tell(by=by, kind="channel_trouble", about=about, members=members, entry_id=entry_id)


def _administrators() -> QuerySet[Member]:
    return Member.objects.filter(is_active=True, grants__role="administrator").distinct()


def _letter(channel: Channel, member: Member) -> EmailMessage:
    subject = _("%s does not receive mail any more") % channel.name
    address = urljoin(settings.PUBLIC_URL, reverse("channels:change_channel", args=[channel.pk]))
    text = _(
        "%(trouble)s\n\nNothing is lost: mail waits at the provider and is fetched from where it "
        "stopped.\n\nRepair it here: %(address)s\n"
    )
    return EmailMessage(
        subject, text % {"trouble": channel.trouble_said, "address": address}, to=[member.email]
    )
