"""Promises start, pause, move, are kept, missed, called off and opened again."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import Team
from comptoir.deadlines import services
from comptoir.deadlines.models import ClockPolicy, Deadline
from comptoir.deadlines.queries import current_book, forget_book, next_due
from comptoir.deadlines.services import ClockFacts, NextDue, Subject, SubjectKind
from comptoir.deadlines.states import (
    FIRST_CONTACT,
    NEXT_CONTACT,
    REPLIES,
    Basis,
    CancelReason,
    Kind,
    Source,
    State,
)
from comptoir.journal.models import Entry
from comptoir.kit.actor import SYSTEM, Actor, ActorKind
from comptoir.kit.clock import freeze

pytestmark = pytest.mark.usefixtures("rules")

AGENT = Actor(ActorKind.AGENT, 7)
TALK = Subject(SubjectKind.CONVERSATION, 12)
DELIVERY = ClockFacts(reason="not_received", has_order=True)
RETURN = ClockFacts(reason="return_request", has_order=True)
AMAZON = replace(DELIVERY, platform="amazon")


def at(text: str) -> datetime:
    """A moment on Paris clocks; a time alone is on Wednesday 2026-11-18."""
    full = text if " " in text else f"2026-11-18 {text}"
    return datetime.fromisoformat(full).replace(tzinfo=ZoneInfo("Europe/Paris"))


def begin(facts: ClockFacts = DELIVERY, when: str = "10:00", **other: object) -> NextDue | None:
    return services.start(
        by=SYSTEM,
        subject=TALK,
        facts=facts,
        started_at=at(when),
        **other,  # type: ignore[arg-type]
    )


def clock(source: Source = Source.POLICY, **filters: object) -> Deadline:
    return Deadline.objects.get(subject_id=12, source=source, **filters)


def happened() -> list[str]:
    names = Entry.objects.order_by("id").values_list("event", flat=True)
    return [name.removeprefix("deadlines.Deadline") for name in names]


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
