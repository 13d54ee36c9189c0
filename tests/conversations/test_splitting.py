"""Splitting: messages in a conversation of their own, found by later mail, put back exactly."""

from datetime import UTC, datetime, timedelta

import pytest

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.channels.models import Delivery
from comptoir.channels.services.delivery import deliver
from comptoir.commerce.models import Buyer, BuyerIdentity, Marketplace, Order, Seller
from comptoir.conversations import services
from comptoir.conversations.errors import SplitRefused
from comptoir.conversations.models import Conversation, ConversationLink, Message, Split
from comptoir.conversations.queries.doors import conversations_for, messages_for
from comptoir.conversations.states import Intent
from comptoir.deadlines.models import Deadline
from comptoir.kit.clock import freeze
from comptoir.kit.errors import NotAllowed
from tests.conversations.conftest import Write, make_member
from tests.conversations.test_merging import entries, stand

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


@pytest.fixture
def matter(write: Write) -> Conversation:
    """One buyer, three mails of one thread: on Monday, an hour and two hours later."""
    with freeze(MONDAY):
        write("The vase came broken.", message_id="<one@buyer.example>", subject="Vase")
    for hour, words, own in (
        (1, "And where is the lamp?", "<two@buyer.example>"),
        (2, "A photo of the vase.", "<three@buyer.example>"),
    ):
        with freeze(MONDAY + timedelta(hours=hour)):
            write(words, message_id=own, In_Reply_To="<one@buyer.example>")
    return Conversation.objects.get()


def messages(conversation: Conversation) -> list[int]:
    found = Message.objects.filter(conversation=conversation)
    return list(found.order_by("pk").values_list("pk", flat=True))


def open_clocks(conversation: Conversation) -> list[tuple[str, datetime]]:
    found = Deadline.objects.filter(subject_id=conversation.pk, ended_at=None)
    return sorted(found.values_list("kind", "started_at"))


def test_messages_go_into_a_conversation_of_their_own_with_author_and_customer_kept(
    matter: Conversation, agent: Identity
) -> None:
    _vase, lamp, _photo = messages(matter)

    split = services.split(
        by=agent.actor,
        conversation_id=matter.pk,
        message_ids=[lamp],
        subject="Lamp",
        reason=Intent.ORDER_STATUS,
    )

    matter.refresh_from_db()
    assert messages(split) == [lamp]
    assert (split.subject, split.reason) == ("Lamp", "order_status")
    assert split.identity_id == matter.identity_id
    assert Message.objects.get(pk=lamp).author_kind == "buyer"
    assert (matter.operator_count, split.operator_count, split.buyer_count) == (2, 1, 1)
    assert split.operator_excerpt == "And where is the lamp?"
    assert ConversationLink.objects.filter(earlier=matter, later=split).count() == 1
    assert entries("ConversationSplit") == [{"conversation_id": matter.pk, "into_id": split.pk}]
    assert entries("ConversationSplitOff") == [{"conversation_id": split.pk, "from_id": matter.pk}]


def test_who_was_not_answered_goes_on_waiting_since_he_wrote(
    matter: Conversation, agent: Identity
) -> None:
    vase, lamp, _photo = messages(matter)

    split = services.split(by=agent.actor, conversation_id=matter.pk, message_ids=[vase])

    matter.refresh_from_db()
    assert split.waiting_since == MONDAY
    assert matter.waiting_since == MONDAY + timedelta(hours=1)
    assert ("first_reply", MONDAY) in open_clocks(split)
    assert ("first_reply", MONDAY + timedelta(hours=1)) in open_clocks(matter)
    assert split.next_due_at is not None
    assert matter.next_due_at is not None
    assert split.next_due_at < matter.next_due_at
    assert Message.objects.get(pk=lamp).conversation_id == matter.pk


def test_later_mail_finds_the_conversation_of_the_message_it_answers(
    matter: Conversation, agent: Identity, write: Write
) -> None:
    """A2: a mail's own id or ours; where it was moved to, not where it was."""
    vase, lamp, _photo = messages(matter)
    services.reply(
        by=agent.actor, conversation_id=matter.pk, text="It is on its way.", audience=Party.BUYER
    )
    ours = Delivery.objects.get()
    with freeze(datetime.now(UTC) + timedelta(minutes=1)):
        _release(ours)
    answer = Message.objects.latest("pk")

    split = services.split(by=agent.actor, conversation_id=matter.pk, message_ids=[lamp, answer.pk])
    write("Thanks!", message_id="<four@buyer.example>", In_Reply_To=f"<{ours.message_id}>")
    write("The lamp?", message_id="<five@buyer.example>", In_Reply_To="<two@buyer.example>")
    write("The vase?", message_id="<six@buyer.example>", In_Reply_To="<one@buyer.example>")

    where = dict(Message.objects.values_list("text", "conversation_id"))
    assert (where["Thanks!"], where["The lamp?"]) == (split.pk, split.pk)
    assert where["The vase?"] == matter.pk
    assert Conversation.objects.count() == 2
    assert Message.objects.get(pk=vase).conversation_id == matter.pk


