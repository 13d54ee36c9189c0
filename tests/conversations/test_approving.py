"""A trainee's reply waits for a lead: approved, changed, sent back, taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.channels.errors import ForbiddenContent
from comptoir.channels.models import Channel, Delivery
from comptoir.channels.states import Sending
from comptoir.conversations import services
from comptoir.conversations.errors import EmptyMessage, NothingToApprove, StaleReply
from comptoir.conversations.models import Approval, Conversation, Draft, Mention, Message
from comptoir.conversations.queries import messages_for
from comptoir.conversations.queries.inbox import inbox
from comptoir.journal.models import Entry
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import freeze
from comptoir.kit.errors import NotAllowed
from tests.conversations.conftest import Write, make_member

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)


@pytest.fixture
def conversation(write: Write) -> Conversation:
    with freeze(NOON):
        write()
    return Conversation.objects.get()


@pytest.fixture
def trainee(db: None) -> Identity:
    return make_member("kim@shop.example", "Kim Park", "trainee")


@pytest.fixture
def lead(db: None) -> Identity:
    return make_member("lea@shop.example", "Léa Martin", "lead")


def ask(trainee: Identity, conversation: Conversation, text: str = "It left today.") -> Message:
    return services.ask_approval(
        by=trainee.actor, conversation_id=conversation.pk, text=text, audience=Party.BUYER
    )


def events(*names: str) -> list[tuple[str, int | None]]:
    found = Entry.objects.filter(event__in=[f"conversations.{name}" for name in names])
    return [(e.event.partition(".")[2], e.actor_id) for e in found.order_by("pk")]


def test_a_trainees_reply_waits_and_the_clock_runs_on(
    trainee: Identity, conversation: Conversation
) -> None:
    due = conversation.next_due_at

    message = ask(trainee, conversation)

    conversation.refresh_from_db()
    assert conversation.next_due_at == due
    assert conversation.waiting_since == NOON
    assert message.released_at is None
    assert Delivery.objects.count() == 0
    buyer = Viewer(Party.BUYER, conversation.identity.buyer_id)  # type: ignore[union-attr]
    assert list(messages_for(buyer).values_list("author_kind", flat=True)) == ["buyer"]
    assert events("ApprovalAsked", "MessageSent") == [("ApprovalAsked", trainee.member.pk)]


def test_approval_sends_it_in_its_authors_name_and_names_both(
    trainee: Identity, lead: Identity, conversation: Conversation
) -> None:
    message = ask(trainee, conversation)

    with freeze(NOON + timedelta(hours=1)):
        services.approve(by=lead.actor, message_id=message.pk)

    message.refresh_from_db()
    delivery = Delivery.objects.get()
    assert message.author_id == trainee.member.pk
    assert message.received_at == NOON + timedelta(hours=1)
    assert delivery.state == Sending.HELD
    undo = timedelta(seconds=conversation.channel.undo_seconds)
    assert delivery.next_attempt_at == NOON + timedelta(hours=1) + undo
    with transaction.atomic():
        services.release(by=SYSTEM, delivery=delivery)
    conversation.refresh_from_db()
    assert conversation.first_replied_at == NOON + timedelta(hours=1)
    assert conversation.category == "waiting"
    assert events("ReplyApproved", "MessageSent") == [
        ("ReplyApproved", lead.member.pk),
        ("MessageSent", trainee.member.pk),
    ]
    approval = Approval.objects.get()
    assert (approval.member_id, approval.approver_id) == (trainee.member.pk, lead.member.pk)


def test_approval_with_other_words_says_so_and_is_found_by_them(
    trainee: Identity, lead: Identity, conversation: Conversation
) -> None:
    message = ask(trainee, conversation)

    services.approve(by=lead.actor, message_id=message.pk, text="It leaves on Thursday.")

    message.refresh_from_db()
    assert message.text == "It leaves on Thursday."
    assert "'thursday'" in (message.search or "")
    assert Entry.objects.get(event="conversations.ReplyApproved").data["is_edited"] is True


def test_a_draft_of_the_approvers_own_stays_his(
    trainee: Identity, lead: Identity, conversation: Conversation
) -> None:
    message = ask(trainee, conversation)
    services.save_draft(
        by=lead.actor, conversation_id=conversation.pk, mode="reply", text="My own words"
    )

    services.approve(by=lead.actor, message_id=message.pk)

    assert Draft.objects.get().text == "My own words"


def test_sent_back_it_is_the_trainees_draft_with_a_note_that_names_him(
    trainee: Identity, lead: Identity, conversation: Conversation
) -> None:
    message = ask(trainee, conversation)

    services.send_back(by=lead.actor, message_id=message.pk, note="Give the tracking number.")

    draft = Draft.objects.get()
    assert (draft.member_id, draft.text) == (trainee.member.pk, "It left today.")
    note = Message.objects.get(author_id=lead.member.pk)
    assert (note.text, note.audience) == ("Give the tracking number.", Party.OPERATOR)
    assert Mention.objects.get().member_id == trainee.member.pk
    assert Approval.objects.count() == Delivery.objects.count() == 0
    assert events("ReplySentBack") == [("ReplySentBack", lead.member.pk)]


def test_nothing_is_sent_back_without_a_word(
    trainee: Identity, lead: Identity, conversation: Conversation
) -> None:
    message = ask(trainee, conversation)

    with pytest.raises(EmptyMessage):
        services.send_back(by=lead.actor, message_id=message.pk, note="  ")

    assert Message.objects.filter(pk=message.pk).exists()
    assert events("ReplySentBack") == []


def test_its_author_takes_it_back_and_nobody_else(
    trainee: Identity, agent: Identity, conversation: Conversation
) -> None:
    message = ask(trainee, conversation)
    with pytest.raises(NotAllowed):
        services.take_back(by=agent.actor, message_id=message.pk)
    assert Message.objects.filter(pk=message.pk).exists()

    services.take_back(by=trainee.actor, message_id=message.pk)

    assert Draft.objects.get().text == "It left today."
    assert not Message.objects.filter(pk=message.pk).exists()


@pytest.mark.parametrize("role", ["trainee", "agent", "viewer", "compliance"])
def test_d1_only_leads_and_administrators_approve(
    trainee: Identity, conversation: Conversation, role: str
) -> None:
    message = ask(trainee, conversation)
    other = make_member("other@shop.example", "Other", role)

    with pytest.raises(NotAllowed):
        services.approve(by=other.actor, message_id=message.pk)
    with pytest.raises(NotAllowed):
        services.send_back(by=other.actor, message_id=message.pk, note="No")

    assert Delivery.objects.count() == 0
    assert events("ReplyApproved", "ReplySentBack") == []


def test_of_two_who_decide_the_second_is_told(
    trainee: Identity, lead: Identity, conversation: Conversation
) -> None:
    message = ask(trainee, conversation)
    services.approve(by=lead.actor, message_id=message.pk)

    with pytest.raises(NothingToApprove):
        services.send_back(by=lead.actor, message_id=message.pk, note="Wait")

    assert Delivery.objects.count() == 1


def test_who_approves_reads_first_what_came_meanwhile(
    trainee: Identity, lead: Identity, conversation: Conversation, write: Write
) -> None:
    message = ask(trainee, conversation)
    write("Forget it.", message_id="<b@x.example>", In_Reply_To="<one@buyer.example>")

    with pytest.raises(StaleReply):
        services.approve(by=lead.actor, message_id=message.pk, last_seen_id=message.pk)
    assert Delivery.objects.count() == 0
    services.approve(by=lead.actor, message_id=message.pk)

    assert Delivery.objects.count() == 1


def test_what_the_marketplace_forbids_is_not_asked_for(
    trainee: Identity, conversation: Conversation, mailbox: Channel
) -> None:
    Channel.objects.filter(pk=mailbox.pk).update(profile="amazon")

    with pytest.raises(ForbiddenContent):
        ask(trainee, conversation, "Write to me at kim@private.example")

    assert Approval.objects.count() == 0


def test_the_list_to_approve_is_the_leads(
    trainee: Identity, agent: Identity, lead: Identity, conversation: Conversation
) -> None:
    message = ask(trainee, conversation)

    tabs = {tab.key: tab.count for tab in inbox(lead.viewer, view="approve").tabs}
    assert tabs["approve"] == 1
    assert [row.number for row in inbox(lead.viewer, view="approve").rows] == [conversation.pk]
    assert "approve" not in {tab.key for tab in inbox(agent.viewer, view="mine").tabs}

    services.approve(by=lead.actor, message_id=message.pk)

    assert inbox(lead.viewer, view="approve").rows == ()


def test_the_pages_of_asking_and_approving(
    client: Client, trainee: Identity, lead: Identity, conversation: Conversation
) -> None:
    client.force_login(trainee.member)
    told = {"text": "It left today.", "audience": "1", "after": "stay", "mode": "reply"}
    asked = client.post(f"/c/{conversation.pk}/send/", told).content.decode()
    message = Message.objects.get(author_kind="agent")
    assert "Waits for approval" in asked
    assert f"/m/{message.pk}/take-back/" in asked
    assert f"/m/{message.pk}/approve/" not in asked

    client.force_login(lead.member)
    page = client.get(f"/inbox/approve/{conversation.pk}/").content.decode()
    assert f"/m/{message.pk}/approve/" in page
    approved = client.post(f"/m/{message.pk}/approve/", {"text": "It left today."})

    assert "Waits for approval" not in approved.content.decode()
    assert Delivery.objects.get().state == Sending.HELD
    again = client.post(f"/m/{message.pk}/approve/", {"text": "It left today."})
    assert again.status_code == 409
