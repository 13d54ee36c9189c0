"""After a restore: the journal of another server is made this one's, and all work stands still.

Nothing that a job does can be told apart from what the lost desk did already. So no worker runs
any before somebody says go.
"""

from datetime import datetime

from django.db import connection, transaction

from comptoir.journal.models import Entry, Restoration
from comptoir.journal.publishing import current_cause
from comptoir.kit.clock import now

# Numbers of transactions count per server: those of another one would lie in the future of this
# one, and nobody who reads by position would ever come to them. 3 is the first of any server.
_OF_THIS_SERVER = """
ALTER TABLE journal_entry DISABLE TRIGGER journal_never_changes;
UPDATE journal_entry SET tx = '3'::xid8 WHERE tx <> '3'::xid8;
ALTER TABLE journal_entry ENABLE TRIGGER journal_never_changes;
"""
# Workers of the lost desk hold nothing any more; what they had begun waits.
_NOBODY_WORKS = """
UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL WHERE status = 'doing';
DELETE FROM procrastinate_workers;
"""


@transaction.atomic
def note_restored(*, copied_at: datetime) -> Restoration:
    """Called once, on the restored database before anybody uses it."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_THIS_SERVER)
        cursor.execute(_NOBODY_WORKS)
    newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first()
    return Restoration.objects.create(
        copied_at=copied_at, restored_at=now(), last_entry_id=newest or 0
    )


def standing_still() -> Restoration | None:
    """The restore after which nobody has said go yet."""
    return Restoration.objects.filter(went_on_at=None).order_by("-pk").first()


def last_restoration() -> Restoration | None:
    return Restoration.objects.order_by("-pk").first()


def follows_from_a_copy() -> bool:
    """Whether a handler runs for an entry that came with the backup: the lost desk may have
    run it too."""
    cause = current_cause()
    if cause is None:
        return False
    restored = last_restoration()
    return restored is not None and cause <= restored.last_entry_id
