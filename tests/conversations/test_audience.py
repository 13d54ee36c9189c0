"""Audience is law (D1, D2, B3): every way to a message asks who looks."""

import pytest
from django.db import transaction
from django.test import Client

from comptoir.accounts.identity import Identity, identify
from comptoir.accounts.models import Member, MemberGrant, Team
from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.channels.models import Channel, Delivery
from comptoir.commerce.models import Seller
from comptoir.conversations import services
from comptoir.conversations.models import Conversation, Message
from comptoir.conversations.plugs import may_follow
from comptoir.conversations.queries import conversations_for, messages_for
from comptoir.conversations.queries.case_file import case_file
from comptoir.conversations.queries.inbox import inbox, tabs
from comptoir.conversations.queries.searching import search
from comptoir.kit.actor import SYSTEM
from comptoir.kit.errors import NotAllowed
from tests.conversations.conftest import Write

SECRET = "ninth breakage from this workshop"


@pytest.fixture
def conversation(write: Write, agent: Identity) -> Conversation:
    """A buyer's mail, a note, and a question to the seller that the buyer must not read."""
    write()
    conversation = Conversation.objects.get()
    conversation.seller = Seller.objects.create(
        external_id="s1",
        name="Atelier Kéramos",
        sort_name="atelier",
        email="seller@keramos.example",
    )
    conversation.save()
    services.write_note(by=agent.actor, conversation_id=conversation.pk, text=SECRET)
    services.reply(
        by=agent.actor,
        conversation_id=conversation.pk,
        text="Have you packed it well?",
        audience=Party.SELLER,
    )
    with transaction.atomic():
        services.release(by=SYSTEM, delivery=Delivery.objects.get())
    conversation.refresh_from_db()
    return conversation


def viewer_of(party: Party, id: int) -> Viewer:
    return Viewer(party, id)


def texts(viewer: Viewer) -> list[str]:
    return [message.text for message in messages_for(viewer).order_by("pk")]


def test_the_buyer_reads_what_he_wrote_and_nothing_else(conversation: Conversation) -> None:
    assert conversation.identity is not None
    buyer = viewer_of(Party.BUYER, conversation.identity.buyer_id)

    assert texts(buyer) == ["Where is my parcel? I have been waiting for ten days."]


def test_the_seller_reads_the_question_and_nothing_else(conversation: Conversation) -> None:
    assert conversation.seller_id is not None

    assert texts(viewer_of(Party.SELLER, conversation.seller_id)) == ["Have you packed it well?"]


def test_another_buyer_and_another_seller_do_not_know_of_it(conversation: Conversation) -> None:
    for stranger in (viewer_of(Party.BUYER, 999_999), viewer_of(Party.SELLER, 999_999)):
        assert texts(stranger) == []
        assert not conversations_for(stranger).exists()
        assert not may_follow(stranger, conversation.pk)
        assert not may_follow(stranger, None)


def test_what_the_row_repeats_exists_once_for_each_party(conversation: Conversation) -> None:
    assert conversation.buyer_excerpt.startswith("Where is my parcel?")
    assert conversation.seller_excerpt == "Have you packed it well?"
    assert conversation.buyer_count == conversation.seller_count == 1
    assert conversation.operator_count == 3


def test_a_letter_quotes_only_what_its_reader_may_see(
    conversation: Conversation, agent: Identity
) -> None:
    """B3: the note and the buyer's words stay out of the seller's mail, and the other way round."""
    delivery = Delivery.objects.get()
    letter = services.letter_for(delivery=delivery)
    services.reply(
        by=agent.actor, conversation_id=conversation.pk, text="We ask.", audience=Party.BUYER
    )
    to_buyer = services.letter_for(delivery=Delivery.objects.latest("pk"))

    assert letter is not None and to_buyer is not None
    assert SECRET not in letter.text + to_buyer.text
    assert "Where is my parcel?" not in letter.text
    assert "Have you packed it well?" not in to_buyer.text
    assert delivery.message_id not in (to_buyer.in_reply_to, *to_buyer.references)


# --- A member who may see one team only ---------------------------------------------------------


@pytest.fixture
def outsider(conversation: Conversation) -> Identity:
    """An agent of another team than the conversation's."""
    own, other = Team.objects.create(name="Own"), Team.objects.create(name="Other")
    conversation.team = own
    conversation.save()
    member = Member.objects.create_user("out@shop.example", "secret", name="Out Sider")
    MemberGrant.objects.create(member=member, role="agent", scope="team", scope_id=other.pk)
    return identify(member)


