"""The promise that somebody reads who writes to us: one answer for the acknowledgement, the doors
and chats, from the same clocks as the desk's own."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format

from comptoir.channels.models import Channel
from comptoir.channels.queries import profile
from comptoir.commerce.queries.labels import label_keys_of
from comptoir.conversations.models import Conversation
from comptoir.deadlines.queries import current_book, is_open, promised_time
from comptoir.deadlines.services import ClockFacts
from comptoir.deadlines.states import Kind

# Where a date in a sentence is written otherwise. Russian days would have to be declined.
_FORM = "l j F, H:i"
_FORMS = {"de": "l, j. F, H:i", "ru": "j E, H:i", "es": r"l j \d\e F, H:i"}


@dataclass(frozen=True, slots=True)
class Promise:
    """By when somebody who writes at a time has an answer; None where nothing is promised."""

    by: datetime | None
    is_open: bool
    words: str


def clock_facts_of(
    channel: Channel,
    *,
    reason: str = "",
    has_order: bool = False,
    team_id: int | None = None,
    identity_id: int | None = None,
) -> ClockFacts:
    """What chooses the promise under which something written there will run."""
    asks = identity_id is not None and current_book().asks_for_labels
    return ClockFacts(
        labels=label_keys_of(identity_id) if asks and identity_id else frozenset(),
        reason=reason,
        has_order=has_order,
        team_id=team_id,
        platform=profile(channel.profile).clock_preset,
        country=str(channel.settings.get("country", "")),
        calendar_id=channel.settings.get("calendar_id"),
    )


def promise_to_newcomer(
    channel: Channel,
    *,
    at: datetime,
    has_order: bool = False,
    language: str = "",
    zone: tzinfo | None = None,
) -> Promise:
    """What is said before anything is written; in the channel's zone where none is given."""
    facts = clock_facts_of(channel, has_order=has_order, team_id=channel.team_id)
    return _promise(channel, facts, at, language or channel.language[:2], zone=zone)


def promise_in(
    conversation: Conversation, *, at: datetime, language: str, zone: tzinfo | None = None
) -> Promise:
    """What is said to somebody who wrote in this conversation at a time."""
    facts = clock_facts_of(
        conversation.channel,
        reason=conversation.reason,
        has_order=conversation.order_id is not None,
        team_id=conversation.team_id,
        identity_id=conversation.identity_id,
    )
    kind = Kind.FIRST_REPLY if conversation.first_replied_at is None else Kind.NEXT_REPLY
    return _promise(conversation.channel, facts, at, language, kind=kind, zone=zone)


def _promise(
    channel: Channel,
    facts: ClockFacts,
    at: datetime,
    language: str,
    *,
    kind: Kind = Kind.FIRST_REPLY,
    zone: tzinfo | None = None,
) -> Promise:
    due = promised_time(at, facts, kind)
    opened = is_open(at, team_id=facts.team_id, calendar_id=facts.calendar_id)
    return Promise(due, opened, in_words(due, channel, language, zone) if due else "")


def in_words(moment: datetime, channel: Channel, language: str, zone: tzinfo | None = None) -> str:
    """The day and hour in the reader's zone or the mailbox's, as his language writes them."""
    there = moment.astimezone(zone or zone_of_channel(channel))
    with translation.override(language):
        return date_format(there, _FORMS.get(language, _FORM))


def zone_of_channel(channel: Channel) -> ZoneInfo:
    """As its settings say, else the house's."""
    try:
        return ZoneInfo(str(channel.settings.get("time_zone") or settings.TIME_ZONE))
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)
