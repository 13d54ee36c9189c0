"""Who is told by which way, and when that way is open. Facts in, verdict out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from comptoir.notices.slots import Kind
from comptoir.notices.states import About, Way

# Whoever looks at it needs no push, and whoever has seen it in the app no mail.
PUSH_AFTER = timedelta(seconds=5)
MAIL_AFTER = timedelta(minutes=5)
MAIL_EVERY = timedelta(minutes=15)
# A desk that was switched off in the morning sends no digest in the evening.
_DIGEST_WITHIN = timedelta(hours=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How one member wants to be told of one kind. `ways` is None where he never chose."""

    time_zone: str = "UTC"
    ways: frozenset[Way] | None = None
    quiet_from: time | None = None
    quiet_until: time | None = None
    team_ids: tuple[int, ...] = ()
    channel_ids: tuple[int, ...] = ()


def ways_of(kind: Kind, chosen: Collection[str] | None) -> frozenset[Way]:
    """Those he chose, else the usual ones; never one that the kind does not offer."""
    wanted = kind.usual if chosen is None else frozenset(Way(way) for way in chosen)
    return wanted & kind.offered


def concerns(kind: Kind, about: About, wishes: Wishes) -> bool:
    """Whether it is within the teams and channels he wants to hear of; what is personal always."""
    if kind.personal or not (wishes.team_ids or wishes.channel_ids):
        return True
    return about.team_id in wishes.team_ids or about.channel_id in wishes.channel_ids


def open_at(way: Way, at: datetime, wishes: Wishes) -> datetime:
    """When push or mail may leave for something that happened now: after the quiet hours."""
    ready = at + (PUSH_AFTER if way is Way.PUSH else MAIL_AFTER)
    return quiet_end(ready, wishes) or ready


def quiet_end(at: datetime, wishes: Wishes) -> datetime | None:
    """When the quiet hours around this moment end, in his own zone; None outside of them."""
    begin, end = wishes.quiet_from, wishes.quiet_until
    if begin is None or end is None or begin == end:
        return None
    local = at.astimezone(zone_of(wishes.time_zone))
    clock, day = local.time(), local.date()
    over_midnight = begin > end
    if over_midnight and clock >= begin:
        day += timedelta(days=1)
    elif not (clock < end and (over_midnight or clock >= begin)):
        return None
    return datetime.combine(day, end, local.tzinfo).astimezone(UTC)


def next_mail(wanted: datetime, last: datetime | None) -> datetime:
    """One mail a quarter of an hour at most; what comes meanwhile goes with the next."""
    return wanted if last is None else max(wanted, last + MAIL_EVERY)


def is_digest_time(at: datetime, *, time_zone: str, wanted: time, sent_on: object) -> bool:
    """Once a day, from the chosen minute on."""
    local = at.astimezone(zone_of(time_zone))
    begins = datetime.combine(local.date(), wanted, local.tzinfo)
    return sent_on != local.date() and begins <= local < begins + _DIGEST_WITHIN


def zone_of(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
