"""The sweeps that notice what is due soon, and what was broken."""

from datetime import timedelta

from comptoir.deadlines import services
from comptoir.journal import periodic
from comptoir.kit.clock import now

# A reply that was written in time may still be held for its seconds to undo, thirty at most.
GRACE = timedelta(seconds=35)


@periodic("deadlines.mark_missed", "*/1 * * * *")
def mark_missed() -> None:
    services.mark_missed(at=now() - GRACE)


@periodic("deadlines.warn_of_due", "*/1 * * * *")
def warn_of_due() -> None:
    services.warn_of_due()