def _release(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(next_attempt_at=MONDAY)
    deliver(delivery_id=delivery.pk)


def test_who_may_read_a_message_stays_as_it_was(
    matter: Conversation, agent: Identity, mailbox: object
) -> None:
    """B5: the seller finds neither conversation, the buyer both, the note is nobody's outside."""
    note = services.write_note(by=agent.actor, conversation_id=matter.pk, text="Looks honest.")
    _vase, lamp, *_rest = messages(matter)
    buyer = Viewer(Party.BUYER, matter.identity.buyer_id)

    split = services.split(by=agent.actor, conversation_id=matter.pk, message_ids=[lamp, note.pk])

    assert set(conversations_for(buyer)) == {matter, split}
    assert list(messages_for(buyer).filter(conversation=split)) == [Message.objects.get(pk=lamp)]
    assert Message.objects.get(pk=note.pk).audience == Party.OPERATOR
    split.refresh_from_db()
    assert (split.buyer_count, split.operator_count, split.parties) == (1, 2, 5)


def test_putting_it_back_leaves_everything_as_it_was(
    matter: Conversation, agent: Identity, write: Write
) -> None:
    vase, lamp, _photo = messages(matter)
    before = stand(matter.pk)

    split = services.split(by=agent.actor, conversation_id=matter.pk, message_ids=[vase, lamp])
    services.unsplit(by=agent.actor, conversation_id=split.pk)

    assert stand(matter.pk) == before
    split.refresh_from_db()
    assert (split.merged_into_id, messages(split)) == (matter.pk, [])
    write("As I said.", message_id="<four@buyer.example>", In_Reply_To="<two@buyer.example>")
    assert Message.objects.latest("pk").conversation_id == matter.pk


def test_nothing_is_put_back_once_something_followed(
    matter: Conversation, agent: Identity, write: Write
) -> None:
    _vase, lamp, _photo = messages(matter)
    split = services.split(by=agent.actor, conversation_id=matter.pk, message_ids=[lamp])
    write("The lamp?", message_id="<five@buyer.example>", In_Reply_To="<two@buyer.example>")
    before = stand(matter.pk), stand(split.pk)

    with pytest.raises(SplitRefused, match="written there since"):
        services.unsplit(by=agent.actor, conversation_id=split.pk)

    assert (stand(matter.pk), stand(split.pk)) == before
    assert Split.objects.get().undone_at is None


def test_an_order_of_somebody_else_is_refused_and_nothing_changes(
    matter: Conversation, agent: Identity
) -> None:
    """D1."""
    amazon = Marketplace.objects.create(kind="amazon", name="Amazon", key="amazon-fr")
    kiln = Seller.objects.create(name="Kiln", external_id="kiln", marketplace=amazon)
    tom = Buyer.objects.create(name="Tom")
    his = BuyerIdentity.objects.create(buyer=tom, home=tom, kind="email", value="tom@t.example")
    order = Order.objects.create(
        marketplace=amazon,
        seller=kiln,
        buyer=tom,
        identity=his,
        external_id="111",
        placed_at=MONDAY,
        currency="EUR",
        total_minor=1,
    )
    _vase, lamp, _photo = messages(matter)
    before = stand(matter.pk)

    with pytest.raises(SplitRefused, match="another buyer"):
        services.split(by=agent.actor, conversation_id=matter.pk, message_ids=[lamp], order=order)

    assert stand(matter.pk) == before
    assert Conversation.objects.count() == 1
    assert entries("ConversationSplit") == []


def test_who_may_not_handle_it_splits_nothing(matter: Conversation) -> None:
    """D1."""
    trainee = make_member("tim@shop.example", "Tim", "trainee")
    before = stand(matter.pk)

    with pytest.raises(NotAllowed):
        services.split(
            by=trainee.actor, conversation_id=matter.pk, message_ids=messages(matter)[:1]
        )

    assert stand(matter.pk) == before
    assert Conversation.objects.count() == 1
