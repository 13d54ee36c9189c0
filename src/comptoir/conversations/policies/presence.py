"""How long a sign of life holds."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from comptoir.conversations.states import Being

# A browser tells every ten seconds. Who stopped typing says so himself; a lost one has two seconds
# more. A page in the background is woken once a minute only.
LASTS = {
    Being.COMPOSING: timedelta(seconds=12),
    Being.VIEWING: timedelta(seconds=30),
    Being.AWAY: timedelta(seconds=90),
}
LONGEST = max(LASTS.values())
_ORDER = (Being.COMPOSING, Being.VIEWING, Being.AWAY)


def being_now(told: Being, at: datetime, moment: datetime) -> Being | None:
    """What a sign of life is worth at a moment; None when it is over."""
    age = moment - at
    if told is Being.COMPOSING and age >= LASTS[Being.COMPOSING]:
        told = Being.VIEWING
    return told if age < LASTS[told] else None


def busiest(beings: Iterable[Being]) -> Being:
    """Of several tabs of one person the one he works in."""
    return min(beings, key=_ORDER.index)


def rank(being: Being) -> int:
    """Who composes stands first."""
    return _ORDER.index(being)
