"""Conversations for programs."""

from urllib.parse import quote

import pytest

from comptoir.accounts.identity import identify
from comptoir.accounts.models import Member, Team
from comptoir.conversations.models import Conversation, Draft, Message
from comptoir.conversations.services import save_draft, write_note
from comptoir.journal.models import Entry
from tests.rest.conftest import Program, give_token, program

__all__ = ["give_token", "program"]


@pytest.fixture
def conversation(write) -> Conversation:
    write()
    return Conversation.objects.get()


def path_of(conversation: Conversation, rest: str = "") -> str:
    return f"conversations/{conversation.public_id}{rest}"


def test_a_conversation_is_told_whole(conversation, program: Program) -> None:
    told = program.get(path_of(conversation)).json()

    assert told["id"] == str(conversation.public_id)
    assert told["number"] == conversation.pk
    assert told["subject"] == "My order"
    assert told["buyer"]["name"] == "Camille Laurent"
    assert told["status"] == {"key": "open", "label": "Open", "category": "open"}
    assert told["reason"] == "order_status"
    assert told["reason_source"] == "proposed"
    assert told["priority"] == "normal"
    assert told["parties"] == ["buyer", "operator"]
    assert told["due"]["promise"] == "first_reply"
    assert told["is_unread"] is True
    assert told["url"] == f"http://testserver/inbox/all/{conversation.pk}/"


def test_messages_are_told_in_the_order_of_receipt_with_their_audience(
    conversation, agent, program: Program
) -> None:
    write_note(by=agent.actor, conversation_id=conversation.pk, text="Ask the carrier.")

    items = program.get(path_of(conversation, "/messages")).json()["items"]

    assert [item["audience"] for item in items] == [["buyer", "operator"], ["operator"]]
    assert [item["is_note"] for item in items] == [False, True]
    assert items[0]["author"] == {"kind": "buyer", "name": "Camille Laurent"}
    assert items[1]["text"] == "Ask the carrier."


def test_a_list_is_narrowed_by_the_words_of_the_search(
    conversation, write, program: Program
) -> None:
    write(sender="Tom <tom@buyer.example>", message_id="<two@buyer.example>", subject="Lamp")

    def found(query: str) -> list[str]:
        items = program.get(f"conversations?query={quote(query)}").json()["items"]
        return [item["subject"] for item in items]

    assert found("from:camille is:open") == ["My order"]
    assert found("-from:camille") == ["Lamp"]
    assert found("is:call") == []


def test_words_that_say_nothing_are_told_and_narrow_nothing_silently(program: Program) -> None:
    answer = program.get("conversations?query=colour:blue")

    assert answer.status_code == 422
    assert "There is no field “colour:”" in answer.json()["detail"]


def test_a_reply_is_sent_as_from_the_page(conversation, program: Program) -> None:
    answer = program.post(
        path_of(conversation, "/replies"), {"text": "It is on its way.", "audience": ["buyer"]}
    )

    assert answer.status_code == 201
    told = answer.json()
    assert told["audience"] == ["buyer", "operator"]
    assert told["author"] == {"kind": "agent", "name": "Robin"}
    assert [letter["state"] for letter in told["letters"]] == ["held"]


def test_a_note_is_seen_by_the_house_alone(conversation, program: Program) -> None:
    answer = program.post(path_of(conversation, "/notes"), {"text": "Careful."})

    assert answer.status_code == 201
    assert answer.json()["audience"] == ["operator"]
    assert Message.objects.latest("pk").audience == 4


def test_a_programs_reply_leaves_the_owners_own_draft_alone(conversation, program: Program) -> None:
    robin = identify(Member.objects.get(name="Robin")).actor
    save_draft(by=robin, conversation_id=conversation.pk, mode="reply", text="Half a thought")

    program.post(path_of(conversation, "/replies"), {"text": "Done.", "audience": ["buyer"]})

    assert Draft.objects.get().text == "Half a thought"


def test_a_reply_is_refused_if_somebody_wrote_meanwhile(
    conversation, write, program: Program
) -> None:
    known = program.get(path_of(conversation, "/messages")).json()["items"][-1]["id"]
    first = Message.objects.get()
    write("Hello?", message_id="<two@buyer.example>", In_Reply_To=first.external_id)
    before = Message.objects.count()

    answer = program.post(
        path_of(conversation, "/replies"),
        {"text": "It is on its way.", "audience": ["buyer"], "last_seen": known},
    )

    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:comptoir:problem:stale-reply"
    assert Message.objects.count() == before == 2


