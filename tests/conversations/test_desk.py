"""A mail becomes a conversation, an agent answers it, takes it back, sends it, is answered."""

from django.db import transaction

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.channels.models import Delivery
from comptoir.channels.states import Intake, Sending
from comptoir.conversations import services
from comptoir.conversations.models import Conversation, Message
from comptoir.kit.actor import SYSTEM
from tests.conversations.conftest import Write


def test_a_mail_opens_a_conversation_that_waits_for_us(write: Write) -> None:
    received = write()

    assert received.state is Intake.STORED
    conversation = Conversation.objects.get()
    assert conversation.subject == "My order"
    assert conversation.category == "open"
    assert conversation.waiting_since == conversation.opened_at
    assert conversation.identity is not None
    assert conversation.identity.value == "camille@buyer.example"
    assert conversation.buyer_count == conversation.operator_count == 1
    assert conversation.seller_count == 0
    assert conversation.next_due_at is not None
    assert Message.objects.get().audience == Party.BUYER | Party.OPERATOR


def test_the_same_bytes_twice_are_one_message(write: Write) -> None:
    write()

    again = write()

    assert again.state is Intake.DUPLICATE
    assert Message.objects.count() == 1


def test_a_reply_can_be_taken_back_and_is_released_in_time(write: Write, agent: Identity) -> None:
    write()
    conversation = Conversation.objects.get()

    message = services.reply(
        by=agent.actor,
        conversation_id=conversation.pk,
        text="It leaves today.",
        audience=Party.BUYER,
    )
    draft = services.withdraw(by=agent.actor, message_id=message.pk)

    assert draft.text == "It leaves today."
    assert Delivery.objects.get().state == Sending.CANCELLED
    assert Message.objects.count() == 1

    message = services.reply(
        by=agent.actor,
        conversation_id=conversation.pk,
        text="It leaves today.",
        audience=Party.BUYER,
    )
    delivery = Delivery.objects.get(state=Sending.HELD)
    with transaction.atomic():
        services.release(by=SYSTEM, delivery=delivery)
    conversation.refresh_from_db()
    letter = services.letter_for(delivery=delivery)

    assert conversation.category == "waiting"
    assert conversation.waiting_since is None
    assert conversation.next_due_at is None
    assert letter is not None
    assert letter.in_reply_to == "one@buyer.example"
    assert [a.address for a in letter.to] == ["camille@buyer.example"]
    assert letter.text.startswith("It leaves today.")


def test_his_answer_joins_the_conversation(write: Write, agent: Identity) -> None:
    write()
    conversation = Conversation.objects.get()
    services.reply(
        by=agent.actor, conversation_id=conversation.pk, text="Today.", audience=Party.BUYER
    )
    delivery = Delivery.objects.get()
    with transaction.atomic():
        services.release(by=SYSTEM, delivery=delivery)

    write(
        "Thank you, it has come!",
        subject="Re: My order",
        message_id="<two@buyer.example>",
        In_Reply_To=f"<{delivery.message_id}>",
    )

    conversation.refresh_from_db()
    assert Conversation.objects.count() == 1
    assert conversation.operator_count == 3
    assert conversation.category == "open"
