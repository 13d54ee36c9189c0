"""What a conversation's page tells: the timeline, the banner, what is linked, how fast (H3)."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Team
from comptoir.commerce.models import Order
from comptoir.commerce.services import BuyerFacts, OrderFacts, upsert_order
from comptoir.commerce.states import IdentityKind
from comptoir.conversations import services
from comptoir.conversations.errors import SellerIsFixed
from comptoir.conversations.models import Conversation, Message, Reading, Status
from comptoir.conversations.queries.case_file import case_file
from comptoir.conversations.queries.composing import menus
from comptoir.conversations.queries.directory import forget_directory
from comptoir.conversations.queries.searching import search
from comptoir.conversations.queries.thread import WINDOW, find, head, thread
from comptoir.conversations.shapes import Letter, SystemLine
from comptoir.conversations.states import Intent
from comptoir.journal.models import Entry
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import freeze
from comptoir.kit.money import Money
from comptoir.shipping.services import ParcelFacts, upsert_parcel
from tests.conversations.conftest import Write, make_member

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)


@pytest.fixture
def conversation(write: Write) -> Conversation:
    with freeze(NOON):
        write()
    return Conversation.objects.get()


def order_of(email: str, number: str = "FR 41872", seller: str = "S-1") -> Order:
    buyer = BuyerFacts(identities=((IdentityKind.EMAIL, email),), name="Camille Laurent")
    facts = OrderFacts(
        number=number, seller=seller, placed_at=NOON, total=Money(7480, "EUR"), buyer=buyer
    )
    return upsert_order(by=SYSTEM, facts=facts)


def lines(identity: Identity, number: int, before: int | None = None) -> list[str]:
    read = thread(identity, find(identity.viewer, number), before=before)
    return [item.text for item in read.items if isinstance(item, SystemLine)]


# --- The timeline -------------------------------------------------------------------------------


def test_the_timeline_says_who_did_what(conversation: Conversation, agent: Identity) -> None:
    number, by = conversation.pk, agent.actor
    team = Team.objects.create(name="Returns")
    services.declare_reply_needless(by=SYSTEM, conversation_id=number)
    services.assign(by=by, conversation_id=number, member_id=agent.member.pk)
    services.assign(by=by, conversation_id=number, member_id=None, team_id=team.pk, keep_team=False)
    services.assign(by=by, conversation_id=number, member_id=agent.member.pk)
    services.assign(by=by, conversation_id=number, member_id=None)
    services.set_reason(by=by, conversation_id=number, reason=Intent.DAMAGED_ITEM)
    services.set_status(by=by, conversation_id=number, status="waiting_carrier")
    services.set_status(by=by, conversation_id=number, status="resolved")
    services.set_status(by=by, conversation_id=number, status="open")

    assert lines(agent, number) == [
        "Comptoir said that no reply is needed",
        "Inès Bernard took it",
        "Inès Bernard gave it to the team Returns",
        "Inès Bernard took it",
        "Inès Bernard gave it to nobody",
        "Inès Bernard chose the reason “Damaged item”",
        "Inès Bernard set it to “Waiting for the carrier”",
        "Inès Bernard resolved it",
        "Inès Bernard opened it again",
    ]


def test_no_line_falls_between_two_windows_of_a_long_conversation(
    conversation: Conversation, agent: Identity, write: Write
) -> None:
    for at in range(2 * WINDOW):
        with freeze(NOON + timedelta(minutes=10 * at + 10)):
            write(f"{at}", message_id=f"<{at}@b.example>", In_Reply_To="<one@buyer.example>")
        with freeze(NOON + timedelta(minutes=10 * at + 15)):
            services.tag(by=agent.actor, conversation_id=conversation.pk, name=f"t{at}")

    seen, before = [], None
    while True:
        read = thread(agent, find(agent.viewer, conversation.pk), before=before)
        seen = [*read.items, *seen]
        if (before := read.earlier_than) is None:
            break

    told = [item.text for item in seen if isinstance(item, SystemLine)]
    letters = [item.id for item in seen if isinstance(item, Letter)]
    assert told == [f"Inès Bernard added the tag t{at}" for at in range(2 * WINDOW)]
    assert letters == list(Message.objects.order_by("pk").values_list("pk", flat=True))


def test_a_mail_that_opens_it_again_stands_in_the_timeline(
    conversation: Conversation, agent: Identity, write: Write
) -> None:
    services.set_status(by=agent.actor, conversation_id=conversation.pk, status="resolved")

    write("But", message_id="<2@buyer.example>", In_Reply_To="<one@buyer.example>")

    assert lines(agent, conversation.pk)[-1] == "Comptoir opened it again"


# --- Statuses and clocks ------------------------------------------------------------------------


def test_a_status_is_called_as_its_row_says(conversation: Conversation, agent: Identity) -> None:
    Status.objects.create(
        key="lab", number=100, category="waiting", label_agent="In the laboratory"
    )
    Status.objects.filter(key="resolved").update(label_agent="Done and dusted")
    forget_directory()

    services.set_status(by=agent.actor, conversation_id=conversation.pk, status="lab")

    found = find(agent.viewer, conversation.pk)
    labels = {choice.key: choice.label for choice in menus(agent, found).statuses}
    assert head(agent, found).status.label == "In the laboratory"
    assert labels["lab"] == "In the laboratory"
    assert labels["resolved"] == "Done and dusted"
    assert labels["waiting_buyer"] == "Waiting for the buyer"


def test_our_clock_rests_while_a_status_waits_for_others(
    conversation: Conversation, agent: Identity
) -> None:
    number = conversation.pk
    with freeze(NOON + timedelta(minutes=10)):
        resting = services.set_status(
            by=agent.actor, conversation_id=number, status="waiting_carrier"
        )
    with freeze(NOON + timedelta(days=2)):
        running = services.set_status(by=agent.actor, conversation_id=number, status="open")

    assert resting.next_due_at is None
    assert resting.next_due_paused_left is not None
    assert running.next_due_at is not None
    assert running.next_due_at > NOON + timedelta(days=2)


def test_pausing_twice_is_told_once(conversation: Conversation, agent: Identity) -> None:
    pause, resume = services.pause_clock, services.resume_clock
    with freeze(NOON + timedelta(minutes=10)):
        for verb in (pause, pause, resume, resume):
            verb(by=agent.actor, conversation_id=conversation.pk)

    assert Entry.objects.filter(event="conversations.ClockPaused").count() == 1
    assert Entry.objects.filter(event="conversations.ClockResumed").count() == 1


# --- What must be known -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("owner", "warns"), [("camille@buyer.example", False), ("tom@buyer.example", True)]
)
def test_an_order_of_another_buyer_is_told_in_a_banner(
    conversation: Conversation, agent: Identity, owner: str, warns: bool
) -> None:
    order = order_of(owner)

    services.link_order(by=agent.actor, conversation_id=conversation.pk, order=order)

    banner = head(agent, find(agent.viewer, conversation.pk)).banner
    assert banner.startswith("Order FR 41872 belongs to another buyer") is warns
    assert bool(banner) is warns


def test_an_order_of_another_seller_is_refused_once_a_seller_was_told_something(
    conversation: Conversation, agent: Identity
) -> None:
    first, second = order_of("a@b.example"), order_of("a@b.example", "FR 99999", "S-2")
    services.link_order(by=agent.actor, conversation_id=conversation.pk, order=first)
    moved = services.link_order(by=agent.actor, conversation_id=conversation.pk, order=second)
    assert moved.seller_id == second.seller_id
    Conversation.objects.update(parties=7)

    with pytest.raises(SellerIsFixed):
        services.link_order(by=agent.actor, conversation_id=conversation.pk, order=first)

    conversation.refresh_from_db()
    assert (conversation.order_id, conversation.seller_id) == (second.pk, second.seller_id)


def test_a_linked_conversation_stands_in_the_case_file_of_both(
    conversation: Conversation, agent: Identity, write: Write
) -> None:
    write(sender="eve@evil.example", message_id="<e@e.example>", In_Reply_To="<one@buyer.example>")
    later = Conversation.objects.latest("pk")

    for here, there in ((conversation, later), (later, conversation)):
        (other,) = case_file(agent.viewer, find(agent.viewer, here.pk)).open_now
        assert (other.number, other.is_linked, other.same_order) == (there.pk, True, False)


def test_why_it_is_taken_for_spam_is_said_in_words(
    conversation: Conversation, agent: Identity
) -> None:
    Conversation.objects.update(is_spam=True, spam_reason="known_spammer")

    told = head(agent, find(agent.viewer, conversation.pk)).suspected_spam

    assert told == "Something of this sender was marked as spam before."


# --- Read state and search ----------------------------------------------------------------------


def test_reading_is_personal(conversation: Conversation, agent: Identity) -> None:
    jonas = make_member("jonas@shop.example", "Jonas Weber", "agent")

    services.mark_read(
        by=agent.actor, conversation_id=conversation.pk, up_to=conversation.operator_last_id
    )
    services.mark_unread(
        by=jonas.actor, conversation_id=conversation.pk, from_id=conversation.operator_last_id
    )

    read = dict(Reading.objects.values_list("member_id", "last_read_id"))
    assert read[agent.member.pk] == conversation.operator_last_id
    assert read[jonas.member.pk] == conversation.operator_last_id - 1


@pytest.mark.parametrize(
    "query",
    [
        "parcel",
        "waiting parcels",
        '"ten days"',
        "My order",
        "FR 41872",
        "fr41872",
        "FR-41872",
        "6A 1234 5678",
        "6a12345678",
        "Camille",
        "laurent",
        "camille@buyer.example",
        "buyer.exam",
        "Buyer",
    ],
)
def test_words_numbers_names_and_addresses_find_it(
    conversation: Conversation, agent: Identity, query: str
) -> None:
    order = order_of("camille@buyer.example")
    upsert_parcel(
        by=SYSTEM,
        facts=ParcelFacts(order_number="FR 41872", carrier="DHL", tracking_number="6A 1234 5678"),
    )
    services.link_order(by=agent.actor, conversation_id=conversation.pk, order=order)

    assert [row.number for row in search(agent.viewer, query).rows] == [conversation.pk]


def test_its_number_finds_it_first(
    conversation: Conversation, agent: Identity, write: Write
) -> None:
    write(f"About {conversation.pk}", message_id="<2@b.example>", sender="t@b.example")

    assert search(agent.viewer, f"#{conversation.pk}").rows[0].number == conversation.pk


@pytest.mark.parametrize("query", ["", "x", "nothing like it", "parcel -waiting", "%", "_____"])
def test_what_is_not_there_is_not_found(
    conversation: Conversation, agent: Identity, query: str
) -> None:
    assert search(agent.viewer, query).rows == ()


# --- Size ---------------------------------------------------------------------------------------

_MANY = """
INSERT INTO conversations_message (public_id, conversation_id, audience, author_kind, author_name,
  address, subject, text, quoted, html, language, search_config, external_id, facts, files,
  received_at, released_at)
SELECT gen_random_uuid(), %(id)s, 5, 'buyer', 'Camille', '', '', repeat('Word ', 60) || n, '', '',
  'en', 'english', '', '{}', 0, %(at)s + n * interval '1 minute', %(at)s
FROM generate_series(1, 5000) n"""


def test_h3_a_thread_of_five_thousand_messages_opens_within_a_second(
    client: Client, conversation: Conversation, agent: Identity
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_MANY, {"id": conversation.pk, "at": NOON})
    newest = Message.objects.latest("pk")
    Conversation.objects.update(operator_count=5001, operator_last_id=newest.pk)
    client.force_login(agent.member)
    address = f"/inbox/all/{conversation.pk}/"
    client.get(address)

    begin = time.perf_counter()
    page = client.get(address)
    took = time.perf_counter() - begin

    assert page.content.decode().count("data-message=") == WINDOW
    assert took < 1
