"""Search inside Chinese and Japanese, whose words stand without spaces."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.channels.models import Channel
from comptoir.commerce.services import identify_buyer
from comptoir.commerce.states import IdentityKind
from comptoir.conversations.models import Conversation, Message
from comptoir.conversations.queries.searching import search
from comptoir.conversations.services.past import PastConversation, PastMessage, store_past
from comptoir.conversations.states import Intent
from comptoir.kit.actor import SYSTEM, Actor, ActorKind
from tests.conversations.conftest import Write

VASE = "届いた花瓶の色が写真と違います。交換できますか。注文番号はFR 41872です。"


@pytest.fixture
def vase(write: Write) -> Conversation:
    """One Japanese mail, and others in which nothing of it stands."""
    write(VASE, subject="花瓶について", sender="山田 花子 <hanako@buyer.example>")
    write("我的杯子碎了。", message_id="<zh@b.example>", sender="李娜 <li@buyer.example>")
    write("The vase is broken", message_id="<en@b.example>", sender="Tom <tom@buyer.example>")
    return Conversation.objects.get(subject="花瓶について")


def found(agent: Identity, query: str) -> list[int]:
    return [row.number for row in search(agent.viewer, query).rows]


@pytest.mark.parametrize(
    "query",
    ["花瓶", "写真と違います", "交換", "花瓶 交換", "色 花瓶", "FR 41872 花瓶", "“花瓶”", "花子"],
)
def test_a_word_inside_a_sentence_is_found(vase: Conversation, agent: Identity, query: str) -> None:
    assert found(agent, query) == [vase.pk]


@pytest.mark.parametrize("query", ["瓶花", "花瓶 杯子", "返金", "花瓶 broken", "花瓶 犬"])
def test_what_does_not_stand_there_is_not_found(
    vase: Conversation, agent: Identity, query: str
) -> None:
    assert found(agent, query) == []


def test_chinese_is_found_too(vase: Conversation, agent: Identity) -> None:
    assert found(agent, "杯子") == [Conversation.objects.get(identity__value="li@buyer.example").pk]


def test_other_languages_are_stored_as_before(write: Write) -> None:
    write("The vase is broken", subject="", sender="Tom <tom@buyer.example>")

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT search = to_tsvector('english', %(w)s) || to_tsvector('simple', %(w)s)"
            " FROM conversations_message",
            {"w": "\nThe vase is broken\nTom tom@buyer.example "},
        )
        assert cursor.fetchone() == (True,)


def test_one_index_serves_pairs_as_it_serves_words(vase: Conversation, agent: Identity) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM conversations_message"
            " WHERE search @@ (plainto_tsquery('simple', '花瓶 瓶の'))"
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "message_search" in plan


def test_a_past_that_is_loaded_is_found_as_well(mailbox: Channel, agent: Identity) -> None:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    identity = identify_buyer(
        by=SYSTEM, kind=IdentityKind.EMAIL, value="hanako@buyer.example", name="山田 花子"
    )
    buyer = Actor(ActorKind.BUYER, identity.buyer_id, "山田 花子")
    said = PastMessage(
        at=at, by=buyer, audience=Party.BUYER | Party.OPERATOR, text=VASE, language="ja"
    )
    told = PastConversation(
        channel=mailbox,
        subject="花瓶",
        language="ja",
        reason=Intent.OTHER,
        status="resolved",
        messages=(said,),
        identity=identity,
    )

    (stored,) = store_past(past=[told])

    assert Message.objects.count() == 1
    assert found(agent, "写真と違います") == [stored.pk]