def test_lists_counts_search_and_streams_know_nothing_of_other_teams(
    conversation: Conversation, outsider: Identity
) -> None:
    viewer = outsider.viewer

    assert inbox(viewer, view="waiting").rows == ()
    assert inbox(viewer, view="all").rows == ()
    assert {tab.key: tab.count for tab in tabs(viewer)}["unassigned"] == 0
    assert search(viewer, "parcel").rows == ()
    assert search(viewer, f"#{conversation.pk}").rows == ()
    assert search(viewer, "camille").rows == ()
    assert not may_follow(viewer, conversation.pk)


def test_other_conversations_of_the_buyer_stay_with_their_team(
    write: Write, mailbox: Channel, conversation: Conversation, outsider: Identity
) -> None:
    write(message_id="<b@buyer.example>", subject="Another matter")
    mine = Conversation.objects.latest("pk")
    mine.team = Team.objects.get(name="Other")
    mine.save()

    case = case_file(outsider.viewer, mine)

    assert case.open_now == case.earlier == ()


@pytest.mark.parametrize(
    "path",
    [
        "/inbox/all/{n}/",
        "/c/{n}/news/?after=0",
        "/c/{n}/earlier/99999/",
        "/c/{n}/case-file/",
        "/c/{n}/composer/reply/",
        "/m/{m}/html/",
        "/m/{m}/raw/",
    ],
)
def test_every_page_of_it_is_not_found_for_another_team(
    client: Client, conversation: Conversation, outsider: Identity, path: str
) -> None:
    client.force_login(outsider.member)
    message = Message.objects.order_by("pk").first()
    assert message is not None

    response = client.get(path.format(n=conversation.pk, m=message.pk))

    assert response.status_code == 404
    assert SECRET not in response.content.decode()


_ACTIONS = [
    ("send", {"mode": "reply", "text": "hello", "audience": "1"}),
    ("send", {"mode": "note", "text": "hello"}),
    ("draft", {"text": "hello"}),
    ("assign", {"member": "me"}),
    ("reason", {"reason": "other"}),
    ("status", {"status": "resolved"}),
    ("priority", {"priority": "2"}),
    ("tag", {"add": "vip"}),
    ("spam", {}),
    ("not-spam", {}),
    ("block", {}),
    ("no-reply-needed", {}),
    ("pause", {}),
    ("resume", {}),
    ("unread", {}),
]


@pytest.mark.parametrize(("action", "form"), _ACTIONS)
def test_no_action_reaches_another_team(
    client: Client,
    conversation: Conversation,
    outsider: Identity,
    action: str,
    form: dict[str, str],
) -> None:
    client.force_login(outsider.member)
    before = Conversation.objects.values().get()
    messages = Message.objects.count()

    response = client.post(f"/c/{conversation.pk}/{action}/", form)

    assert response.status_code == 404
    assert Conversation.objects.values().get() == before
    assert Message.objects.count() == messages


# --- Roles --------------------------------------------------------------------------------------

_MAY = {
    "viewer": set(),
    "compliance": set(),
    "trainee": {"note"},
    "agent": {"note", "reply", "handle", "spam"},
    "lead": {"note", "reply", "handle", "spam"},
    "administrator": {"note", "reply", "handle", "spam"},
}


@pytest.mark.parametrize("role", _MAY)
@pytest.mark.parametrize("verb", ["note", "reply", "handle", "spam"])
def test_the_service_refuses_what_the_role_does_not_hold(
    conversation: Conversation, role: str, verb: str
) -> None:
    member = Member.objects.create_user(f"{role}@shop.example", "secret", name=role)
    MemberGrant.objects.create(member=member, role=role)
    actor = identify(member).actor
    verbs = {
        "note": lambda: services.write_note(
            by=actor, conversation_id=conversation.pk, text="a note"
        ),
        "reply": lambda: services.reply(
            by=actor, conversation_id=conversation.pk, text="hello", audience=Party.BUYER
        ),
        "handle": lambda: services.set_status(
            by=actor, conversation_id=conversation.pk, status="resolved"
        ),
        "spam": lambda: services.mark_as_spam(by=actor, conversation_id=conversation.pk),
    }

    if verb in _MAY[role]:
        verbs[verb]()
        return
    before = Conversation.objects.values().get()
    with pytest.raises(NotAllowed):
        verbs[verb]()
    assert Conversation.objects.values().get() == before
