"""Notices grow old: after three months nobody asks for them. After a restore none leaves again."""

from datetime import timedelta

from django.db import connection, transaction

from comptoir.kit.clock import now
from comptoir.notices.models import Notice

KEPT = timedelta(days=90)


def forget_old() -> int:
    """How many there were."""
    gone, _rows = Notice.objects.filter(at__lt=now() - KEPT).delete()
    return gone


_TASKS = ["notices.push", "notices.mail"]


@transaction.atomic
def forget_leaving() -> None:
    """What a lost desk may have pushed or mailed is neither again: it stands in the list."""
    waiting = Notice.objects.filter(read_at=None)
    waiting.filter(in_app=False).update(read_at=now())
    Notice.objects.update(push_at=None, mail_at=None)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE task_name = ANY(%s) AND status = 'todo'", [_TASKS]
        )
