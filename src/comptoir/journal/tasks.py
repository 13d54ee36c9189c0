"""Running handlers: one job an event, one more job for each handler that failed."""

import logging

from django.db import transaction

from comptoir.journal.events import EVENTS, Event
from comptoir.journal.models import Entry
from comptoir.journal.publishing import QUEUE, caused_by
from comptoir.journal.registry import Handler, handlers_of
from comptoir.journal.scheduling import later, task

RUN_HANDLERS = "journal.run_handlers"

log = logging.getLogger(__name__)


def _revive(entry: Entry) -> Event:
    return EVENTS[entry.event].from_data(entry.data)


@task(RUN_HANDLERS, queue=QUEUE)
def run_handlers(*, entry_id: int) -> None:
    """Run all handlers of one entry."""
    follow(Entry.objects.get(pk=entry_id))


def follow(entry: Entry) -> None:
    """All handlers together; if one fails, all of them anew and each by itself."""
    event = _revive(entry)
    handlers = handlers_of(type(event))
    with caused_by(entry.pk):
        try:
            with transaction.atomic():
                for handler in handlers:
                    handler.run(event)
        except Exception:
            with transaction.atomic():
                for handler in handlers:
                    _run_or_defer(handler, event, entry)


def _run_or_defer(handler: Handler, event: Event, entry: Entry) -> None:
    try:
        with transaction.atomic():
            handler.run(event)
    except Exception:
        log.exception("%s failed on %s; it is tried again alone", handler.name, entry)
        lock = f"{entry.subject_kind}:{entry.subject_id}"
        later("journal.run_handler", queue=QUEUE, lock=lock, entry_id=entry.pk, name=handler.name)


@task("journal.run_handler", queue=QUEUE)
def run_handler(*, entry_id: int, name: str) -> None:
    """Run the one handler that failed before."""
    event = _revive(Entry.objects.get(pk=entry_id))
    (handler,) = (found for found in handlers_of(type(event)) if found.name == name)
    with transaction.atomic(), caused_by(entry_id):
        handler.run(event)
