"""How often a mailbox is looked into: decisions, pure."""

from datetime import datetime, timedelta

LONGEST_PAUSE = timedelta(minutes=15)


def is_due(*, troubled_since: datetime | None, checked_at: datetime | None, at: datetime) -> bool:
    """Whether a mailbox is tried now. The longer it has been in trouble, the seldomer.

    A server that hangs takes a worker's place for half a minute: many of them would delay all
    other mailboxes.
    """
    if troubled_since is None or checked_at is None:
        return True
    pause = min((checked_at - troubled_since) / 4, LONGEST_PAUSE)
    return at - checked_at >= pause
