"""After a restore: what is unsure, what waits, who lets the desk go on (H7)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Member
from comptoir.accounts.parties import Party
from comptoir.channels import services, watch
from comptoir.channels.errors import NothingStandsStill
from comptoir.channels.models import Delivery
from comptoir.channels.states import Sending
from comptoir.conversations.models import Conversation
from comptoir.conversations.services import reply, resend_message
from comptoir.journal.models import Entry, Restoration
from comptoir.journal.publishing import caused_by
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import now
from comptoir.kit.errors import NotAllowed
from tests.conversations.conftest import agent, mailbox, make_member, write

__all__ = ["agent", "mailbox", "write"]


@pytest.fixture
def ada(db: None) -> Identity:
    return make_member("ada@shop.example", "Ada", "administrator")


def answer(agent: Identity, write) -> Delivery:
    write()
    conversation = Conversation.objects.get()
    both = Party.BUYER | Party.OPERATOR
    reply(by=agent.actor, conversation_id=conversation.pk, text="Tomorrow.", audience=both)
    return Delivery.objects.get()


def test_h7_what_was_on_its_way_is_unsure_and_counts_as_sent(agent, write) -> None:
    delivery = answer(agent, write)
    Delivery.objects.update(next_attempt_at=now() - timedelta(seconds=1))

    services.stand_still(copied_at=now())

    delivery.refresh_from_db()
    assert (delivery.state, delivery.next_attempt_at) == (Sending.UNSURE, None)
    assert delivery.trouble_said.startswith("The desk was restored from a backup.")
    assert services.release_due() == 0
    assert Conversation.objects.get().waiting_since is not None


def test_h7_what_leaves_only_later_still_leaves(agent, write) -> None:
    delivery = answer(agent, write)
    later = now() + timedelta(hours=1)
    Delivery.objects.update(next_attempt_at=later)

    services.stand_still(copied_at=now())

    delivery.refresh_from_db()
    assert (delivery.state, delivery.next_attempt_at) == (Sending.HELD, later)


def test_what_is_unsure_is_sent_again_by_hand(agent, write) -> None:
    delivery = answer(agent, write)
    Delivery.objects.update(state=Sending.QUEUED)
    services.stand_still(copied_at=now())

    resend_message(by=agent.actor, message_id=delivery.message_delivery.message_id)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.trouble) == (Sending.QUEUED, "")


def test_h7_mail_that_follows_from_a_copied_entry_is_unsure(agent, mailbox) -> None:
    services.stand_still(copied_at=now())
    restored = Restoration.objects.get()
    Restoration.objects.update(last_entry_id=7)
    told = {"by": SYSTEM, "channel": mailbox, "recipients": ["camille@buyer.example"]}

    with caused_by(7):
        old = services.queue_delivery(**told, message_id="<old@shop.example>")
    with caused_by(8):
        new = services.queue_delivery(**told, message_id="<new@shop.example>")

    assert (old.state, new.state) == (Sending.UNSURE, Sending.QUEUED)
    assert restored.went_on_at is None


def test_only_administrators_let_the_desk_go_on(agent, ada) -> None:
    services.stand_still(copied_at=now())
    entries = Entry.objects.count()

    with pytest.raises(NotAllowed):
        services.go_on(by=agent.actor)

    assert Restoration.objects.get().went_on_at is None
    assert Entry.objects.count() == entries


def test_the_word_to_go_on_is_said_once_and_stands_in_the_journal(ada) -> None:
    services.stand_still(copied_at=now())

    services.go_on(by=ada.actor)

    entry = Entry.objects.get(event__endswith="DeskWentOn")
    assert (entry.actor_id, entry.data["unsure"]) == (ada.actor.id, 0)
    with pytest.raises(NothingStandsStill):
        services.go_on(by=ada.actor)


def test_every_page_says_so_until_then(ada) -> None:
    client = Client()
    client.force_login(Member.objects.get())
    services.stand_still(copied_at=now())
    watch.look()

    page = client.get(reverse("channels:restored")).content.decode()
    done = client.post(reverse("channels:go_on"), follow=True).content.decode()

    assert "Nothing is fetched or sent until it goes on." in page
    assert "Let the desk go on" in page
    assert "The desk works again" in done
    assert "Nothing is fetched or sent until it goes on." not in done


def test_the_page_says_that_nothing_was_restored(ada) -> None:
    client = Client()
    client.force_login(Member.objects.get())

    page = client.get(reverse("channels:restored")).content.decode()

    assert "Nothing was restored here" in page
    assert client.get(reverse("channels:restored")).status_code == 200
