"""What the forms about time offer: times in the member's zone, and what they mean to the buyer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone
from django.utils.translation import gettext_lazy

from comptoir.accounts.viewers import Viewer
from comptoir.conversations.models import Conversation, Draft, OwnTimes, Reminder, Snooze
from comptoir.conversations.policies.moments import MORNING, Preset, proposals, read_moment
from comptoir.deadlines.errors import NeverOpen
from comptoir.deadlines.queries import next_opening
from comptoir.kit.clock import now
from comptoir.ui import times

PRESET_NAMES = {
    Preset.HOUR: gettext_lazy("In an hour"),
    Preset.EVENING: gettext_lazy("This evening"),
    Preset.TOMORROW: gettext_lazy("Tomorrow"),
    Preset.WORKDAY: gettext_lazy("Next working day"),
    Preset.WEEK: gettext_lazy("Next week"),
    Preset.MONTH: gettext_lazy("Next month"),
}
# Named times that are there on every day of the week: what a macro may set aside until.
STEADY_TIMES = {
    preset.value: PRESET_NAMES[preset]
    for preset in (Preset.HOUR, Preset.WORKDAY, Preset.WEEK, Preset.MONTH)
}
_OFFERED_AGAIN = timedelta(days=7)
# Of countries with several zones the one of most of their people.
_ZONES = {
    "US": "America/New_York",
    "CA": "America/Toronto",
    "RU": "Europe/Moscow",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "MX": "America/Mexico_City",
    "CN": "Asia/Shanghai",
    "ES": "Europe/Madrid",
    "PT": "Europe/Lisbon",
    "FR": "Europe/Paris",
    "DE": "Europe/Berlin",
    "GB": "Europe/London",
    "IT": "Europe/Rome",
    "PL": "Europe/Warsaw",
    "BE": "Europe/Brussels",
    "NL": "Europe/Amsterdam",
    "AT": "Europe/Vienna",
    "CH": "Europe/Zurich",
    "SE": "Europe/Stockholm",
    "DK": "Europe/Copenhagen",
    "NO": "Europe/Oslo",
    "FI": "Europe/Helsinki",
    "IE": "Europe/Dublin",
    "CZ": "Europe/Prague",
    "UA": "Europe/Kyiv",
    "KZ": "Asia/Almaty",
    "TR": "Europe/Istanbul",
    "JP": "Asia/Tokyo",
}


@dataclass(frozen=True, slots=True)
class TimeChoice:
    """`there` is the same moment on the buyer's clock; "" where it shows the same."""

    key: str
    label: str
    at: datetime
    there: str = ""
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class TimeForm:
    number: int
    choices: tuple[TimeChoice, ...]
    has_order: bool = False
    zone: str = ""


@dataclass(frozen=True, slots=True)
class OwnReminder:
    id: int
    at: datetime
    text: str


def zone_here() -> ZoneInfo:
    """The reader's."""
    found = timezone.get_current_timezone()
    return found if isinstance(found, ZoneInfo) else ZoneInfo("UTC")


def zone_of_buyer(conversation: Conversation) -> ZoneInfo | None:
    """As his account says, else that of his country; None where neither is known."""
    identity = conversation.identity
    if identity is None:
        return None
    order, buyer = conversation.order, identity.buyer
    country = buyer.country or (order.country if order else "")
    name = buyer.time_zone or _ZONES.get(country.upper(), "")
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def snooze_form(viewer: Viewer, conversation: Conversation) -> TimeForm:
    """This member's own times, the presets, and what he typed himself in the last days."""
    own = tuple(one for one in own_times(viewer) if one is not None)
    before = (one for one in _typed_before(viewer) if one.key not in {each.key for each in own})
    choices = (*own, *_presets(conversation), *before)
    return TimeForm(conversation.pk, choices, has_order=conversation.order_id is not None)


def own_words(viewer: Viewer) -> tuple[str, ...]:
    """The times he chose, as he wrote them."""
    kept = OwnTimes.objects.filter(member=viewer.id).values_list("typed", flat=True).first()
    return tuple(kept or ())


def own_times(viewer: Viewer) -> tuple[TimeChoice | None, ...]:
    """What each of them means now; None for one that is over."""
    return tuple(_typed(words) for words in own_words(viewer))


