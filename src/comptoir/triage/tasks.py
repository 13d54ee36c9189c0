"""Background work of triage."""

from comptoir.journal import periodic
from comptoir.triage import services


@periodic("triage.share_out", "*/1 * * * *")
def share_out() -> None:
    services.return_from_away()
    services.route_waiting()
