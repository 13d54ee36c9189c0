"""A desk at which one buyer wrote, with everything that can be kept of him."""

from email.message import EmailMessage

import pytest

from comptoir.accounts.identity import Identity
from comptoir.channels.models import Channel
from comptoir.channels.services import receive
from comptoir.commerce.models import Buyer
from comptoir.conversations import services
from comptoir.conversations.models import Conversation
from comptoir.kit.actor import Actor, ActorKind
from tests.conversations.conftest import agent, mailbox, make_member

__all__ = ["agent", "mailbox"]

NAME = "Camille Ravenscroft"
ADDRESS = "camille.ravenscroft@buyer.example"
SECRET = "xylophone-heirloom"


@pytest.fixture
def guardian(db: None) -> Identity:
    return make_member("vera@shop.example", "Vera Lind", "compliance")


@pytest.fixture
def administrator(db: None) -> Identity:
    return make_member("root@shop.example", "Rune Aas", "administrator")


@pytest.fixture
def conversation(mailbox: Channel, agent: Identity) -> Conversation:
    """A mail with a file, a draft, a note with the name in it, a tag with words before and after."""
    message = EmailMessage()
    message["From"], message["Subject"] = f"{NAME} <{ADDRESS}>", f"My {SECRET}"
    message["To"], message["Message-ID"] = "desk@shop.example", f"<{SECRET}@buyer.example>"
    message.set_content(f"My {SECRET} is late. Call me.\n\n{NAME}")
    message.add_attachment(SECRET.encode(), "text", "plain", filename=f"{SECRET}.txt")
    receive(by=Actor(ActorKind.CHANNEL, mailbox.pk), channel=mailbox, raw=message.as_bytes())
    found = Conversation.objects.get()
    services.write_note(by=agent.actor, conversation_id=found.pk, text=f"{NAME} is angry.")
    services.save_draft(
        by=agent.actor, conversation_id=found.pk, mode="reply", text=f"Dear {NAME}, your {SECRET}"
    )
    return found


@pytest.fixture
def buyer(conversation: Conversation) -> Buyer:
    return Buyer.objects.get()


@pytest.fixture
def resolved(conversation: Conversation, agent: Identity) -> Conversation:
    services.set_status(by=agent.actor, conversation_id=conversation.pk, status="resolved")
    return conversation
