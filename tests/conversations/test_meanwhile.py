"""Two agents at one conversation: nothing is overwritten silently, each thing by itself."""

import pytest
from django.test import Client

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Team
from comptoir.conversations import services
from comptoir.conversations.models import Conversation
from comptoir.conversations.states import Intent, Priority
from comptoir.journal.models import Entry
from comptoir.kit.actor import SYSTEM
from tests.conversations.conftest import Write, make_member


@pytest.fixture
def jonas(mailbox: object) -> Identity:
    return make_member("jonas@shop.example", "Jonas Weber", "agent")


@pytest.fixture
def conversation(write: Write) -> Conversation:
    write("Please change my address, I have moved.")
    return Conversation.objects.get()


@pytest.fixture
def desk(client: Client, agent: Identity) -> Client:
    client.force_login(agent.member)
    return client


def entries(event: str) -> int:
    return Entry.objects.filter(event=f"conversations.{event}").count()


def post(desk: Client, number: int, verb: str, **form: str) -> str:
    return desk.post(f"/c/{number}/{verb}/", form).content.decode()


# --- Taken meanwhile ----------------------------------------------------------------------------


def test_what_a_colleague_took_meanwhile_is_not_taken_from_him(
    desk: Client, conversation: Conversation, jonas: Identity
) -> None:
    number = conversation.pk
    services.assign(by=jonas.actor, conversation_id=number, member_id=jonas.member.pk)

    shown = post(desk, number, "assign", member="me", seen="", seen_team="")

    conversation.refresh_from_db()
    assert conversation.assignee_id == jonas.member.pk
    assert entries("ConversationAssigned") == 1
    assert "Meanwhile: Jonas Weber took it." in shown
    assert "Take it over" in shown


def test_it_is_taken_over_by_who_says_so(
    desk: Client, conversation: Conversation, jonas: Identity, agent: Identity
) -> None:
    number = conversation.pk
    services.assign(by=jonas.actor, conversation_id=number, member_id=jonas.member.pk)
    shown = post(desk, number, "assign", member="me", seen="", seen_team="")
    form = shown.partition('id="anyway"')[0].rpartition("<form")[2]

    assert '<input type="hidden" name="member" value="me">' in form
    assert 'name="seen' not in form
    taken = post(desk, number, "assign", member="me")

    conversation.refresh_from_db()
    assert conversation.assignee_id == agent.member.pk
    assert "Meanwhile" not in taken


def test_who_saw_whom_it_is_with_may_take_it_at_once(
    desk: Client, conversation: Conversation, jonas: Identity, agent: Identity
) -> None:
    number = conversation.pk
    services.assign(by=jonas.actor, conversation_id=number, member_id=jonas.member.pk)

    post(desk, number, "assign", member="me", seen=str(jonas.member.pk), seen_team="")

    conversation.refresh_from_db()
    assert conversation.assignee_id == agent.member.pk


def test_two_who_want_the_same_agree(
    desk: Client, conversation: Conversation, jonas: Identity, agent: Identity
) -> None:
    number = conversation.pk
    services.assign(by=jonas.actor, conversation_id=number, member_id=agent.member.pk)

    shown = post(desk, number, "assign", member="me", seen="", seen_team="")

    assert "Meanwhile" not in shown
    assert entries("ConversationAssigned") == 1


def test_a_team_is_not_given_what_went_to_another_team_meanwhile(
    desk: Client, conversation: Conversation, jonas: Identity
) -> None:
    number = conversation.pk
    returns, claims = Team.objects.create(name="Returns"), Team.objects.create(name="Claims")
    services.assign(
        by=jonas.actor, conversation_id=number, member_id=None, team_id=returns.pk, keep_team=False
    )

    shown = post(desk, number, "assign", team=str(claims.pk), seen="", seen_team="")

    conversation.refresh_from_db()
    assert conversation.team_id == returns.pk
    assert "Meanwhile: Jonas Weber gave it to the team Returns." in shown
    assert "Change it anyway" in shown


def test_who_chooses_a_person_does_not_mind_that_the_team_changed(
    desk: Client, conversation: Conversation, jonas: Identity, agent: Identity
) -> None:
    number = conversation.pk
    returns = Team.objects.create(name="Returns")
    services.assign(
        by=jonas.actor, conversation_id=number, member_id=None, team_id=returns.pk, keep_team=False
    )

    post(desk, number, "assign", member="me", seen="", seen_team="")

    conversation.refresh_from_db()
    assert (conversation.assignee_id, conversation.team_id) == (agent.member.pk, returns.pk)


# --- Reason, status, priority -------------------------------------------------------------------