def later_form(conversation: Conversation) -> TimeForm:
    """The presets, each with the buyer's own time beside it, and nine in the morning there."""
    zone = zone_of_buyer(conversation)
    choices = _presets(conversation)
    if zone is None or _same_clock(zone):
        return TimeForm(conversation.pk, choices, zone=zone.key if zone else "")
    told = [TimeChoice(c.key, c.label, c.at, _clock(c.at, zone), c.is_default) for c in choices]
    morning = _morning(zone)
    told.append(TimeChoice("there", str(_MORNING_THERE), morning, _clock(morning, zone)))
    return TimeForm(conversation.pk, tuple(told), zone=zone.key)


_MORNING_THERE = gettext_lazy("In the buyer's morning")


def scheduled_reply(viewer: Viewer, conversation: Conversation) -> Draft | None:
    """The viewer's own, which leaves by itself."""
    waiting = Draft.objects.filter(conversation=conversation, mode="reply", member=viewer.id)
    return waiting.filter(send_at__isnull=False).first()


def reminders_of(viewer: Viewer, conversation: Conversation) -> tuple[OwnReminder, ...]:
    """What this member asked for here and has not come yet."""
    own = Reminder.objects.filter(
        conversation=conversation, member_id=viewer.id, came_at=None
    ).order_by("at", "pk")
    return tuple(OwnReminder(each.pk, each.at, each.text) for each in own[:20])


def moment_chosen(conversation: Conversation, key: str, typed: str) -> datetime | None:
    """The moment behind a choice of a form, or behind what was typed instead."""
    if typed.strip():
        return read_moment(typed, now(), zone_here())
    zone = zone_of_buyer(conversation)
    if key == "there" and zone is not None:
        return _morning(zone)
    if key.startswith("typed:"):
        return read_moment(key.removeprefix("typed:"), now(), zone_here())
    return next((one.at for one in _presets(conversation) if one.key == key), None)


def preset_moment(number: int, key: str, zone: ZoneInfo) -> datetime:
    """When a named time is, for a conversation and somebody of that zone.

    What is not offered just now, as “next week” on a Friday, is the next working day.
    """
    team_id = Conversation.objects.values_list("team_id", flat=True).get(pk=number)
    found = {one.key: one.at for one in proposals(now(), zone, _opening(team_id))}
    workday = found.get(Preset.WORKDAY) or found[Preset.TOMORROW]
    return found.get(Preset(key), workday)


def tomorrow(conversation: Conversation) -> datetime:
    """The morning of the next day on which its team works."""
    return next(one.at for one in _presets(conversation) if one.is_default)


def _presets(conversation: Conversation) -> tuple[TimeChoice, ...]:
    found = proposals(now(), zone_here(), _opening(conversation.team_id))
    return tuple(
        TimeChoice(
            one.key,
            str(PRESET_NAMES[one.key]),
            one.at,
            is_default=one.key in (Preset.TOMORROW, Preset.WORKDAY),
        )
        for one in found
    )


def _opening(team_id: int | None) -> Callable[[datetime], datetime]:
    def opening(at: datetime) -> datetime:
        try:
            return next_opening(at, team_id=team_id)
        except NeverOpen:
            return at

    return opening


def _typed_before(viewer: Viewer) -> tuple[TimeChoice, ...]:
    own = Snooze.objects.filter(member_id=viewer.id, set_at__gte=now() - _OFFERED_AGAIN)
    typed = own.exclude(typed="").order_by("-pk").values_list("typed", flat=True).first()
    found = _typed(str(typed)) if typed else None
    return (found,) if found else ()


def _typed(words: str) -> TimeChoice | None:
    at = read_moment(words, now(), zone_here())
    return TimeChoice(f"typed:{words}", words, at) if at else None


def _clock(at: datetime, zone: ZoneInfo) -> str:
    return times.clock_time(at.astimezone(zone))


def _same_clock(zone: ZoneInfo) -> bool:
    moment = now()
    return moment.astimezone(zone).utcoffset() == moment.astimezone(zone_here()).utcoffset()


def _morning(zone: ZoneInfo) -> datetime:
    """The next nine o'clock there."""
    local = now().astimezone(zone)
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, zone).astimezone(UTC)
