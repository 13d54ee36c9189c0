"""What fields ask of a buyer, an order, a parcel, a seller and a promise."""

from datetime import timedelta

import pytest

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.commerce.models import Buyer, Order, OrderLine, Seller
from comptoir.conversations import services
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries.searching import search
from comptoir.conversations.services import Call
from comptoir.conversations.states import Calling
from comptoir.deadlines.models import Deadline
from comptoir.kit.clock import now
from comptoir.shipping.models import Parcel
from tests.automation.conftest import conversation
from tests.conversations.conftest import Write

__all__ = ["conversation"]


@pytest.fixture
def vase(conversation: Conversation, write: Write) -> Conversation:
    """Camille's vase, placed ten days ago, two days late; beside it a lamp without an order."""
    write("Where is my lamp?", sender="Tom <tom@b.example>", message_id="<lamp@b.example>")
    long_ago = now() - timedelta(days=400)
    Order.objects.filter(pk=conversation.order_id).update(
        state="shipped", placed_at=now() - timedelta(days=10), city="Lyon", postal_code="69003"
    )
    OrderLine.objects.filter(order_id=conversation.order_id).update(title="Vase “Ondine”")
    Parcel.objects.filter(order_id=conversation.order_id).update(
        state="in_transit",
        tracking_key="6A41872",
        delivered_at=None,
        expected_on=now().date() - timedelta(days=2),
        expected_now=now().date() + timedelta(days=1),
    )
    Buyer.objects.filter(name__startswith="Camille").update(since=long_ago, language="fr")
    Seller.objects.update(country="FR")
    return conversation


TABLE = [
    ("order-state:shipped", "order-state:delivered"),
    ("placed:>7d", "placed:7d"),
    ("placed:<today", "placed:today"),
    ("article:ondine", "article:bougie"),
    ("place:lyon", "place:paris"),
    ("place:69003", "place:6900"),
    ("orders:>0", "orders:>1"),
    ("known:>30d", "known:30d"),
    ("buyer-lang:fr", "buyer-lang:de"),
    ("seller-country:fr", "seller-country:de"),
    ("late:2", "late:>2"),
    ("expected:>today", "expected:today"),
    ("tracking:41872", "tracking:99999"),
    ("opened:2026-11-16", "opened:<2026-11-16"),
    ("-is:missed", "is:missed"),
    ("-is:answers-only", "is:answers-only"),
    ("-is:call", "has:call"),
    ("-is:side", "is:side"),
    ("-is:approval", "is:approval"),
]


def test_a_field_holds_what_it_says_and_nothing_else(vase: Conversation, agent: Identity) -> None:
    def found(typed: str) -> list[int]:
        return [row.number for row in search(agent.viewer, typed).rows]

    right = {fits: found(f"{fits} has:order") for fits, _not in TABLE}
    wrong = {fits_not: found(f"{fits_not} has:order") for _fits, fits_not in TABLE}

    assert right == {key: [vase.pk] for key in right}
    assert wrong == {key: [] for key in wrong}


def test_what_happened_to_a_conversation_can_be_asked(vase: Conversation, agent: Identity) -> None:
    call = Call(Calling.OUT, Party.BUYER, minutes=5, note="He moves house.")
    services.log_call(by=agent.actor, conversation_id=vase.pk, call=call)
    services.want_answers_only(by=agent.actor, buyer_id=vase.identity.buyer_id, is_so=True)
    Deadline.objects.filter(subject_kind="conversation", subject_id=vase.pk).update(state="missed")

    found = {
        word: [row.number for row in search(agent.viewer, word).rows]
        for word in ("is:call", "has:call", "is:answers-only", "is:missed")
    }

    assert found == {key: [vase.pk] for key in found}


def test_what_was_given_back_and_when_it_was_resolved_can_be_asked(
    vase: Conversation, agent: Identity
) -> None:
    Conversation.objects.filter(pk=vase.pk).update(
        category="resolved", resolved_at=now(), outcome="voucher", outcome_minor=1_500
    )

    def found(typed: str) -> list[int]:
        return [row.number for row in search(agent.viewer, typed).rows]

    assert found("resolved:today amount:>10") == [vase.pk]
    assert found("amount:15") == [vase.pk]
    assert found("resolved:<today") == []
    assert found("amount:>15") == []
