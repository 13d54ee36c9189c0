"""The doors that are kept as statements let in exactly whom the others let in (D1, D2)."""

import pytest
from django.db import connection, transaction

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.channels.models import Delivery
from comptoir.commerce.models import Seller
from comptoir.conversations import services
from comptoir.conversations.models import Conversation, Reading
from comptoir.conversations.queries.doors import (
    conversation_for,
    conversations_for,
    messages_for,
    messages_in,
    own_conversation,
    own_messages,
)
from comptoir.kit.actor import SYSTEM, Grant
from tests.conversations.conftest import Write


@pytest.fixture
def conversation(write: Write, agent: Identity) -> Conversation:
    """A mail, a note, a question that left, and an answer that can still be taken back."""
    write()
    conversation = Conversation.objects.get()
    told = {"external_id": "s1", "name": "Kéramos", "sort_name": "k", "email": "s@keramos.example"}
    conversation.seller = Seller.objects.create(**told)
    conversation.save()
    number = conversation.pk
    services.write_note(by=agent.actor, conversation_id=number, text="Ninth breakage")
    for text, audience in (("Well packed?", Party.SELLER), ("We ask.", Party.BUYER)):
        services.reply(by=agent.actor, conversation_id=number, text=text, audience=audience)
    with transaction.atomic():
        services.release(by=SYSTEM, delivery=Delivery.objects.earliest("pk"))
    return conversation


def everybody(conversation: Conversation) -> dict[str, Viewer]:
    assert conversation.identity is not None
    team, channel = conversation.team_id, conversation.channel_id
    return {
        "agent": Viewer(Party.OPERATOR, 1, (Grant("agent"),)),
        "of the team": Viewer(Party.OPERATOR, 1, (Grant("agent", "team", team),)),
        "of the channel": Viewer(Party.OPERATOR, 1, (Grant("agent", "channel", channel),)),
        "of another channel": Viewer(Party.OPERATOR, 1, (Grant("agent", "channel", 999_999),)),
        "of nothing": Viewer(Party.OPERATOR, 1),
        "buyer": Viewer(Party.BUYER, conversation.identity.buyer_id),
        "another buyer": Viewer(Party.BUYER, 999_999),
        "seller": Viewer(Party.SELLER, conversation.seller_id or 0),
        "another seller": Viewer(Party.SELLER, 999_999),
    }


def test_who_may_know_of_a_conversation_is_the_same_at_both_doors(
    conversation: Conversation,
) -> None:
    viewers = everybody(conversation)

    kept = {who for who, viewer in viewers.items() if conversation_for(viewer, conversation.pk)}

    asked = {who for who, viewer in viewers.items() if conversations_for(viewer).exists()}
    assert kept == asked == {"agent", "of the channel", "buyer", "seller"}


def test_what_he_reads_there_is_the_same_at_both_doors(conversation: Conversation) -> None:
    viewers = everybody(conversation)
    let_in = {who: viewers[who] for who in ("agent", "of the channel", "buyer", "seller")}

    kept = {who: _ids(messages_in(conversation, v, most=9)) for who, v in let_in.items()}

    assert kept == {who: _ids(messages_for(v).order_by("-pk")) for who, v in let_in.items()}
    assert {who: len(ids) for who, ids in kept.items()} == {
        "agent": 4,
        "of the channel": 4,
        "buyer": 1,
        "seller": 1,
    }


def test_a_buyers_own_doors_let_in_whom_the_others_let_in(conversation: Conversation) -> None:
    buyers = {who: v for who, v in everybody(conversation).items() if v.party is Party.BUYER}

    known = {who: own_conversation(v, conversation.pk) for who, v in buyers.items()}
    kept = {who: _ids(own_messages(v, only="TRUE", params={})) for who, v in buyers.items()}

    assert {who: found == conversation for who, found in known.items()} == {
        who: conversations_for(v).filter(pk=conversation.pk).exists() for who, v in buyers.items()
    }
    assert kept == {who: _ids(messages_for(v).order_by("pk")) for who, v in buyers.items()}
    assert kept["buyer"]
    assert kept["another buyer"] == []


@pytest.mark.parametrize("party", [Party.SELLER, Party.OPERATOR])
def test_nobody_else_passes_a_buyers_own_doors(party: Party) -> None:
    with pytest.raises(ValueError, match="Only a buyer"):
        own_conversation(Viewer(party, 1), 1)
    with pytest.raises(ValueError, match="Only a buyer"):
        own_messages(Viewer(party, 1), only="TRUE", params={})


def _ids(messages: object) -> list[int]:
    return [message.pk for message in messages]  # type: ignore[attr-defined]


# --- The mark of how far one has read -----------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_only_the_mark_itself_does_not_wait_for_the_disk(write: Write, agent: Identity) -> None:
    write()
    number = Conversation.objects.get().pk
    _run("SET synchronous_commit TO on")

    services.mark_read(by=agent.actor, conversation_id=number, up_to=7)

    assert Reading.objects.get().last_read_id == 7
    assert _run("SHOW synchronous_commit") == "on"
    _run("RESET synchronous_commit")


def test_a_mark_inside_a_transaction_leaves_it_as_it_is(write: Write, agent: Identity) -> None:
    write()
    number = Conversation.objects.get().pk

    _run("SET LOCAL synchronous_commit TO on")

    services.mark_read(by=agent.actor, conversation_id=number, up_to=7)

    assert _run("SHOW synchronous_commit") == "on"


def test_who_reads_again_what_lies_before_keeps_his_mark(write: Write, agent: Identity) -> None:
    write()
    number = Conversation.objects.get().pk
    services.mark_read(by=agent.actor, conversation_id=number, up_to=7)

    services.mark_read(by=agent.actor, conversation_id=number, up_to=5)

    assert Reading.objects.get().last_read_id == 7


def _run(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return str(cursor.fetchone()[0]) if cursor.description else ""
