"""What stands beside the conversations, through the services that agents use."""

from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from comptoir.channels import services as channels
from comptoir.channels.models import Channel
from comptoir.conversations import services as conversations
from comptoir.conversations.filters.reading import understand
from comptoir.conversations.filters.shapes import Sort
from comptoir.conversations.models import Message, MessageDelivery
from comptoir.conversations.queries.filtering import reader_with
from comptoir.conversations.services.asking import Addressee
from comptoir.conversations.services.views import ViewWords
from comptoir.conversations.states import ThirdPartyKind
from comptoir.demo.content.beside import ASKED, EUROPARCEL, OWN_MX, VIEWS, Asked
from comptoir.demo.loading.house import House
from comptoir.kit.actor import Actor, ActorKind
from comptoir.kit.clock import freeze

_NAME, _ADDRESS = EUROPARCEL


def share_views(house: House) -> None:
    """The lists that everybody finds beside those that come along."""
    owner = house.identities["victor"]
    reader = reader_with(owner.member.pk)
    for view in VIEWS:
        understood = understand(view.asks, reader)
        if understood.troubles:
            raise ValueError(f"{view.name}: {understood.troubles}")
        words = ViewWords(
            name=view.name,
            filter=replace(understood.filter, sort=Sort(view.sort)),
            icon=view.icon,
            is_shared=True,
            is_pinned=view.is_pinned,
        )
        conversations.save_view(by=owner.actor, words=words)


def ask_carriers(house: House, start: datetime) -> list[int]:
    """Side conversations with a carrier; the numbers of those conversations."""
    return [_ask(asked, house, start) for asked in ASKED]


def _ask(asked: Asked, house: House, start: datetime) -> int:
    by = house.identities[asked.agent].actor
    with freeze(start - asked.ago):
        letter = conversations.ask_outside(
            by=by,
            conversation_id=house.numbers[asked.key],
            to=Addressee(_ADDRESS, _NAME, ThirdPartyKind.CARRIER),
            subject=asked.subject,
            text=asked.text,
            sure=True,
        )
        links = MessageDelivery.objects.filter(message=letter).select_related("delivery")
        for link in links:
            conversations.release(by=by, delivery=link.delivery)
            channels.note_sent(delivery_id=link.delivery_id)
    if asked.answer:
        at = start - asked.answered_ago
        with freeze(at):
            channel = Channel.objects.get(pk=letter.conversation.channel_id)
            channels.receive(
                by=Actor(ActorKind.CHANNEL, channel.pk),
                channel=channel,
                raw=_answer(asked, letter, links[0].delivery.message_id, channel, at),
                at=at,
            )
    return letter.conversation_id


def _answer(asked: Asked, letter: Message, answers: str, channel: Channel, at: datetime) -> bytes:
    domain = _ADDRESS.partition("@")[2]
    mail = EmailMessage()
    mail["Authentication-Results"] = (
        f"{OWN_MX}; spf=pass smtp.mailfrom={domain}; dkim=pass header.d={domain}; "
        f"dmarc=pass header.from={domain}"
    )
    mail["From"] = formataddr((_NAME, _ADDRESS))
    mail["To"] = formataddr((channel.sender_name, channel.address))
    mail["Subject"] = f"Re: {asked.subject}"
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{letter.pk}.answer@{domain}>"
    mail["In-Reply-To"] = mail["References"] = f"<{answers}>"
    mail.set_content(asked.answer)
    return mail.as_bytes()
