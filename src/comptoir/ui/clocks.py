"""How much of a promise is left, as a chip says it. Pure."""

from dataclasses import dataclass
from enum import StrEnum

HALF = 50
URGENT = 15


class ClockState(StrEnum):
    PLENTY = "plenty"
    HALF = "half"
    URGENT = "urgent"
    MISSED = "missed"
    PAUSED = "paused"
    MET = "met"


@dataclass(frozen=True, slots=True)
class Clock:
    """`left` and `total` are seconds of the promise's own time (business or calendar).

    `left` is negative once the promise is missed; while `paused` it stands still. `ticks` is false
    outside business hours, so that the browser does not count on. `title` says which promise,
    due when, by whose clock.
    """

    left: int
    total: int
    paused: bool = False
    met: bool = False
    ticks: bool = True
    title: str = ""

    @property
    def share(self) -> int:
        """Of the time, how much is left: 0 to 100."""
        return max(0, min(100, round(100 * self.left / self.total))) if self.total > 0 else 0

    @property
    def state(self) -> ClockState:
        """Amber from half of the time, red from 15 %."""
        return self.state_at(self.share)

    def state_at(self, share: int) -> ClockState:
        """The state for whoever knows the share already."""
        if self.met:
            return ClockState.MET
        if self.left < 0:
            return ClockState.MISSED
        if self.paused:
            return ClockState.PAUSED
        if share <= URGENT:
            return ClockState.URGENT
        return ClockState.HALF if share <= HALF else ClockState.PLENTY
