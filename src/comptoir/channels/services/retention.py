"""What is kept for a time only: raw mails, and the memory of automatic mails."""

from datetime import timedelta
from functools import partial

from comptoir.channels.models import AutomaticMail, Envelope
from comptoir.channels.queries import held_originals, originals_over
from comptoir.kit import files
from comptoir.kit.clock import now
from comptoir.kit.db import after_commit

BATCH = 500
# The brakes on automatic mail look back three hours.
AUTOMATIC_KEPT = timedelta(days=1)


def clear_raw_files(*, limit: int = 20 * BATCH) -> int:
    """Delete the originals whose channel's time is over; returns how many envelopes lost theirs.

    Each batch is a step of its own: after a crash the next run goes on. What waits in quarantine
    keeps its original, for somebody has to decide first; so does what is held back (I2).
    """
    cleared = 0
    while cleared < limit and (batch := _batch()):
        _clear(batch)
        cleared += len(batch)
    return cleared


def _batch() -> list[tuple[int, str]]:
    over = originals_over().exclude(held_originals())
    return list(over.order_by("received_at").values_list("pk", "raw_key")[:BATCH])


def _clear(batch: list[tuple[int, str]]) -> None:
    """First the row, then the file: a file without a row is waste, a row without one a lie."""
    numbers, keys = [pk for pk, _key in batch], {key for _pk, key in batch}
    Envelope.objects.filter(pk__in=numbers).update(raw_key="")
    # Equal mails of two channels share one file.
    _drop_unnamed(keys)


def let_original_go(*, envelope_id: int) -> None:
    """Before its time, with the caller's change: the file goes when that is committed."""
    keys = Envelope.objects.filter(pk=envelope_id).exclude(raw_key="")
    found = set(keys.values_list("raw_key", flat=True))
    keys.update(raw_key="")
    if found:
        after_commit(partial(_drop_unnamed, found))


def _drop_unnamed(keys: set[str]) -> None:
    still = set(Envelope.objects.filter(raw_key__in=keys).values_list("raw_key", flat=True))
    for key in keys - still:
        files.delete(key)


def forget_automatic_mails() -> int:
    """Drop what no brake asks for any more."""
    old = AutomaticMail.objects.filter(sent_at__lt=now() - AUTOMATIC_KEPT)
    count, _kinds = old.delete()
    return count
