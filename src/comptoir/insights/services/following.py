"""Figures follow the journal, many conversations at once: no mail waits for them."""

from django.db import transaction

from comptoir.insights.models import Reached
from comptoir.insights.policies.followed import EVENTS
from comptoir.insights.services.counting import restate
from comptoir.journal.queries import Position, current_position, entries_after

AT_ONCE = 500
_ROW = 1


def follow() -> None:
    """Count anew what has happened since the last time; the first time, all the journal knows."""
    Reached.objects.get_or_create(pk=_ROW, defaults={"tx": 0, "entry_id": 0})
    while _follow() == AT_ONCE:
        pass


@transaction.atomic
def _follow() -> int:
    """One step: how many entries it took. Two workers do not take the same."""
    reached = Reached.objects.select_for_update(skip_locked=True).filter(pk=_ROW).first()
    if reached is None:
        return 0
    # Taken first: what commits between the two is counted in the next round.
    safe = current_position()
    after = Position(reached.tx, reached.entry_id)
    entries = entries_after(after, limit=AT_ONCE, events=EVENTS)
    restate(conversation_ids={entry.subject_id for entry in entries})
    full = len(entries) == AT_ONCE
    here = Position(entries[-1].tx or 0, entries[-1].pk) if full else max(after, safe)
    reached.tx, reached.entry_id = here.tx, here.id
    reached.save(update_fields=["tx", "entry_id"])
    return len(entries)


@transaction.atomic
def start_from_now() -> None:
    """Positions of one PostgreSQL server mean nothing on another: after a restore, begin here."""
    here = current_position()
    Reached.objects.update_or_create(pk=_ROW, defaults={"tx": here.tx, "entry_id": here.id})
