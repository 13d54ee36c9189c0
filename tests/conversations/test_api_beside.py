"""What stands beside a conversation, for programs."""

import pytest

from comptoir.conversations.models import Conversation, Message, PhoneCall
from tests.rest.conftest import Program, give_token, program

__all__ = ["give_token", "program"]


@pytest.fixture
def conversation(write) -> Conversation:
    write()
    write(
        "And where is the lamp?",
        message_id="<two@buyer.example>",
        In_Reply_To="<one@buyer.example>",
    )
    return Conversation.objects.get()


def path_of(conversation: Conversation, rest: str = "") -> str:
    return f"conversations/{conversation.public_id}{rest}"


def test_messages_are_split_off_and_put_back(conversation, program: Program) -> None:
    second = Message.objects.latest("pk")

    made = program.post(
        path_of(conversation, "/split"),
        {"messages": [str(second.public_id)], "subject": "Lamp", "reason": "order_status"},
    )

    assert made.status_code == 201
    told = made.json()
    assert (told["subject"], told["message_count"]) == ("Lamp", 1)
    back = program.ask("DELETE", f"conversations/{told['id']}/split")
    assert back.json()["id"] == str(conversation.public_id)
    assert back.json()["message_count"] == 2


def test_a_third_party_is_asked_beside_it(conversation, program: Program) -> None:
    asked = {"address": "claims@parcels.example", "name": "Parcels", "kind": "carrier"}

    strange = program.post(
        path_of(conversation, "/side-conversations"), {**asked, "text": "Where is it?"}
    )
    sent = program.post(
        path_of(conversation, "/side-conversations"),
        {**asked, "text": "Where is it?", "sure": True},
    )

    assert strange.status_code == 409
    assert sent.status_code == 201
    told = sent.json()
    assert (told["kind"], told["audience"], told["is_note"]) == ("outside", ["operator"], False)
    assert [letter["to"] for letter in told["letters"]] == [None]
    side = program.get(f"conversations/{told['conversation']}").json()
    assert side["side_of"] == str(conversation.public_id)
    assert side["third_party"] == {"name": "Parcels", "kind": "carrier"}
    assert (side["buyer"], side["seller"]) == (None, None)
    more = program.post(
        f"conversations/{told['conversation']}/side-letters", {"text": "Still there?"}
    )
    assert more.status_code == 201


def test_a_call_is_noted(conversation, program: Program) -> None:
    told = program.post(
        path_of(conversation, "/calls"),
        {"direction": "in", "party": "buyer", "minutes": 3, "note": "He is glad."},
    )

    assert told.status_code == 201
    assert (told.json()["kind"], told.json()["audience"]) == ("call", ["operator"])
    assert PhoneCall.objects.get().minutes == 3


def test_a_mail_that_came_in_is_no_message_that_went_wrong(conversation, program: Program) -> None:
    first = Message.objects.earliest("pk")

    told = program.post(f"messages/{first.public_id}/wrong-recipient", {})

    assert told.status_code == 409
    first.refresh_from_db()
    assert "misdirected" not in first.facts
