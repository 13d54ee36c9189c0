"""What happened before this installation: many entries at once, and nothing follows from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from comptoir.journal.events import Event
from comptoir.journal.models import Entry
from comptoir.kit.actor import Actor
from comptoir.kit.rows import insert_many


@dataclass(frozen=True, slots=True)
class PastEvent:
    """An event with the time it happened and who did it."""

    event: Event
    at: datetime
    by: Actor


def record_past(events: Iterable[PastEvent]) -> None:
    """Write entries of a past, oldest first: no handler runs, no browser is told."""
    told = sorted(events, key=lambda each: each.at)
    insert_many([_entry(each) for each in told])


def _entry(past: PastEvent) -> Entry:
    kind, subject_id = past.event.subject
    return Entry(
        at=past.at,
        event=past.event.name(),
        subject_kind=kind,
        subject_id=subject_id,
        data=past.event.as_data(),
        actor_kind=past.by.kind.value,
        actor_id=past.by.id,
    )
