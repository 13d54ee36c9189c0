"""Programs see and do what their member may, and nothing of elsewhere (D1, D2)."""

import pytest

from comptoir.accounts.models import Member
from comptoir.accounts.roles import Role
from comptoir.channels.models import Channel
from comptoir.conversations.models import Message
from comptoir.journal.models import Entry
from tests.conversations.test_api import conversation, path_of
from tests.rest.conftest import Give, Program, give_token, program

__all__ = ["conversation", "give_token", "program"]


@pytest.fixture
def elsewhere(conversation, give_token: Give) -> Program:
    """An agent of one other channel."""
    other = Channel.objects.create(key="other", name="Other", address="other@shop.example")
    return give_token(Role.AGENT, scope="channel", scope_id=other.pk, name="Elsa")


@pytest.mark.parametrize(
    ("method", "rest", "body"),
    [
        ("GET", "", None),
        ("GET", "/messages", None),
        ("GET", "/deadlines", None),
        ("GET", "/events", None),
        ("POST", "/replies", {"text": "Hello", "audience": ["buyer"]}),
        ("POST", "/notes", {"text": "Hello"}),
        ("PATCH", "", {"priority": "high"}),
        ("POST", "/spam", {}),
        ("DELETE", "/spam", None),
        ("POST", "/read", {}),
        ("POST", "/no-reply-needed", None),
        ("POST", "/clock/pause", None),
        ("POST", "/clock/resume", None),
    ],
)
def test_what_is_out_of_scope_does_not_exist_d1_d2(
    conversation, elsewhere: Program, method, rest, body
) -> None:
    entries, messages = Entry.objects.count(), Message.objects.count()

    answer = elsewhere.ask(method, path_of(conversation, rest), body)

    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:comptoir:problem:no-such-conversation"
    assert (Entry.objects.count(), Message.objects.count()) == (entries, messages)


def test_lists_searches_and_messages_hold_nothing_out_of_scope_d1(
    conversation, elsewhere: Program
) -> None:
    message = Message.objects.get()

    assert elsewhere.get("conversations").json()["items"] == []
    assert elsewhere.get("conversations/search?q=parcel").json()["items"] == []
    assert elsewhere.get(f"messages/{message.public_id}").status_code == 404


def test_a_message_of_elsewhere_is_no_place_to_read_up_to_d2(
    conversation, elsewhere: Program, write
) -> None:
    message = Message.objects.get()

    answer = elsewhere.post(path_of(conversation, "/read"), {"up_to": str(message.public_id)})

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.VIEWER, {"read"}),
        (Role.AGENT, {"read", "reply", "note", "change", "spam"}),
        (Role.COMPLIANCE, {"read"}),
    ],
)
def test_a_token_may_what_the_role_may_d1(conversation, give_token, role, allowed) -> None:
    """A viewer makes no token; what he may by one that he made before is what his role allows."""
    member_program = give_token(Role.ADMINISTRATOR)
    Member.objects.get(name="Robin").grants.update(role=role)

    asked = {
        "read": ("GET", "", None),
        "reply": ("POST", "/replies", {"text": "Hello", "audience": ["buyer"]}),
        "note": ("POST", "/notes", {"text": "Hello"}),
        "change": ("PATCH", "", {"priority": "high"}),
        "spam": ("POST", "/spam", {}),
    }
    answers = {
        name: member_program.ask(method, path_of(conversation, rest), body).status_code
        for name, (method, rest, body) in asked.items()
    }

    assert {name for name, status in answers.items() if status < 400} == allowed
    assert {status for name, status in answers.items() if name not in allowed} <= {403}
