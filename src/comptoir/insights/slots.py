"""What may be told to insights: who is at work."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from comptoir.kit.slots import Slot


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether a member is at work, and his last sign of life."""

    is_on: bool
    seen_at: datetime | None = None


# By member id. The last one that is plugged and knows a member is believed.
PRESENCE: Slot[Callable[[Collection[int]], Mapping[int, Presence]]] = Slot("presence")
