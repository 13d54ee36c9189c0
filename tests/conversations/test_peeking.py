"""A look at a row: the last message, and only what one may see of it."""

import pytest
from django.test import Client

from comptoir.accounts.identity import Identity, identify
from comptoir.accounts.models import Member, MemberGrant, Team
from comptoir.conversations import services
from comptoir.conversations.models import Conversation, Reading
from tests.conversations.conftest import Write


@pytest.fixture
def number(write: Write) -> int:
    write("Is the vase broken?")
    return Conversation.objects.get().pk


def test_the_last_message_is_shown_and_nothing_counts_as_read(
    client: Client, agent: Identity, number: int
) -> None:
    client.force_login(agent.member)
    services.write_note(by=agent.actor, conversation_id=number, text="Ask <the> seller.")

    page = client.get(f"/c/{number}/peek/").content.decode()

    assert "Inès Bernard" in page
    assert "Ask &lt;the&gt; seller." in page
    assert "Internal note" in page
    assert not Reading.objects.filter(member=agent.member).exists()


def test_a_long_message_is_cut(client: Client, agent: Identity, write: Write) -> None:
    client.force_login(agent.member)
    write("word " * 400)

    page = client.get(f"/c/{Conversation.objects.get().pk}/peek/").content.decode()

    assert len(page) < 1_200
    assert "…" in page


def test_who_may_not_see_the_conversation_sees_no_message_of_it_d1(
    client: Client, number: int
) -> None:
    elsewhere = Team.objects.create(name="Elsewhere")
    member = Member.objects.create_user("li@shop.example", "secret", name="Li")
    MemberGrant.objects.create(member=member, role="agent", scope="team", scope_id=elsewhere.pk)
    client.force_login(identify(member).member)

    page = client.get(f"/c/{number}/peek/")

    assert page.status_code == 404
    assert "vase" not in page.content.decode()


def test_the_commands_of_a_row_are_those_its_reader_has(
    client: Client, agent: Identity, number: int
) -> None:
    viewer = Member.objects.create_user("vi@shop.example", "secret", name="Vi")
    MemberGrant.objects.create(member=viewer, role="viewer")

    client.force_login(agent.member)
    mine = client.get(f"/c/{number}/commands/").content.decode()
    client.force_login(viewer)
    hers = client.get(f"/c/{number}/commands/").content.decode()

    assert 'id="resolve"' in mine
    assert 'id="resolve"' not in hers
    assert 'id="assign"' not in hers
    assert not Reading.objects.exists()
