"""Conversations for programs."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import identify
from comptoir.accounts.models import Member, Team
from comptoir.accounts.roles import Role
from comptoir.channels.models import Channel
from comptoir.conversations.models import Conversation, Draft, Message
from comptoir.conversations.services import save_draft, write_note
from comptoir.journal.models import Entry
from comptoir.kit.clock import freeze, now
from tests.rest.conftest import Give, Program, give_token, program

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


def test_search_finds_by_words(conversation, program: Program) -> None:
    found = program.get("conversations/search?q=parcel").json()

    assert [item["number"] for item in found["items"]] == [conversation.pk]
    assert found["is_complete"] is True


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("waiting=true", 1),
        ("waiting=false", 0),
        ("category=open", 1),
        ("category=resolved&category=snoozed", 0),
        ("reason=order_status", 1),
        ("priority=urgent", 0),
        ("assigned=true", 0),
        ("spam=true", 0),
        ("overdue=true", 0),
        ("language=en", 1),
        ("tag=none", 0),
        ("opened_before=2001-01-01T00:00:00Z", 0),
        ("sort=due_at", 1),
    ],
)
def test_filters_narrow_the_list(conversation, program: Program, asked: str, number: int) -> None:
    items = program.get(f"conversations?{asked}").json()["items"]

    assert len(items) == number


def test_a_filter_that_is_not_listed_is_refused_f3(conversation, program: Program) -> None:
    answer = program.get("conversations?assignee__password__startswith=x")

    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:comptoir:problem:unknown-parameter"


def test_a_sort_that_is_not_listed_is_refused_f3(conversation, program: Program) -> None:
    assert program.get("conversations?sort=identity__value").status_code == 422


@pytest.fixture
def many(mailbox, write) -> list[Conversation]:
    for number in range(7):
        write(
            sender=f"Buyer {number} <b{number}@buyer.example>", message_id=f"<{number}@b.example>"
        )
    return list(Conversation.objects.order_by("-last_message_at", "-pk"))


@pytest.mark.parametrize("sort", ["-last_message_at", "last_message_at", "number", "due_at"])
def test_pages_hold_each_conversation_once(many, program: Program, sort: str) -> None:
    seen: list[int] = []
    cursor = ""

    for _ in range(4):
        page = program.get(f"conversations?limit=2&sort={sort}&cursor={cursor}").json()
        seen += [item["number"] for item in page["items"]]
        cursor = page["next_cursor"]

    assert cursor is None
    assert sorted(seen) == sorted(conversation.pk for conversation in many)


def test_a_list_that_moves_between_pages_tells_nobody_twice(many, write, program: Program) -> None:
    first = program.get("conversations?limit=4").json()
    write(sender="New <new@buyer.example>", message_id="<new@b.example>")

    second = program.get(f"conversations?limit=4&cursor={first['next_cursor']}").json()

    numbers = [item["number"] for item in first["items"] + second["items"]]
    assert numbers == [conversation.pk for conversation in many]


@pytest.mark.parametrize("asked", ["spam=false&", "sort=number&"])
def test_a_cursor_belongs_to_its_own_list(many, program: Program, asked: str) -> None:
    cursor = program.get("conversations?limit=2").json()["next_cursor"]

    answer = program.get(f"conversations?{asked}limit=2&cursor={cursor}")

    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:comptoir:problem:bad-cursor"


def test_a_changed_cursor_is_refused(many, program: Program) -> None:
    cursor = program.get("conversations?limit=2").json()["next_cursor"]

    answer = program.get(f"conversations?limit=2&cursor=x{cursor}")

    assert answer.status_code == 422


# --- Who may (D1, D2) -----------------------------------------------------------------------


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


# --- Number of queries ----------------------------------------------------------------------


@pytest.mark.parametrize("path", ["conversations?limit=50", "conversations/search?q=waiting"])
def test_fifty_conversations_ask_as_much_as_one(
    mailbox, write, program: Program, path: str
) -> None:
    def count() -> tuple[int, int]:
        program.get(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            items = program.get(path).json()["items"]
        return len(items), len(asked)

    write(sender="Buyer <b@buyer.example>", message_id="<one@b.example>")
    _one, few = count()
    for number in range(49):
        write(
            sender=f"Buyer {number} <b{number}@buyer.example>", message_id=f"<{number}@b.example>"
        )
    fifty, many = count()

    assert fifty == 50
    assert many == few


def test_fifty_messages_ask_as_much_as_one(conversation, agent, program: Program) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            program.get(path_of(conversation, "/messages?limit=100"))
        return len(asked)

    count()
    few = count()
    for number in range(49):
        write_note(by=agent.actor, conversation_id=conversation.pk, text=f"Note {number}")

    assert count() == few


def test_the_past_can_be_asked_for_by_time(conversation, program: Program) -> None:
    soon = (now() + timedelta(minutes=1)).isoformat().replace("+00:00", "Z")

    assert len(program.get(f"conversations?active_before={soon}").json()["items"]) == 1
    assert program.get(f"conversations?active_from={soon}").json()["items"] == []
    with freeze(now() + timedelta(days=400)):
        assert program.get("me").status_code == 401


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
