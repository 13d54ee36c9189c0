"""What stands beside the conversations, through the services that agents use."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from comptoir.channels import services as channels
from comptoir.channels.models import Delivery
from comptoir.conversations import services as conversations
from comptoir.conversations.filters.reading import understand
from comptoir.conversations.filters.shapes import Sort
from comptoir.conversations.models import MessageDelivery
from comptoir.conversations.queries.filtering import reader_with
from comptoir.conversations.services.asking import Addressee
from comptoir.conversations.services.views import ViewWords
from comptoir.conversations.states import ThirdPartyKind
from comptoir.demo.content.beside import ASKED, EUROPARCEL, OWN_MX, VIEWS, Asked
from comptoir.demo.loading.house import House
from comptoir.demo.loading.threads import Step
from comptoir.kit.actor import Actor, ActorKind

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


def steps_of(key: str, house: House, start: datetime) -> list[Step]:
    """What happens beside this conversation, and when."""
    return [step for asked in ASKED if asked.key == key for step in _steps(asked, house, start)]


def _steps(asked: Asked, house: House, start: datetime) -> Iterator[Step]:
    yield Step(start - asked.ago, lambda number: _ask(asked, house, number))
    if asked.answer:
        at = start - asked.answered_ago
        yield Step(at, lambda number: _receive(asked, number, at))


def _ask(asked: Asked, house: House, number: int) -> None:
    by = house.identities[asked.agent].actor
    letter = conversations.ask_outside(
        by=by,
        conversation_id=number,
        to=Addressee(_ADDRESS, _NAME, ThirdPartyKind.CARRIER),
        subject=asked.subject,
        text=asked.text,
        sure=True,
    )
    for link in MessageDelivery.objects.filter(message=letter).select_related("delivery"):
        conversations.release(by=by, delivery=link.delivery)
        channels.note_sent(delivery_id=link.delivery_id)


def _receive(asked: Asked, number: int, at: datetime) -> None:
    sent = MessageDelivery.objects.filter(message__conversation__side_of=number)
    delivery = sent.select_related("delivery__channel")[0].delivery
    channels.receive(
        by=Actor(ActorKind.CHANNEL, delivery.channel_id),
        channel=delivery.channel,
        raw=_answer(asked, delivery, at),
        at=at,
    )


def _answer(asked: Asked, delivery: Delivery, at: datetime) -> bytes:
    channel = delivery.channel
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
    mail["Message-ID"] = f"<{delivery.pk}.answer@{domain}>"
    mail["In-Reply-To"] = mail["References"] = f"<{delivery.message_id}>"
    mail.set_content(asked.answer)
    return mail.as_bytes()
