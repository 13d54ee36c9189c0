"""When a delivery is tried again: hourly for seven days, as long as the trouble is temporary."""

from datetime import datetime, timedelta

FIRST_WAIT = timedelta(minutes=5)
WAIT = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=7)
# An attempt without an end for that long is looked after even if its job was lost.
STUCK_AFTER = timedelta(minutes=3)


def next_attempt(*, attempts: int, at: datetime, give_up_at: datetime) -> datetime | None:
    """The time of the next try; None when it is time to give up."""
    wait = FIRST_WAIT if attempts <= 1 else WAIT
    return at + wait if at + wait < give_up_at else None
