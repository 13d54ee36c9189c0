"""Promises start: which, when, and what is said of it."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.deadlines import services
from comptoir.deadlines.models import ClockPolicy, Deadline
from comptoir.deadlines.queries import current_book, forget_book, next_due
from comptoir.deadlines.services import ClockFacts, NextDue, Subject, SubjectKind
from comptoir.deadlines.states import (
    NEXT_CONTACT,
    Basis,
    Kind,
    Source,
    State,
)
from comptoir.kit.actor import SYSTEM
from tests.deadlines.talk import AGENT, AMAZON, DELIVERY, RETURN, TALK, at, begin, clock, happened

pytestmark = pytest.mark.usefixtures("rules")


# Starting


def test_first_message_starts_the_promise_of_its_reason() -> None:
    due = begin(when="17:00")

    row = clock()
    assert due == NextDue(
        deadline_id=row.pk,
        kind=Kind.FIRST_REPLY,
        source=Source.POLICY,
        basis=Basis.BUSINESS,
        state=State.RUNNING,
        started_at=at("17:00"),
        due_at=at("2026-11-19 10:00"),
    )
    assert (row.state, row.target_minutes, row.subject) == ("running", 120, TALK)
    assert row.policy is not None and row.policy.key == "delivery-first_reply"
    assert row.calendar is not None and row.calendar.key == "office-paris"
    assert happened() == []


def test_marketplace_clock_runs_beside_ours_and_the_earlier_one_is_shown() -> None:
    due = begin(AMAZON)

    assert due is not None and (due.source, due.due_at) == (Source.POLICY, at("12:00"))
    assert clock(Source.CHANNEL).due_at == at("2026-11-19 10:00")


def test_over_the_weekend_the_marketplace_is_due_first() -> None:
    friday = "2026-11-20 17:30"

    due = begin(replace(RETURN, platform="amazon"), friday)

    assert due is not None
    assert (due.source, due.due_at) == (Source.CHANNEL, at("2026-11-21 17:30"))
    assert clock().due_at == at("2026-11-25 14:30")


def test_due_date_of_the_marketplace_wins_over_its_preset() -> None:
    begin(replace(AMAZON, channel_due_at=at("11:15")))

    assert clock(Source.CHANNEL).due_at == at("11:15")
    assert next_due(TALK).source == Source.CHANNEL  # type: ignore[union-attr]


def test_second_message_before_the_answer_keeps_the_first_clock() -> None:
    first = begin(when="10:00")

    second = begin(when="11:30")

    assert second == first
    assert Deadline.objects.count() == 1


def test_next_message_after_an_answer_starts_the_next_clock() -> None:
    begin(when="10:00")
    services.meet(by=AGENT, subject=TALK, at=at("11:00"))

    due = begin(when="14:00", kinds=NEXT_CONTACT)

    assert due is not None and (due.kind, due.due_at) == (Kind.NEXT_REPLY, at("16:00"))
    assert sorted(Deadline.objects.values_list("kind", "state")) == [
        ("first_reply", "met"),
        ("next_reply", "running"),
    ]


def test_resolution_is_promised_only_when_switched_on() -> None:
    begin()
    assert not Deadline.objects.filter(kind=Kind.RESOLUTION).exists()

    ClockPolicy.objects.filter(kind=Kind.RESOLUTION).update(enabled=True)
    forget_book()
    services.start(by=SYSTEM, subject=replace(TALK, id=13), facts=DELIVERY, started_at=at("10:00"))

    # 72 business hours are eight days of nine hours
    resolution = Deadline.objects.get(subject_id=13, kind=Kind.RESOLUTION)
    assert resolution.due_at == at("2026-11-30 10:00")


def test_nothing_is_promised_where_every_policy_is_off() -> None:
    ClockPolicy.objects.update(enabled=False)
    forget_book()

    assert begin() is None
    assert Deadline.objects.count() == 0


def test_starting_two_clocks_takes_one_statement() -> None:
    current_book()

    with CaptureQueriesContext(
        connection,
    ) as asked:
        begin(AMAZON)

    assert [q["sql"].split()[0] for q in asked] == ["WITH"]
    assert Deadline.objects.count() == 2


def test_promise_of_another_kind_of_subject_is_its_own() -> None:
    begin()
    services.start(
        by=SYSTEM,
        subject=Subject(SubjectKind.RETURN, 12),
        facts=ClockFacts(platform="ozon"),
        kinds=(Kind.RETURN_DECISION,),
        started_at=at("16:00"),
    )

    services.meet(by=AGENT, subject=TALK, kinds=tuple(Kind), at=at("11:00"))

    ozon = next_due(Subject(SubjectKind.RETURN, 12))
    assert ozon is not None and ozon.due_at == at("2026-11-19 16:00")
    assert next_due(TALK) is None
