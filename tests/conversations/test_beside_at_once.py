"""Splits, answers of third parties and forms sent twice, at the same moment."""

import pytest

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.channels.models import Channel, Delivery
from comptoir.conversations import services
from comptoir.conversations.errors import SplitRefused
from comptoir.conversations.models import Conversation, Message, PhoneCall, ThirdParty
from comptoir.conversations.services import Addressee, Call
from comptoir.conversations.states import Calling, Sides
from tests.conversations.conftest import Write, make_member
from tests.conversations.test_at_once import conversation, nowhere, together

__all__ = ["conversation", "nowhere"]

pytestmark = pytest.mark.django_db(transaction=True)
PARCELS = Addressee("claims@parcels.example", "Parcels")


def test_two_who_split_the_same_message_off_make_one_conversation_of_it(
    conversation: Conversation, agent: Identity, write: Write
) -> None:
    write("The lamp?", message_id="<two@buyer.example>", In_Reply_To="<one@buyer.example>")
    lamp = Message.objects.latest("pk")
    jonas = make_member("jonas@shop.example", "Jonas Weber", "agent")

    raised = together(
        *(
            lambda who=who: services.split(
                by=who.actor, conversation_id=conversation.pk, message_ids=[lamp.pk]
            )
            for who in (agent, jonas)
        )
    )

    assert sorted(type(each) for each in raised if each) == [SplitRefused]
    assert Conversation.objects.count() == 2
    assert Message.objects.filter(conversation=conversation).count() == 1


def test_an_answer_that_comes_while_the_matter_is_resolved_waits_for_nobody(
    conversation: Conversation, agent: Identity, write: Write, mailbox: Channel
) -> None:
    """The one locks the side conversation alone, the other its own first: neither waits for ever."""
    services.ask_outside(
        by=agent.actor, conversation_id=conversation.pk, to=PARCELS, text="Where?", sure=True
    )
    sent = Delivery.objects.get()
    side = Conversation.objects.get(side_of=conversation)

    raised = together(
        lambda: services.set_status(
            by=agent.actor,
            conversation_id=conversation.pk,
            status="resolved",
            sides=Sides.RESOLVE,
        ),
        lambda: write(
            "In Lyon.",
            sender="Clara <clara@parcels.example>",
            message_id="<p1@parcels.example>",
            In_Reply_To=f"<{sent.message_id}>",
        ),
    )

    conversation.refresh_from_db()
    assert raised == [None, None]
    assert conversation.category == "resolved"
    assert Message.objects.filter(conversation=side, author_kind="other").count() == 1


def test_a_form_sent_twice_at_once_is_one_letter_and_one_call(
    conversation: Conversation, agent: Identity
) -> None:
    def ask() -> Message:
        return services.ask_outside(
            by=agent.actor,
            conversation_id=conversation.pk,
            to=PARCELS,
            text="Where?",
            sure=True,
            token="ask",
        )

    def call() -> Message:
        told = Call(Calling.OUT, Party.BUYER, minutes=2)
        return services.log_call(
            by=agent.actor, conversation_id=conversation.pk, call=told, token="call"
        )

    raised = together(ask, ask, call, call)

    assert raised == [None] * 4
    assert Conversation.objects.filter(side_of=conversation).count() == 1
    assert ThirdParty.objects.count() == 1
    assert PhoneCall.objects.count() == 1
