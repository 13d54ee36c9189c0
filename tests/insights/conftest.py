"""A desk with one mailbox in which buyers ask and agents answer at exact times."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import transaction

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.conversations import services as conversations
from comptoir.conversations.models import Message, MessageDelivery
from comptoir.insights import services
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import freeze
from tests.conversations.conftest import Write, agent, mailbox, make_member, write

__all__ = ["agent", "mailbox", "write"]

# A Tuesday. The default calendar of the tests is open at that time.
MORNING = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)

type Ask = Callable[..., int]
type Answer = Callable[..., Message]


@pytest.fixture
def lead(db: None) -> Identity:
    return make_member("hanna@shop.example", "Hanna Brandt", "lead")


@pytest.fixture
def ask(write: Write) -> Ask:
    """A customer writes at a time; the conversation's number."""
    numbers = iter(range(1, 10_000))

    def send(at: datetime, *, of: int | None = None, sender: str = "", **headers: str) -> int:
        place = next(numbers)
        if of is not None:
            headers["In_Reply_To"] = f"<begin-{of}@buyer.example>"
        name = f"q{place}@buyer.example"
        with freeze(at):
            received = write(
                message_id=f"<{name}>", sender=sender or f"Buyer {place} <{name}>", **headers
            )
        assert received.taken is not None
        return received.taken.conversation_id

    return send


@pytest.fixture
def answer(agent: Identity) -> Answer:
    """An agent's reply, written at a time and released; counted as its handler counts it."""

    def send(number: int, at: datetime, *, by: Identity = agent) -> Message:
        with freeze(at), transaction.atomic():
            message = conversations.reply(
                by=by.actor, conversation_id=number, text="Here it is.", audience=Party.BUYER
            )
            for link in MessageDelivery.objects.filter(message=message).select_related("delivery"):
                conversations.release(by=SYSTEM, delivery=link.delivery)
        services.restate(conversation_ids=[number])
        return message

    return send
