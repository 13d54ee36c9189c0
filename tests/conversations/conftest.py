"""A desk with one mailbox, one agent and a buyer who writes."""

from collections.abc import Callable
from email.message import EmailMessage

import pytest

from comptoir.accounts.identity import Identity, identify
from comptoir.accounts.models import Member, MemberGrant
from comptoir.channels.models import Channel
from comptoir.channels.services import Received, receive
from comptoir.kit.actor import Actor, ActorKind
from tests.shipped import load_rules


@pytest.fixture
def mailbox(db: None) -> Channel:
    load_rules()
    return Channel.objects.create(
        key="shop", name="Shop", address="desk@shop.example", language="en"
    )


@pytest.fixture
def agent(db: None) -> Identity:
    return make_member("ines@shop.example", "Inès Bernard", "agent")


def make_member(email: str, name: str, role: str) -> Identity:
    member = Member.objects.create_user(email, "secret", name=name)
    MemberGrant.objects.create(member=member, role=role)
    return identify(member)


type Write = Callable[..., Received]


@pytest.fixture
def write(mailbox: Channel) -> Write:
    """A buyer's mail, through the real intake."""

    def send(
        text: str = "Where is my parcel? I have been waiting for ten days.",
        *,
        sender: str = "Camille Laurent <camille@buyer.example>",
        subject: str = "My order",
        message_id: str = "<one@buyer.example>",
        channel: Channel = mailbox,
        **headers: str,
    ) -> Received:
        raw = mail(text, sender=sender, subject=subject, message_id=message_id, **headers)
        by = Actor(ActorKind.CHANNEL, channel.pk)
        return receive(by=by, channel=channel, raw=raw)

    return send


def mail(text: str, *, sender: str, subject: str, message_id: str, **headers: str) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"], message["Message-ID"] = sender, subject, message_id
    message["To"] = headers.pop("to", "desk@shop.example")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()
