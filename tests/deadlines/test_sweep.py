"""The sweep beside people who are answering: real transactions on two connections."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from comptoir.deadlines import packs, services
from comptoir.deadlines.models import Deadline
from comptoir.deadlines.services import ClockFacts, Subject, SubjectKind
from comptoir.deadlines.tasks import mark_missed
from comptoir.journal.models import Entry
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import freeze

TALK = Subject(SubjectKind.CONVERSATION, 31)
WEDNESDAY = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_sweep_leaves_a_row_that_somebody_is_answering() -> None:
    packs.load()
    services.start(
        by=SYSTEM,
        subject=TALK,
        facts=ClockFacts(reason="not_received", has_order=True),
        started_at=WEDNESDAY,
    )

    swept_meanwhile: list[int] = []
    with transaction.atomic():
        services.meet(by=SYSTEM, subject=TALK, at=WEDNESDAY.replace(hour=10))
        other = threading.Thread(target=_sweep, args=(swept_meanwhile,))
        other.start()
        other.join(timeout=10)
    mark_missed()

    assert swept_meanwhile == [0]
    assert Deadline.objects.get().state == "met"
    assert [e.event for e in Entry.objects.all()] == ["deadlines.DeadlineMet"]


def _sweep(found: list[int]) -> None:
    try:
        found.append(services.mark_missed(at=WEDNESDAY.replace(hour=20)))
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_task_marks_what_ran_out_and_a_repeat_is_harmless() -> None:
    packs.load()
    services.start(
        by=SYSTEM, subject=TALK, facts=ClockFacts(platform="amazon"), started_at=WEDNESDAY
    )

    with freeze(WEDNESDAY.replace(day=20)):
        mark_missed()
        mark_missed()

    assert set(Deadline.objects.values_list("source", "state")) == {
        ("policy", "missed"),
        ("channel", "missed"),
    }
    assert Entry.objects.filter(event="deadlines.DeadlineMissed").count() == 2
