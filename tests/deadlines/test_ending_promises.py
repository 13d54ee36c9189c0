"""Promises are kept, missed, called off and opened again."""

import pytest
from django.db import IntegrityError, transaction

from comptoir.deadlines import services
from comptoir.deadlines.models import ClockPolicy, Deadline
from comptoir.deadlines.queries import forget_book, next_due
from comptoir.deadlines.services import Subject, SubjectKind
from comptoir.deadlines.states import (
    FIRST_CONTACT,
    REPLIES,
    CancelReason,
    Kind,
    Source,
    State,
)
from comptoir.journal.models import Entry
from comptoir.kit.actor import SYSTEM
from tests.deadlines.talk import AGENT, AMAZON, DELIVERY, TALK, at, begin, clock, happened

pytestmark = pytest.mark.usefixtures("rules")


# Kept, missed


def test_answer_in_time_meets_both_clocks_and_is_told_once() -> None:
    begin(AMAZON, "10:00")

    due = services.meet(by=AGENT, subject=TALK, at=at("11:59"))

    assert due is None
    assert sorted(Deadline.objects.values_list("source", "state", "late_seconds")) == [
        ("channel", "met", 0),
        ("policy", "met", 0),
    ]
    (entry,) = Entry.objects.all()
    assert (entry.event, entry.subject_kind, entry.subject_id) == (
        "deadlines.DeadlineMet",
        "conversation",
        12,
    )
    assert entry.data["late_seconds"] == 0
    assert entry.data["source"] == "policy"


def test_answer_at_the_very_due_time_is_in_time() -> None:
    begin(DELIVERY, "10:00")

    services.meet(by=AGENT, subject=TALK, at=at("12:00"))

    assert clock().state == "met"


def test_late_answer_is_missed_even_before_the_sweep_saw_it() -> None:
    begin(AMAZON, "10:00")

    services.meet(by=AGENT, subject=TALK, at=at("12:38"))

    assert (clock().state, clock().late_seconds, clock().ended_at) == ("missed", 2280, at("12:38"))
    assert clock(Source.CHANNEL).state == "met"
    assert happened() == ["Missed", "Met"]
    assert services.mark_missed(at=at("2026-12-01 10:00")) == 0


def test_sweep_tells_a_missed_promise_once_and_it_stays_due() -> None:
    begin(DELIVERY, "10:00")

    assert services.mark_missed(at=at("12:00")) == 0
    assert services.mark_missed(at=at("12:01")) == 1
    assert services.mark_missed(at=at("12:02")) == 0

    due = next_due(TALK)
    assert due is not None and (due.state, due.due_at) == (State.MISSED, at("12:00"))
    assert happened() == ["Missed"]

    services.meet(by=AGENT, subject=TALK, at=at("12:10"))
    assert (clock().state, clock().late_seconds) == ("missed", 600)
    assert happened() == ["Missed", "Met"]


def test_sweep_goes_on_batch_by_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    from comptoir.deadlines.services import running

    monkeypatch.setattr(running, "SWEEP_BATCH", 3)
    for number in range(7):
        services.start(
            by=SYSTEM,
            subject=Subject(SubjectKind.CONVERSATION, number),
            facts=DELIVERY,
            started_at=at("10:00"),
        )

    assert services.mark_missed(at=at("13:00")) == 7
    assert happened() == ["Missed"] * 7


def test_answer_does_not_keep_the_promise_to_resolve() -> None:
    ClockPolicy.objects.filter(kind=Kind.RESOLUTION).update(enabled=True)
    forget_book()
    begin(DELIVERY, "10:00")

    due = services.meet(by=AGENT, subject=TALK, at=at("11:00"))
    assert due is not None and due.kind == Kind.RESOLUTION

    assert services.meet(by=AGENT, subject=TALK, kinds=(Kind.RESOLUTION,), at=at("15:00")) is None


def test_meeting_nothing_says_nothing() -> None:
    assert services.meet(by=AGENT, subject=TALK) is None
    assert happened() == []


def test_answer_while_paused_is_in_time() -> None:
    begin(DELIVERY, "10:00")
    services.pause(by=AGENT, subject=TALK, at=at("11:00"))

    services.meet(by=AGENT, subject=TALK, at=at("2026-11-20 11:00"))

    assert (clock().state, clock().late_seconds) == ("met", 0)


# Called off, opened again


