"""Background work of insights."""

from comptoir import journal
from comptoir.insights import services


@journal.periodic("insights.follow", "*/2 * * * * *")
def follow() -> None:
    services.follow()