def test_a_change_is_all_or_nothing(conversation, program: Program) -> None:
    entries = Entry.objects.count()

    answer = program.patch(
        path_of(conversation),
        {"priority": "urgent", "add_tags": ["vip"], "status": "there-is-no-such-status"},
    )

    assert answer.status_code == 400
    conversation.refresh_from_db()
    assert conversation.priority == 0
    assert conversation.tags.count() == 0
    assert Entry.objects.count() == entries


def test_one_change_says_who_what_and_whose_turn(conversation, program: Program) -> None:
    team = Team.objects.create(name="Returns")
    robin = Member.objects.get(name="Robin")

    told = program.patch(
        path_of(conversation),
        {
            "assignee": robin.pk,
            "team": team.pk,
            "reason": "damaged_item",
            "priority": "high",
            "add_tags": ["Vase"],
            "status": "waiting_buyer",
        },
    ).json()

    assert told["assignee"] == {"id": robin.pk, "name": "Robin"}
    assert told["team"] == {"id": team.pk, "name": "Returns"}
    assert (told["reason"], told["reason_source"]) == ("damaged_item", "person")
    assert told["priority"] == "high"
    assert told["tags"] == ["vase"]
    assert told["status"]["category"] == "waiting"


def test_null_takes_the_assignee_away_and_silence_keeps_him(conversation, program: Program) -> None:
    robin = Member.objects.get(name="Robin")
    program.patch(path_of(conversation), {"assignee": robin.pk})

    kept = program.patch(path_of(conversation), {"priority": "low"}).json()
    gone = program.patch(path_of(conversation), {"assignee": None}).json()

    assert kept["assignee"]["name"] == "Robin"
    assert gone["assignee"] is None


def test_spam_and_back(conversation, program: Program) -> None:
    marked = program.post(path_of(conversation, "/spam"), {}).json()
    back = program.ask("DELETE", "/api/v1/" + path_of(conversation, "/spam")).json()

    assert marked["is_spam"] is True
    assert back["is_spam"] is False


def test_reading_is_personal(conversation, agent, program: Program) -> None:
    answer = program.post(path_of(conversation, "/read"), {})

    assert answer.status_code == 204
    assert program.get(path_of(conversation)).json()["is_unread"] is False
    assert conversation.reading_set.filter(member_id=agent.member.pk).count() == 0


def test_promises_are_told(conversation, program: Program) -> None:
    (told,) = program.get(path_of(conversation, "/deadlines")).json()["items"]

    assert (told["kind"], told["source"], told["state"]) == ("first_reply", "policy", "running")


def test_what_happened_is_told_by_outward_ids(conversation, program: Program) -> None:
    program.patch(path_of(conversation), {"add_tags": ["vase"]})

    items = program.get(path_of(conversation, "/events")).json()["items"]

    received, tagged = items[0], items[-1]
    message = Message.objects.get()
    assert received["type"] == "conversations.MessageReceived"
    assert received["data"]["message_id"] == str(message.public_id)
    assert received["data"]["conversation_id"] == str(conversation.public_id)
    assert received["data"]["audience"] == ["buyer", "operator"]
    assert received["subject"]["url"] == (
        f"http://testserver/api/v1/conversations/{conversation.public_id}"
    )
    assert tagged["data"]["tag_id"] == "vase"
    assert tagged["actor"]["kind"] == "agent"


def test_a_program_resolves_with_an_outcome(conversation, program: Program) -> None:
    answer = program.post(
        path_of(conversation, "/resolve"),
        {"outcome": "refund", "amount": {"amount": "12.50", "currency": "EUR"}},
    )

    assert answer.status_code == 200
    told = answer.json()
    assert (told["outcome"], told["status"]["category"]) == ("refund", "resolved")
    assert told["outcome_amount"] == {"amount": "12.50", "currency": "EUR"}


def test_a_program_merges_and_takes_out_again(conversation, write, program: Program) -> None:
    write("Once more.", message_id="<other@buyer.example>", subject="Another")
    other = Conversation.objects.latest("pk")

    merged = program.post(path_of(other, "/merge"), {"into": str(conversation.public_id)})
    apart = program.ask("DELETE", "/api/v1/" + path_of(other, "/merge"))

    assert merged.json()["id"] == str(conversation.public_id)
    assert merged.json()["message_count"] == 2
    assert (apart.json()["merged_into"], apart.json()["message_count"]) == (None, 1)
