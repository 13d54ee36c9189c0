"""Views, time, approval and many at once, for programs."""

from datetime import timedelta

import pytest

from comptoir.accounts.parties import Party
from comptoir.accounts.roles import Role
from comptoir.conversations import services
from comptoir.conversations.models import BulkRow, Conversation, Draft, SavedView, Snooze
from comptoir.kit.clock import now
from tests.conversations.conftest import Write, make_member
from tests.rest.conftest import Give, Program, give_token, program

__all__ = ["give_token", "program"]


@pytest.fixture
def conversation(write: Write) -> Conversation:
    write()
    return Conversation.objects.get()


def path_of(conversation: Conversation, rest: str = "") -> str:
    return f"conversations/{conversation.public_id}{rest}"


def test_a_view_is_kept_changed_counted_and_removed(
    program: Program, conversation: Conversation
) -> None:
    made = program.post("views", {"name": "Late", "query": "is:ours", "sort": "newest"})
    told = made.json()
    changed = program.ask("PUT", f"views/{told['id']}", {"name": "Later", "query": "is:open"})
    counted = program.get(f"views/{told['id']}/count").json()
    services.count_views(ids=list(SavedView.objects.get().counts.values_list("pk", flat=True)))

    assert (made.status_code, told["query"], told["sort"]) == (
        201,
        'is:"Waiting on us"',
        "newest",
    )
    assert changed.json()["name"] == "Later"
    assert counted == {"count": None, "seconds_ago": None, "is_counted": True}
    assert program.get(f"views/{told['id']}/count").json()["count"] == 1
    assert [view["name"] for view in program.get("views").json()["items"]] == ["Later"]
    assert program.ask("DELETE", f"views/{told['id']}").status_code == 204
    assert SavedView.objects.count() == 0


def test_what_is_not_understood_of_a_view_is_said(program: Program) -> None:
    answer = program.post("views", {"name": "Odd", "query": "is:purple"})

    assert answer.status_code == 422
    assert "purple" in answer.json()["detail"]
    assert SavedView.objects.count() == 0


def test_a_conversation_is_set_aside_and_woken(
    conversation: Conversation, program: Program
) -> None:
    until = (now() + timedelta(days=2)).isoformat()

    asleep = program.ask("PUT", path_of(conversation, "/snooze"), {"until": until}).json()
    awake = program.ask("DELETE", path_of(conversation, "/snooze")).json()

    assert asleep["status"]["category"] == "snoozed"
    assert awake["status"]["category"] == "open"
    assert Snooze.objects.count() == 1


def test_a_reply_leaves_later_and_is_called_off(
    conversation: Conversation, program: Program
) -> None:
    at = (now() + timedelta(hours=5)).isoformat()
    body = {"text": "It left.", "audience": ["buyer"], "at": at}

    kept = program.ask("PUT", path_of(conversation, "/scheduled-reply"), body)
    scheduled = Draft.objects.get().send_at
    called_off = program.ask("DELETE", path_of(conversation, "/scheduled-reply"))

    assert (kept.status_code, kept.json()["text"]) == (200, "It left.")
    assert scheduled is not None
    assert called_off.status_code == 204
    assert Draft.objects.get().send_at is None


def test_reminders_are_the_owners_alone(
    conversation: Conversation, program: Program, give_token: Give
) -> None:
    at = (now() + timedelta(hours=5)).isoformat()
    made = program.post(path_of(conversation, "/reminders"), {"at": at, "text": "Call"}).json()
    other = give_token(Role.AGENT, name="Jo")

    assert other.get(path_of(conversation, "/reminders")).json() == {"items": []}
    other.ask("DELETE", f"reminders/{made['id']}")
    assert len(program.get(path_of(conversation, "/reminders")).json()["items"]) == 1
    program.ask("DELETE", f"reminders/{made['id']}")
    assert program.get(path_of(conversation, "/reminders")).json() == {"items": []}


def test_a_reply_that_waits_is_approved_or_given_back(
    conversation: Conversation, program: Program
) -> None:
    trainee = make_member("tom@shop.example", "Tom", "trainee")

    def ask(text: str) -> str:
        message = services.ask_approval(
            by=trainee.actor,
            conversation_id=conversation.pk,
            text=text,
            audience=Party.BUYER,
        )
        return f"messages/{message.public_id}"

    back = program.post(f"{ask('It lost.')}/send-back", {"note": "Warmer, please."})
    sent = program.post(f"{ask('It is late.')}/approve", {"text": "It is late, we are sorry."})

    assert back.status_code == 204
    assert (sent.status_code, sent.json()["text"]) == (201, "It is late, we are sorry.")
    assert sent.json()["author"]["name"] == "Tom"


def test_an_action_on_many_is_begun_watched_and_undone(
    conversation: Conversation, program: Program
) -> None:
    body = {"verb": "tag", "value": "storm", "query": "is:ours"}

    begun = program.post("bulk", body)
    run = begun.json()["id"]
    services.work_bulk(run_id=run)
    done = program.get(f"bulk/{run}").json()
    rows = program.get(f"bulk/{run}/rows").json()["items"]
    program.post(f"bulk/{run}/undo")
    services.work_bulk(run_id=run)

    assert begun.status_code == 202
    assert (done["done"], done["total"], done["may_undo"]) == (1, 1, True)
    assert rows == [
        {
            "conversation": str(conversation.public_id),
            "number": conversation.pk,
            "state": "done",
            "said": "",
        }
    ]
    assert program.get(f"bulk/{run}").json()["undone"] == 1


def test_a_token_does_no_more_to_many_than_to_one(
    conversation: Conversation, give_token: Give
) -> None:
    """D1: the work is done in the owner's name, so the token is asked before."""
    handler = give_token(Role.ADMINISTRATOR, only=("conversations.read", "conversations.handle"))
    body = {"verb": "spam", "conversations": [str(conversation.public_id)]}

    answer = handler.post("bulk", body)

    assert answer.status_code == 403
    assert "conversations.spam" in answer.json()["detail"]
    assert BulkRow.objects.count() == 0
