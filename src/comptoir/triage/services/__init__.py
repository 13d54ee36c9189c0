"""The verbs of triage."""

from comptoir.triage.services.away import come_back, go_away, return_from_away
from comptoir.triage.services.handing_over import Move, hand_over, see_handed
from comptoir.triage.services.routing import attend, route, route_waiting
from comptoir.triage.services.settings import set_capacity, set_routing

__all__ = [
    "Move",
    "attend",
    "come_back",
    "go_away",
    "hand_over",
    "return_from_away",
    "route",
    "route_waiting",
    "see_handed",
    "set_capacity",
    "set_routing",
]
