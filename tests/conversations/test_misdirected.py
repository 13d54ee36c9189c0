"""A message that went to the wrong person: marked, noted, tagged, told."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Member
from comptoir.accounts.parties import Party
from comptoir.channels.models import Delivery
from comptoir.channels.services.delivery import deliver
from comptoir.conversations import services
from comptoir.conversations.errors import NotMisdirected
from comptoir.conversations.models import Conversation, ConversationTag, Message
from comptoir.kit.errors import NotAllowed
from tests.conversations.conftest import Write, make_member
from tests.conversations.test_merging import entries


@pytest.fixture
def sent(write: Write, agent: Identity) -> Message:
    write("Where is my parcel?")
    number = Conversation.objects.get().pk
    message = services.reply(
        by=agent.actor,
        conversation_id=number,
        text="Your address is 4 Elm St.",
        audience=Party.BUYER,
    )
    delivery = Delivery.objects.get()
    Delivery.objects.update(next_attempt_at=datetime(2026, 11, 16, tzinfo=UTC))
    deliver(delivery_id=delivery.pk)
    message.refresh_from_db()
    return message


def test_it_is_marked_noted_tagged_and_the_lead_is_told(sent: Message, agent: Identity) -> None:
    services.report_wrong_recipient(by=agent.actor, message_id=sent.pk, text="Meant for Noah.")

    sent.refresh_from_db()
    note = Message.objects.latest("pk")
    assert "misdirected" in sent.facts
    assert note.audience == 4
    assert "camille@buyer.example" in note.text
    assert "Meant for Noah." in note.text
    assert list(ConversationTag.objects.values_list("tag__name", flat=True)) == ["wrong recipient"]
    assert entries("WrongRecipientReported") == [
        {
            "conversation_id": sent.conversation_id,
            "message_id": sent.pk,
            "member_id": agent.viewer.id,
        }
    ]


def test_reported_twice_it_is_one_incident(sent: Message, agent: Identity) -> None:
    for _again in range(2):
        services.report_wrong_recipient(by=agent.actor, message_id=sent.pk)

    assert len(entries("WrongRecipientReported")) == 1
    assert Message.objects.filter(audience=4).count() == 1


def test_what_can_still_be_taken_back_is_taken_back_instead(write: Write, agent: Identity) -> None:
    write("Where is my parcel?")
    message = services.reply(
        by=agent.actor,
        conversation_id=Conversation.objects.get().pk,
        text="Soon.",
        audience=Party.BUYER,
    )

    with pytest.raises(NotMisdirected, match="take it back instead"):
        services.report_wrong_recipient(by=agent.actor, message_id=message.pk)

    assert entries("WrongRecipientReported") == []
    assert Message.objects.filter(audience=4).count() == 0


def test_a_mail_that_came_in_went_nowhere(write: Write, agent: Identity) -> None:
    write("Where is my parcel?")

    with pytest.raises(NotMisdirected):
        services.report_wrong_recipient(by=agent.actor, message_id=Message.objects.get().pk)

    assert ConversationTag.objects.count() == 0


def test_who_may_not_handle_it_reports_nothing(sent: Message) -> None:
    """D1."""
    viewer = make_member("vera@shop.example", "Vera", "viewer")

    with pytest.raises(NotAllowed):
        services.report_wrong_recipient(by=viewer.actor, message_id=sent.pk)

    sent.refresh_from_db()
    assert "misdirected" not in sent.facts


def test_the_menu_of_a_message_offers_what_fits(
    sent: Message, agent: Identity, client: Client
) -> None:
    client.force_login(Member.objects.get(pk=agent.viewer.id))
    first = Message.objects.earliest("pk")
    note = services.write_note(by=agent.actor, conversation_id=sent.conversation_id, text="Hm.")

    ours, theirs, noted = (
        client.get(f"/m/{each.pk}/").content.decode() for each in (sent, first, note)
    )

    assert "/misdirected/" in ours
    assert "/misdirected/" not in theirs
    assert f"/outside/?message={first.pk}" in theirs
    assert "/outside/" not in noted
    assert f"/split/?message={note.pk}" in noted
