"""Promises that run move: another reason, another team, the marketplace's word, a pause."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from comptoir.accounts.models import Team
from comptoir.deadlines import services
from comptoir.deadlines.models import ClockPolicy, Deadline
from comptoir.deadlines.queries import forget_book
from comptoir.deadlines.services import ClockFacts
from comptoir.deadlines.states import (
    Kind,
    Source,
    State,
)
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import freeze
from tests.deadlines.talk import AGENT, AMAZON, DELIVERY, RETURN, TALK, at, begin, clock, happened

pytestmark = pytest.mark.usefixtures("rules")


# Change of reason, hand-over


def test_change_of_reason_counts_from_the_original_start() -> None:
    begin(DELIVERY, "10:00")

    due = services.restart_for_reason(by=AGENT, subject=TALK, facts=RETURN)

    # 24 business hours from Wednesday 10:00
    assert due is not None and due.due_at == at("2026-11-20 16:00")
    assert (due.started_at, clock().target_minutes) == (at("10:00"), 1440)
    assert happened() == ["Moved"]


def test_change_to_a_reason_of_the_same_promise_says_nothing() -> None:
    begin(ClockFacts(reason="order_status", has_order=True))

    due = services.restart_for_reason(
        by=AGENT, subject=TALK, facts=ClockFacts(reason="invoice_request", has_order=True)
    )

    assert due is not None and due.due_at == at("14:00")
    assert happened() == []


def test_change_of_reason_gives_a_missed_promise_its_time_back() -> None:
    begin(DELIVERY, "10:00")
    services.mark_missed(at=at("12:30"))

    with freeze(at("12:45")):
        due = services.restart_for_reason(by=AGENT, subject=TALK, facts=RETURN)

    assert due is not None and due.state == State.RUNNING
    assert happened() == ["Missed", "Moved"]


def test_change_of_reason_can_make_it_overdue_and_the_sweep_tells() -> None:
    begin(RETURN, "10:00")

    with freeze(at("15:00")):
        due = services.restart_for_reason(by=AGENT, subject=TALK, facts=DELIVERY)
        assert due is not None and due.due_at == at("12:00")
        assert clock().is_overdue
        services.mark_missed()

    assert (clock().state, happened()) == ("missed", ["Moved", "Missed"])


def test_change_of_reason_respects_the_pauses() -> None:
    begin(DELIVERY, "10:00")
    services.pause(by=AGENT, subject=TALK, at=at("11:00"))
    services.resume(by=AGENT, subject=TALK, at=at("2026-11-19 11:00"))
    assert clock().due_at == at("2026-11-19 12:00")

    due = services.restart_for_reason(by=AGENT, subject=TALK, facts=RETURN)

    # one hour ran on Wednesday; 23 more from Thursday 11:00
    assert due is not None and due.due_at == at("2026-11-23 16:00")


def test_change_of_reason_leaves_the_marketplace_alone() -> None:
    begin(AMAZON, "10:00")
    before = clock(Source.CHANNEL).due_at

    services.restart_for_reason(by=AGENT, subject=TALK, facts=replace(RETURN, platform="amazon"))

    assert clock(Source.CHANNEL).due_at == before == at("2026-11-19 10:00")


def test_reason_without_a_promise_calls_ours_off() -> None:
    begin(AMAZON, "10:00")
    ClockPolicy.objects.update(enabled=False)
    forget_book()

    due = services.restart_for_reason(by=AGENT, subject=TALK, facts=AMAZON)

    assert due is not None and due.source == Source.CHANNEL
    assert (clock().state, clock().why) == ("cancelled", "no_promise")


def test_hand_over_moves_the_promise_into_the_hours_of_the_other_team(
    night_team: Team, new_york_team: Team
) -> None:
    begin(DELIVERY, "17:00")
    assert clock().due_at == at("2026-11-19 10:00")

    due = services.hand_over(by=AGENT, subject=TALK, facts=replace(DELIVERY, team_id=night_team.pk))
    assert due is not None and due.due_at == at("2026-11-19 00:00")

    # 17:00 in Paris is 11:00 in New York, and the shop there is open
    due = services.hand_over(
        by=AGENT, subject=TALK, facts=replace(DELIVERY, team_id=new_york_team.pk)
    )
    assert due is not None and due.due_at == at("19:00")
    assert happened() == ["Moved", "Moved"]


def test_hand_over_of_a_paused_clock_stays_paused(night_team: Team) -> None:
    begin(DELIVERY, "10:00")
    services.pause(by=AGENT, subject=TALK, at=at("11:00"))

    due = services.hand_over(by=AGENT, subject=TALK, facts=replace(DELIVERY, team_id=night_team.pk))
    assert due is not None and due.paused

    # the night team was closed all day: its two hours are still whole
    due = services.resume(by=AGENT, subject=TALK, at=at("21:00"))
    assert due is not None and due.due_at == at("2026-11-19 00:00")


def test_marketplace_may_change_its_due_date() -> None:
    begin(AMAZON, "10:00")

    due = services.follow_channel(
        by=SYSTEM, subject=TALK, kind=Kind.FIRST_REPLY, due=at("10:45"), started_at=at("10:00")
    )

    assert due is not None and (due.source, due.due_at) == (Source.CHANNEL, at("10:45"))
    assert (clock(Source.CHANNEL).preset_id, clock(Source.CHANNEL).target_minutes) == (None, 45)


def test_marketplace_may_state_a_due_date_where_no_clock_ran() -> None:
    due = services.follow_channel(
        by=SYSTEM, subject=TALK, kind=Kind.CASE_ANSWER, due=at("18:00"), started_at=at("10:00")
    )

    assert due is not None and (due.kind, due.due_at) == (Kind.CASE_ANSWER, at("18:00"))


# Pause and resume


def test_paused_clock_has_the_time_it_had_left() -> None:
    begin(DELIVERY, "10:00")

    paused = services.pause(by=AGENT, subject=TALK, at=at("10:30"))
    assert paused is not None and paused.paused
    assert (paused.running_due_at, paused.left_when_paused) == (None, timedelta(minutes=90))

    due = services.resume(by=AGENT, subject=TALK, at=at("2026-11-20 17:00"))
    assert due is not None and due.due_at == at("2026-11-23 09:30")
    assert clock().paused_seconds == (2 * 24 + 6) * 3600 + 30 * 60


def test_two_pauses_add_up() -> None:
    begin(DELIVERY, "10:00")
    for pause, resume in (("10:30", "11:00"), ("11:30", "14:00")):
        services.pause(by=AGENT, subject=TALK, at=at(pause))
        services.resume(by=AGENT, subject=TALK, at=at(resume))

    assert clock().due_at == at("15:00")


def test_marketplace_clock_never_pauses() -> None:
    begin(AMAZON, "10:00")

    due = services.pause(by=AGENT, subject=TALK, at=at("10:30"))

    assert due is not None
    assert (due.source, due.paused, due.due_at) == (Source.CHANNEL, False, at("2026-11-19 10:00"))
    assert clock().state == "paused"
    with pytest.raises(IntegrityError), transaction.atomic():
        Deadline.objects.filter(source=Source.CHANNEL).update(state="paused", paused_at=at("10:00"))


def test_paused_clock_is_not_missed_by_the_sweep() -> None:
    begin(DELIVERY, "10:00")
    services.pause(by=AGENT, subject=TALK, at=at("10:30"))

    assert services.mark_missed(at=at("2026-12-18 10:00")) == 0
    assert not clock().is_overdue


def test_clock_past_its_due_time_is_missed_instead_of_paused() -> None:
    begin(DELIVERY, "10:00")

    due = services.pause(by=AGENT, subject=TALK, at=at("12:01"))

    assert due is not None and due.state == State.MISSED
    assert happened() == ["Missed"]


def test_pausing_or_resuming_twice_changes_nothing() -> None:
    begin(DELIVERY, "10:00")
    services.pause(by=AGENT, subject=TALK, at=at("10:30"))
    services.pause(by=AGENT, subject=TALK, at=at("10:45"))
    services.resume(by=AGENT, subject=TALK, at=at("11:00"))
    services.resume(by=AGENT, subject=TALK, at=at("13:00"))

    assert clock().due_at == at("12:30")
