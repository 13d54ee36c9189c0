"""Notices grow old: after three months nobody asks for them."""

from datetime import timedelta

from comptoir.kit.clock import now
from comptoir.notices.models import Notice

KEPT = timedelta(days=90)


def forget_old() -> int:
    """How many there were."""
    gone, _rows = Notice.objects.filter(at__lt=now() - KEPT).delete()
    return gone
