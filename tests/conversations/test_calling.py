"""Phone calls: messages for operators, which may be the answer somebody waited for."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity, identify
from comptoir.accounts.models import Member, MemberGrant
from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.channels.models import Channel
from comptoir.commerce.errors import UnknownOrder
from comptoir.commerce.models import Buyer, BuyerIdentity, Marketplace, Order, Seller
from comptoir.conversations import services
from comptoir.conversations.errors import BadCall
from comptoir.conversations.models import Conversation, Message, PhoneCall, Reminder
from comptoir.conversations.queries.doors import messages_for
from comptoir.conversations.services import Call
from comptoir.conversations.states import Calling
from comptoir.deadlines.models import Deadline
from comptoir.insights.policies.questions import What
from comptoir.insights.queries.sources import sources_of
from comptoir.kit.clock import now
from comptoir.kit.errors import NotAllowed
from tests.conversations.conftest import Write, make_member
from tests.conversations.test_merging import entries

TALK = Call(Calling.OUT, Party.BUYER, minutes=5, note="He moves house on Friday.")


@pytest.fixture
def matter(write: Write) -> Conversation:
    write("Where is my parcel?")
    return Conversation.objects.get()


def test_a_call_is_read_by_the_operator_alone_and_answers_nothing_by_itself(
    matter: Conversation, agent: Identity
) -> None:
    message = services.log_call(by=agent.actor, conversation_id=matter.pk, call=TALK)

    matter.refresh_from_db()
    call = PhoneCall.objects.get(message=message)
    assert (message.audience, message.kind, message.text) == (4, "call", TALK.note)
    assert (call.direction, call.party, call.minutes, call.answers) == ("out", 1, 5, False)
    assert messages_for(Viewer(Party.BUYER, matter.identity.buyer_id)).count() == 1
    assert matter.waiting_since is not None
    assert (matter.operator_count, matter.buyer_count) == (2, 1)
    assert entries("CallLogged") == [
        {"conversation_id": matter.pk, "message_id": message.pk, "answers": False}
    ]


def test_said_to_be_the_answer_it_keeps_the_promise(matter: Conversation, agent: Identity) -> None:
    call = Call(Calling.OUT, Party.BUYER, minutes=5, answers=True)

    message = services.log_call(by=agent.actor, conversation_id=matter.pk, call=call)

    matter.refresh_from_db()
    assert (matter.waiting_since, matter.status_id) == (None, "waiting_buyer")
    assert matter.first_replied_at == message.received_at
    assert Deadline.objects.get(subject_id=matter.pk, kind="first_reply").state == "met"
    replied = [h.at for h in sources_of([matter.pk])[matter.pk].happened if h.what is What.REPLIED]
    assert replied == [message.received_at]


def test_a_call_back_becomes_a_reminder(matter: Conversation, agent: Identity) -> None:
    at = now() + timedelta(hours=2)
    call = Call(Calling.IN, Party.BUYER, number="+33 1 23 45 67 89", call_back_at=at)

    services.log_call(by=agent.actor, conversation_id=matter.pk, call=call)

    reminder = Reminder.objects.get()
    assert (reminder.member_id, reminder.at) == (agent.viewer.id, at)
    assert reminder.text == "+33 1 23 45 67 89"


def test_with_a_party_that_is_not_here_it_is_refused_and_nothing_changes(
    matter: Conversation, agent: Identity
) -> None:
    with pytest.raises(BadCall, match="no such party"):
        services.log_call(
            by=agent.actor, conversation_id=matter.pk, call=Call(Calling.OUT, Party.SELLER)
        )

    assert Message.objects.count() == 1
    assert PhoneCall.objects.count() == 0


def test_who_may_only_write_notes_notes_calls_but_answers_with_none(matter: Conversation) -> None:
    """D1."""
    trainee = make_member("tim@shop.example", "Tim", "trainee")
    services.log_call(by=trainee.actor, conversation_id=matter.pk, call=TALK)

    with pytest.raises(NotAllowed):
        services.log_call(
            by=trainee.actor,
            conversation_id=matter.pk,
            call=Call(Calling.OUT, Party.BUYER, answers=True),
        )

    assert PhoneCall.objects.count() == 1


@pytest.fixture
def order(mailbox: Channel) -> Order:
    shop = Marketplace.objects.create(kind="own", name="Shop", key="shop")
    buyer = Buyer.objects.create(name="Camille Laurent", language="fr")
    identity = BuyerIdentity.objects.create(
        buyer=buyer, home=buyer, kind="email", value="camille@buyer.example"
    )
    kiln = Seller.objects.create(name="Kiln", external_id="kiln", marketplace=shop)
    return Order.objects.create(
        marketplace=shop,
        seller=kiln,
        buyer=buyer,
        identity=identity,
        external_id="FR-4711",
        placed_at=datetime(2026, 11, 10, tzinfo=UTC),
        currency="EUR",
        total_minor=4900,
    )


def test_a_call_about_an_order_begins_a_conversation_with_its_own_buyer(
    order: Order, agent: Identity
) -> None:
    message = services.log_call_about(
        by=agent.actor, viewer=agent.viewer, order_id=order.pk, call=TALK
    )

    begun = Conversation.objects.get()
    assert message.conversation_id == begun.pk
    assert (begun.order_id, begun.identity_id) == (order.pk, order.identity_id)
    assert (begun.parties, begun.buyer_count, begun.waiting_since) == (4, 0, None)


def test_an_order_that_he_may_not_see_begins_nothing(order: Order) -> None:
    """FreeScout's CVE-2026-40591: nobody binds a buyer whom he may not see to a call."""
    other = Seller.objects.create(name="Rival", external_id="rival", marketplace=order.marketplace)
    scoped = make_member("sam@shop.example", "Sam", "agent")
    member = Member.objects.get(pk=scoped.viewer.id)
    MemberGrant.objects.filter(member=member).update(scope="seller", scope_id=other.pk)
    scoped = identify(member)

    with pytest.raises(UnknownOrder):
        services.log_call_about(by=scoped.actor, viewer=scoped.viewer, order_id=order.pk, call=TALK)

    assert Conversation.objects.count() == 0


def test_the_form_keeps_what_was_typed_when_it_is_refused(
    matter: Conversation, agent: Identity, client: Client
) -> None:
    client.force_login(Member.objects.get(pk=agent.viewer.id))
    told = {"party": "buyer", "minutes": "five", "note": "He moves.", "token": "t"}

    page = client.post(f"/c/{matter.pk}/call/", told).content.decode()

    assert "Write how many minutes it took" in page
    assert "He moves." in page
    assert Message.objects.count() == 1


def test_calls_cost_one_query_however_many(
    matter: Conversation, agent: Identity, client: Client
) -> None:
    client.force_login(Member.objects.get(pk=agent.viewer.id))
    address = f"/inbox/all/{matter.pk}/"

    def queries() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    services.log_call(by=agent.actor, conversation_id=matter.pk, call=TALK)
    one = queries()
    for _more in range(20):
        services.log_call(by=agent.actor, conversation_id=matter.pk, call=TALK)

    assert queries() == one
