"""What is refused on the pages of a shift and of routing: said there, and nothing typed is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from comptoir.accounts.models import Team
from comptoir.conversations import services as conversations
from comptoir.conversations.models import Conversation
from comptoir.kit.actor import SYSTEM
from comptoir.triage.models import Duty, Handover, TeamRouting
from tests.conversations.conftest import Write, agent, mailbox, make_member, write

__all__ = ["agent", "mailbox", "write"]


def test_a_shift_without_a_taker_stays_with_every_line_that_was_written(
    client: Client, write: Write
) -> None:
    ada = make_member("ada@shop.example", "Ada Amber", "agent")
    make_member("bo@shop.example", "Bo Beck", "agent")
    write()
    number = Conversation.objects.get().pk
    conversations.assign(by=SYSTEM, conversation_id=number, member_id=ada.member.pk)
    client.force_login(ada.member)
    told = {"conversation": str(number), "to": "", f"to-{number}": "keep", f"line-{number}": "At 4"}

    page = client.post(reverse("triage:hand_over"), told)

    assert page.status_code == 422
    drawn = page.content.decode()
    assert "Choose who takes over, or keep everything and stay." in drawn
    assert f'name="line-{number}" value="At 4"' in drawn
    assert '<option value="keep" selected>' in drawn
    assert not Handover.objects.exists()
    assert Conversation.objects.get().assignee_id == ada.member.pk


def test_an_end_before_the_beginning_stays_to_be_mended(client: Client, db: None) -> None:
    ada = make_member("ada@shop.example", "Ada Amber", "agent")
    client.force_login(ada.member)
    told = {"since": "2031-05-02T09:00", "until": "2031-05-01T09:00", "line": "Ask Bo"}

    page = client.post(reverse("triage:go_away"), told)

    assert page.status_code == 422
    drawn = page.content.decode()
    assert "You would be back before you are away. Choose a later end." in drawn
    assert 'id="away-until" value="2031-05-01T09:00"' in drawn
    assert 'id="away-line" value="Ask Bo"' in drawn
    assert not Duty.objects.exists()


@pytest.mark.parametrize(
    ("capacity", "said"),
    [
        ("", "Write how many conversations each may have open."),
        ("some", "Write a whole number."),
    ],
)
def test_a_strange_capacity_is_refused_on_the_page_itself(
    client: Client, db: None, capacity: str, said: str
) -> None:
    lead = make_member("lea@shop.example", "Lea Lund", "lead")
    team = Team.objects.create(name="Parcels")
    client.force_login(lead.member)

    page = client.post(
        reverse("triage:set_routing", args=[team.pk]),
        {"mode": "suggest", "capacity": capacity},
        follow=True,
    ).content.decode()

    assert page.count(said) == 1
    assert '<div class="banner danger" role="alert">' in page
    assert not TeamRouting.objects.exists()
