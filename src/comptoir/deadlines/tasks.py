"""The sweep that notices broken promises."""

from comptoir.deadlines import services
from comptoir.journal import periodic


@periodic("deadlines.mark_missed", "*/1 * * * *")
def mark_missed() -> None:
    services.mark_missed()