def test_a_reason_chosen_meanwhile_is_told_not_overwritten(
    desk: Client, conversation: Conversation, jonas: Identity
) -> None:
    number = conversation.pk
    services.set_reason(by=jonas.actor, conversation_id=number, reason=Intent.DAMAGED_ITEM)

    shown = post(desk, number, "reason", reason="invoice_request", seen=conversation.reason)

    conversation.refresh_from_db()
    assert conversation.reason == Intent.DAMAGED_ITEM
    assert "Meanwhile: Jonas Weber chose the reason “Damaged item”." in shown


def test_a_proposal_made_meanwhile_gives_way(desk: Client, conversation: Conversation) -> None:
    number = conversation.pk
    services.propose_reason(by=SYSTEM, conversation_id=number, reason=Intent.COMPLAINT)

    post(desk, number, "reason", reason="invoice_request", seen=conversation.reason)

    conversation.refresh_from_db()
    assert conversation.reason == Intent.INVOICE_REQUEST


def test_a_status_chosen_meanwhile_is_told_not_overwritten(
    desk: Client, conversation: Conversation, jonas: Identity
) -> None:
    number = conversation.pk
    services.set_status(by=jonas.actor, conversation_id=number, status="waiting_carrier")

    answer = desk.post(f"/c/{number}/status/", {"status": "resolved", "seen": "open"})

    conversation.refresh_from_db()
    assert conversation.status_id == "waiting_carrier"
    told = "Meanwhile: Jonas Weber set it to “Waiting for the carrier”."
    assert told in answer.content.decode()
    assert "HX-Trigger" not in answer.headers


def test_a_status_that_moved_by_itself_gives_way(desk: Client, conversation: Conversation) -> None:
    """A reply that left made it wait for the buyer: nobody chose that."""
    Conversation.objects.update(status="waiting_buyer", category="waiting")

    post(desk, conversation.pk, "status", status="resolved", seen="open")

    conversation.refresh_from_db()
    assert conversation.status_id == "resolved"


def test_ones_own_choice_on_another_page_gives_way(
    desk: Client, conversation: Conversation, agent: Identity
) -> None:
    number = conversation.pk
    services.set_status(by=agent.actor, conversation_id=number, status="waiting_carrier")

    post(desk, number, "status", status="resolved", seen="open")

    conversation.refresh_from_db()
    assert conversation.status_id == "resolved"


def test_a_priority_set_meanwhile_is_told_not_overwritten(
    desk: Client, conversation: Conversation, jonas: Identity
) -> None:
    number = conversation.pk
    services.set_priority(by=jonas.actor, conversation_id=number, priority=Priority.URGENT)

    shown = post(desk, number, "priority", priority="-1", seen="0")

    conversation.refresh_from_db()
    assert conversation.priority == Priority.URGENT
    assert "Meanwhile: Jonas Weber set the priority to Urgent." in shown


def test_each_thing_stands_for_itself(
    desk: Client, conversation: Conversation, jonas: Identity
) -> None:
    number = conversation.pk
    services.assign(by=jonas.actor, conversation_id=number, member_id=jonas.member.pk)
    services.set_reason(by=jonas.actor, conversation_id=number, reason=Intent.DAMAGED_ITEM)

    shown = post(desk, number, "priority", priority="1", seen="0")

    conversation.refresh_from_db()
    assert conversation.priority == Priority.HIGH
    assert "Meanwhile" not in shown


@pytest.mark.parametrize("seen", ["nonsense", "-", "9" * 40])
def test_a_forged_word_of_what_was_seen_breaks_nothing(
    desk: Client, conversation: Conversation, seen: str
) -> None:
    for verb, form in (
        ("assign", {"member": "me"}),
        ("priority", {"priority": "1"}),
        ("reason", {"reason": "complaint"}),
        ("status", {"status": "resolved"}),
    ):
        answer = desk.post(f"/c/{conversation.pk}/{verb}/", form | {"seen": seen})
        assert answer.status_code == 200


def test_the_forms_carry_what_the_page_showed(
    desk: Client, conversation: Conversation, jonas: Identity
) -> None:
    services.assign(by=jonas.actor, conversation_id=conversation.pk, member_id=jonas.member.pk)

    page = desk.get(f"/inbox/all/{conversation.pk}/").content.decode()

    assert page.count(f'name="seen" value="{jonas.member.pk}"') == 2
    assert page.count('name="seen" value="open"') == 2
    assert page.count('name="seen" value="0"') == 1
    assert page.count(f'name="seen" value="{conversation.reason}"') == 1


def test_a_form_that_names_nobody_takes_it_from_nobody(
    desk: Client, conversation: Conversation, jonas: Identity
) -> None:
    number = conversation.pk
    services.assign(by=jonas.actor, conversation_id=number, member_id=jonas.member.pk)

    answer = desk.post(f"/c/{number}/assign/", {"seen": str(jonas.member.pk), "seen_team": ""})

    conversation.refresh_from_db()
    assert answer.status_code == 400
    assert conversation.assignee_id == jonas.member.pk
