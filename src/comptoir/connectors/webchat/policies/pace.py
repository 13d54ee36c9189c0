"""How often a browser, a network and all together may ask in a minute (B1, D9, D10)."""

from collections.abc import Mapping

# By what is asked. A shop's staff behind one address are many; all of the world is more.
LIMITS: Mapping[str, Mapping[str, int]] = {
    "visit": {"ip": 30, "all": 1_800},
    "say": {"visit": 30, "ip": 240, "all": 6_000},
    "beat": {"visit": 120},
    "prove": {"visit": 3, "ip": 10, "all": 120},
    "code": {"visit": 10, "ip": 30, "all": 600},
}