def test_no_reply_needed_stops_the_marketplace_clock_too() -> None:
    begin(AMAZON, "10:00")

    due = services.cancel(
        by=AGENT, subject=TALK, why=CancelReason.NO_REPLY_NEEDED, kinds=REPLIES, at=at("10:20")
    )

    assert due is None
    assert set(Deadline.objects.values_list("state", "why")) == {("cancelled", "no_reply_needed")}
    entries = Entry.objects.values_list("event", "data__why", "actor_id")
    assert list(entries) == [("deadlines.DeadlineCancelled", "no_reply_needed", 7)] * 2


def test_no_reply_needed_does_not_mend_a_missed_promise() -> None:
    begin(DELIVERY, "10:00")
    services.mark_missed(at=at("13:00"))

    services.cancel(by=AGENT, subject=TALK, why=CancelReason.NO_REPLY_NEEDED, at=at("13:05"))

    assert (clock().state, clock().ended_at) == ("missed", at("13:05"))
    assert next_due(TALK) is None


def test_spam_taken_back_runs_on_as_if_it_never_was() -> None:
    begin(AMAZON, "10:00")
    services.cancel(by=AGENT, subject=TALK, why=CancelReason.SPAM, at=at("10:20"))

    due = services.take_back(by=AGENT, subject=TALK)

    assert due is not None and (due.due_at, due.state) == (at("12:00"), State.RUNNING)
    assert Deadline.objects.filter(ended_at=None, why="").count() == 2


def test_spam_taken_back_does_not_wake_what_was_answered_before() -> None:
    begin(DELIVERY, "10:00")
    services.meet(by=AGENT, subject=TALK, at=at("11:00"))
    services.cancel(by=AGENT, subject=TALK, why=CancelReason.SPAM, at=at("12:00"))

    assert services.take_back(by=AGENT, subject=TALK) is None
    assert clock().state == "met"


def test_reopened_conversation_counts_only_the_time_it_was_open() -> None:
    ClockPolicy.objects.filter(kind=Kind.RESOLUTION).update(enabled=True, minutes=600)
    forget_book()
    begin(DELIVERY, "10:00")
    services.meet(by=AGENT, subject=TALK, kinds=(*REPLIES, Kind.RESOLUTION), at=at("11:00"))

    due = services.reopen(by=AGENT, subject=TALK, at=at("2026-11-20 17:00"))

    # one of ten hours ran; one more on Friday, eight on Monday
    assert due is not None
    assert (due.kind, due.due_at) == (Kind.RESOLUTION, at("2026-11-23 17:00"))
    assert (due.started_at, clock(kind=Kind.FIRST_REPLY).state) == (at("10:00"), "met")
    assert happened() == ["Met", "Met", "Reopened"]


def test_reopening_after_a_resolution_while_paused_counts_neither() -> None:
    ClockPolicy.objects.filter(kind=Kind.RESOLUTION).update(enabled=True, minutes=240)
    forget_book()
    begin(DELIVERY, "09:00", kinds=(Kind.RESOLUTION,))
    services.pause(by=AGENT, subject=TALK, at=at("10:00"))
    services.meet(by=AGENT, subject=TALK, kinds=(Kind.RESOLUTION,), at=at("11:00"))

    due = services.reopen(by=AGENT, subject=TALK, at=at("15:00"))

    assert due is not None and due.due_at == at("18:00")


def test_resolved_too_late_stays_missed_when_reopened() -> None:
    ClockPolicy.objects.filter(kind=Kind.RESOLUTION).update(enabled=True, minutes=60)
    forget_book()
    begin(DELIVERY, "10:00", kinds=(Kind.RESOLUTION,))
    services.meet(by=AGENT, subject=TALK, kinds=(Kind.RESOLUTION,), at=at("11:30"))

    due = services.reopen(by=AGENT, subject=TALK, at=at("15:00"))

    assert due is not None and (due.state, due.due_at) == (State.MISSED, at("11:00"))


def test_reopening_what_never_ended_changes_nothing() -> None:
    first = begin(DELIVERY, "10:00", kinds=FIRST_CONTACT)

    assert services.reopen(by=AGENT, subject=TALK, at=at("11:00")) == first
    assert happened() == []


def test_database_refuses_two_open_clocks_of_one_promise() -> None:
    begin(DELIVERY)
    copy = clock()
    copy.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)
