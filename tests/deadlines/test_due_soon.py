"""Warning before it is late: when, once, and what the house decides of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from comptoir.accounts.models import Member, MemberGrant
from comptoir.deadlines.events import DeadlineDueSoon
from comptoir.deadlines.models import Deadline, KeptOptions
from comptoir.deadlines.options import Options
from comptoir.deadlines.policies.hours import Calendar, read_hours
from comptoir.deadlines.policies.running import due_at, warn_at
from comptoir.deadlines.services import warn_of_due
from comptoir.journal.models import Entry
from comptoir.kit.clock import freeze

FRIDAY = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
OFFICE = Calendar(
    time_zone="UTC",
    week=(*[read_hours("09:00-17:00")] * 5, read_hours(""), read_hours("")),
)
HOUR = timedelta(hours=1)


def warning(
    target: timedelta,
    calendar: Calendar | None = None,
    pauses: tuple[tuple[datetime, datetime], ...] = (),
    options: Options = Options(),  # noqa: B008 - frozen
) -> datetime | None:
    due = due_at(FRIDAY, target, calendar, pauses)
    return warn_at(FRIDAY, due, target, calendar, pauses, options=options)


@pytest.mark.parametrize(
    ("target", "calendar", "expected"),
    [
        (4 * HOUR, None, FRIDAY + 3 * HOUR),
        # At least a quarter of an hour, and nothing where that would be all of it.
        (HOUR / 2, None, FRIDAY + HOUR / 4),
        (HOUR / 4, None, None),
        # Two hours on Friday, two on Monday: the last of the four begins on Monday at ten.
        (4 * HOUR, OFFICE, MONDAY + 10 * HOUR),
        # Eight hours: six of them are over on Monday at one, not somewhere in the weekend.
        (8 * HOUR, OFFICE, MONDAY + 13 * HOUR),
    ],
)
def test_a_quarter_of_its_time_is_left_in_its_own_hours(
    target: timedelta, calendar: Calendar | None, expected: datetime | None
) -> None:
    assert warning(target, calendar) == expected


def test_a_pause_puts_the_warning_off_and_the_house_chooses_the_share() -> None:
    pause = (FRIDAY + HOUR, FRIDAY + 2 * HOUR)

    assert warning(4 * HOUR, pauses=(pause,)) == FRIDAY + 4 * HOUR
    assert warning(4 * HOUR, options=Options(50, 15)) == FRIDAY + 2 * HOUR
    assert warning(4 * HOUR, options=Options(1, 60)) == FRIDAY + 3 * HOUR


def clock(number: int, **more: object) -> Deadline:
    told = {
        "subject_kind": "conversation",
        "subject_id": number,
        "kind": "first_reply",
        "source": "policy",
        "basis": "calendar",
        "started_at": FRIDAY,
        "due_at": FRIDAY + 4 * HOUR,
        "target_minutes": 240,
        "warn_at": FRIDAY + 3 * HOUR,
    }
    return Deadline.objects.create(**(told | more))


def test_each_clock_that_runs_is_told_once(db: None) -> None:
    soon = clock(1)
    clock(2, warn_at=FRIDAY + 3.5 * HOUR)
    clock(3, state="paused", paused_at=FRIDAY + HOUR)
    clock(4, state="met", ended_at=FRIDAY + HOUR)
    clock(5, due_at=FRIDAY + 2 * HOUR, warn_at=FRIDAY + HOUR)

    found = [warn_of_due(at=FRIDAY + 3 * HOUR), warn_of_due(at=FRIDAY + 3 * HOUR)]

    # The fifth is past its due time: that is told by itself.
    assert found == [2, 0]
    (entry,) = Entry.objects.filter(event=DeadlineDueSoon.name())
    assert entry.data["deadline_id"] == soon.pk


@pytest.fixture
def lead(client: Client, db: None) -> Client:
    member = Member.objects.create_user("lea@shop.example", "secret", name="Léa")
    MemberGrant.objects.create(member=member, role="lead")
    client.force_login(member)
    return client


def test_a_lead_chooses_when_it_is_soon(lead: Client) -> None:
    with freeze(FRIDAY):
        lead.post(reverse("deadlines:set_due_soon"), {"percent": "40", "minutes": "30"})
    shown = lead.get(reverse("deadlines:promises")).content.decode()

    kept = KeptOptions.objects.get()
    assert (kept.due_soon_percent, kept.due_soon_minutes) == (40, 30)
    assert 'value="40"' in shown and 'value="30"' in shown
    assert Entry.objects.filter(event="deadlines.OptionsChanged").count() == 1


@pytest.mark.parametrize(("percent", "minutes"), [("0", "15"), ("91", "15"), ("25", "99999")])
def test_a_number_out_of_its_range_is_refused_in_one_sentence(
    lead: Client, percent: str, minutes: str
) -> None:
    told = {"percent": percent, "minutes": minutes}
    answer = lead.post(reverse("deadlines:set_due_soon"), told)

    assert answer.status_code == 422
    assert "Write a whole number from" in answer.content.decode()
    assert not KeptOptions.objects.exists()
    assert not Entry.objects.filter(event="deadlines.OptionsChanged").exists()
