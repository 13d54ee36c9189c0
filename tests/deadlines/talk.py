"""One conversation whose promises the tests follow."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from comptoir.deadlines import services
from comptoir.deadlines.models import Deadline
from comptoir.deadlines.services import ClockFacts, NextDue, Subject, SubjectKind
from comptoir.deadlines.states import (
    Source,
)
from comptoir.journal.models import Entry
from comptoir.kit.actor import SYSTEM, Actor, ActorKind

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
