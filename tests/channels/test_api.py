"""What waits for an administrator of channels, for programs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.roles import Role
from comptoir.channels.models import Channel, Envelope, KnownSender, MailProfile
from comptoir.channels.slots import CONNECTORS
from comptoir.channels.states import Intake
from comptoir.conversations.models import Message
from comptoir.journal import failing
from comptoir.journal.models import Entry
from comptoir.journal.restoring import note_restored
from comptoir.kit.clock import now
from comptoir.kit.db import rows
from tests.channels.test_quarantine import RAW, REASON, unread
from tests.conversations.conftest import agent, mailbox, write
from tests.rest.conftest import Give, Program, give_token, program

__all__ = ["agent", "give_token", "mailbox", "program", "unread", "write"]


def test_mail_in_quarantine_is_listed_and_taken_in_again(
    program: Program, unread: Envelope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CONNECTORS.get("email"), "load", lambda **_asked: RAW)

    (listed,) = program.get("quarantine").json()["items"]
    tried = program.post(f"quarantine/{unread.pk}/again")
    twice = program.post(f"quarantine/{unread.pk}/again")

    assert (listed["id"], listed["reason"], listed["has_original"]) == (unread.pk, REASON, False)
    assert tried.json() == {"state": "stored", "reason": ""}
    assert Message.objects.get().text == "Where is it?"
    assert twice.status_code == 404


def test_mail_in_quarantine_is_put_aside(program: Program, unread: Envelope) -> None:
    gone = program.ask("DELETE", f"quarantine/{unread.pk}")
    original = program.get(f"quarantine/{unread.pk}/original")

    unread.refresh_from_db()
    assert (gone.status_code, unread.state) == (204, Intake.DISCARDED)
    assert original.status_code == 404
    assert Message.objects.count() == 0


def test_a_blocked_sender_is_let_in_again(program: Program) -> None:
    sender = KnownSender.objects.create(address="spam@b.example", is_blocked=True)

    (listed,) = program.get("blocked-senders").json()["items"]
    done = program.ask("DELETE", f"blocked-senders/{sender.pk}")
    twice = program.ask("DELETE", f"blocked-senders/{sender.pk}")

    sender.refresh_from_db()
    assert listed["address"] == "spam@b.example"
    assert (done.status_code, twice.status_code, sender.is_blocked) == (204, 404, False)
    assert Entry.objects.filter(event="channels.SenderJudged").count() == 1


def test_a_mail_profile_is_changed_and_what_is_not_named_stays(
    program: Program, mailbox: Channel
) -> None:
    profile = MailProfile.objects.exclude(rules={}).order_by("pk").first()
    assert profile is not None
    before = next(
        one
        for one in program.get("mail-profiles?limit=100").json()["items"]
        if one["key"] == profile.key
    )

    changed = program.patch(f"mail-profiles/{profile.key}", {"marketing_words": ["sale", "promo"]})
    wrong = program.patch(f"mail-profiles/{profile.key}", {"order_patterns": ["("]})

    assert changed.json()["rules"] == before["rules"] | {"marketing_words": ["sale", "promo"]}
    assert changed.json()["is_edited"] is True
    assert wrong.status_code == 422
    assert "is no regular expression" in wrong.json()["detail"]


def test_sellers_are_let_write_to_buyers(program: Program, mailbox: Channel) -> None:
    answer = program.ask("PUT", "doors", {"sellers_write_to_buyers": True})

    assert answer.json()["sellers_write_to_buyers"] is True
    assert answer.json() == program.get("doors").json()
    assert answer.json()["mailbox"] is not None


def test_failed_work_is_listed_tried_again_and_discarded(program: Program) -> None:
    jobs = [_failed_job(), _failed_job()]

    listed = program.get("health/jobs").json()["items"]
    again = program.post(f"health/jobs/{jobs[0]}/again")
    gone = program.ask("DELETE", f"health/jobs/{jobs[1]}")
    twice = program.ask("DELETE", f"health/jobs/{jobs[1]}")

    assert {one["id"] for one in listed} == set(jobs)
    assert [answer.status_code for answer in (again, gone, twice)] == [204, 204, 404]
    assert [job.id for job in failing.failing_jobs() if job.is_given_up] == []


def _failed_job() -> int:
    ((number,),) = rows(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status)"
        " VALUES ('intake', 'a.task', 'failed') RETURNING id"
    )
    return int(number)


def test_the_word_to_go_on_after_a_restore(program: Program) -> None:
    before = program.get("restore").json()
    note_restored(copied_at=now())

    waiting = program.get("restore").json()
    done = program.post("restore/go-on")
    twice = program.post("restore/go-on")

    assert (before["restored_at"], waiting["went_on_at"]) == (None, None)
    assert waiting["restored_at"] is not None
    assert (done.status_code, twice.status_code) == (204, 409)


@pytest.mark.parametrize("path", ["quarantine", "blocked-senders", "mail-profiles", "channels"])
def test_lists_ask_as_much_for_fifty_as_for_one(
    program: Program, unread: Envelope, path: str
) -> None:
    KnownSender.objects.create(address="s@b.example", is_blocked=True)
    program.get(path)
    with CaptureQueriesContext(connection) as few:
        program.get(path)
    for number in range(50):
        channel = Channel.objects.create(key=f"m{number}", name="M", kind="email")
        Envelope.objects.create(
            channel=channel,
            digest=bytes([number]) * 32,
            size=1,
            state=Intake.QUARANTINED,
            received_at=now(),
        )
        KnownSender.objects.create(address=f"s{number}@b.example", is_blocked=True)
        MailProfile.objects.create(key=f"p{number}", name="P", version=1, rules={})

    with CaptureQueriesContext(connection) as many:
        told = program.get(path).json()

    assert len(told["items"]) == 50
    assert len(many) == len(few)


def test_an_agent_reaches_none_of_it_d2(give_token: Give, unread: Envelope) -> None:
    ada = give_token(Role.AGENT, name="Ada")
    asked = [
        ("GET", "quarantine"),
        ("POST", f"quarantine/{unread.pk}/again"),
        ("GET", f"quarantine/{unread.pk}/original"),
        ("DELETE", f"quarantine/{unread.pk}"),
        ("GET", "blocked-senders"),
        ("GET", "doors"),
        ("GET", "health/jobs"),
        ("POST", "restore/go-on"),
    ]

    answers = {ada.ask(method, path).status_code for method, path in asked}

    unread.refresh_from_db()
    assert answers == {403}
    assert unread.state == Intake.QUARANTINED
