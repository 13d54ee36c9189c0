"""What is kept for how long, what would go tonight, and what went."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise

from comptoir.channels.models import Channel
from comptoir.channels.queries import days_kept, held_originals, originals_over
from comptoir.commerce.models import Order
from comptoir.commerce.states import MarketplaceKind
from comptoir.conversations.models import Conversation, Draft
from comptoir.conversations.queries.of_the_house import all_conversations, all_messages
from comptoir.conversations.states import Category
from comptoir.journal.models import Detail, Entry
from comptoir.kit.clock import now
from comptoir.records.errors import NoSuchChannel
from comptoir.records.models import Hold, KeepingRule, KeepingRun
from comptoir.records.policies import KEEPING, KeptKind

# More is said as “more than”: a count over years of mail would keep the page waiting.
MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Rule:
    """`would_go` is counted up to MOST_COUNTED."""

    kind: KeptKind
    name: str | Promise
    about: str | Promise
    days: int | None
    would_go: int
    held: int = 0

    @property
    def is_many(self) -> bool:
        return self.would_go >= MOST_COUNTED


@dataclass(frozen=True, slots=True)
class ChannelRule:
    """Of one channel: how long its originals are kept, and the words and files of its resolved
    conversations, where that is not as in the house. `raw_days` is what counts: the channel's own
    days, or less where its marketplace allows no more."""

    channel: Channel
    raw_days: int
    raw_would_go: int
    raw_held: int
    own: str
    days: int | None
    would_go: int
    held: int

    @property
    def is_shortened(self) -> bool:
        return self.raw_days < self.channel.retention_days


@dataclass(frozen=True, slots=True)
class Preview:
    """What would go tonight with other days than those in force; nothing is changed by looking."""

    kind: KeptKind
    channel_id: int | None
    days: int | None
    would_go: int
    held: int

    @property
    def is_many(self) -> bool:
        return self.would_go >= MOST_COUNTED


@dataclass(frozen=True, slots=True)
class Held:
    id: int
    number: int
    why: str
    set_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class KeepingPage:
    rules: tuple[Rule, ...]
    channels: tuple[ChannelRule, ...]
    holds: tuple[Held, ...]
    runs: tuple[KeepingRun, ...]


def days_of() -> dict[KeptKind, int | None]:
    """What is in force: the house's own days, else those that ship."""
    own = dict(KeepingRule.objects.values_list("kind", "days"))
    return {kind: own.get(kind.value, keeping.days) for kind, keeping in KEEPING.items()}


AS_HOUSE, FOR_EVER, DAYS = "house", "ever", "days"
_OF_CHANNEL = f"{KeptKind.WORDS}-"


def channel_rule_name(channel_id: int) -> str:
    """Under which a channel's own time for words and files is kept."""
    return f"{_OF_CHANNEL}{channel_id}"


def own_days() -> dict[int, int | None]:
    """Channels whose words and files are not kept as those of the house; None: for ever."""
    own = KeepingRule.objects.filter(kind__startswith=_OF_CHANNEL).values_list("kind", "days")
    return {int(kind.removeprefix(_OF_CHANNEL)): days for kind, days in own}


def keeping_page() -> KeepingPage:
    holds = standing_holds().order_by("-pk")[:200]
    return KeepingPage(
        rules=house_rules(),
        channels=channel_rules(),
        holds=tuple(
            Held(row.pk, row.conversation_id, row.why, row.set_at, str(row.member or ""))
            for row in holds
        ),
        runs=tuple(KeepingRun.objects.order_by("-pk")[:14]),
    )


def house_rules() -> tuple[Rule, ...]:
    days = days_of()
    return tuple(_rule(kind, days[kind]) for kind in KEEPING)


def channel_rules() -> tuple[ChannelRule, ...]:
    return tuple(_channel_rules(days_of()[KeptKind.WORDS]))


def standing_holds() -> QuerySet[Hold]:
    return Hold.objects.filter(lifted_at=None).select_related("member")


def number_of(conversation: UUID) -> int:
    """Of the whole house; 0 where there is none."""
    found = all_conversations().filter(public_id=conversation).values_list("pk", flat=True)
    return found.first() or 0


def find_channel(public_id: UUID) -> Channel:
    """Raises NoSuchChannel."""
    found = Channel.objects.exclude(kind="space").filter(public_id=public_id).first()
    if found is None:
        raise NoSuchChannel
    return found


def keeping_runs() -> QuerySet[KeepingRun]:
    return KeepingRun.objects.all()


def _rule(kind: KeptKind, days: int | None) -> Rule:
    keeping = KEEPING[kind]
    if days is None:
        return Rule(kind, keeping.name, keeping.about, None, 0)
    over = _over(kind, days)
    would, held = _counted(over.exclude(_held(kind))), _counted(over.filter(_held(kind)))
    return Rule(kind, keeping.name, keeping.about, days, would, held)


def _counted(found: QuerySet[Any]) -> int:
    return found[:MOST_COUNTED].count()


def _over(kind: KeptKind, days: int) -> QuerySet[Any]:
    """What is over, also what is held: of words that of the channels without days of their own."""
    if kind is KeptKind.WORDS:
        return _words(days, dict.fromkeys(own_days()))
    return OVER[kind](_before(days))


def preview(kind: KeptKind, days: int | None, channel_id: int | None = None) -> Preview:
    if days is None:
        return Preview(kind, channel_id, None, 0, 0)
    over = _over(kind, days) if channel_id is None else _words(None, {channel_id: days})
    would, held = _counted(over.exclude(_held(kind))), _counted(over.filter(_held(kind)))
    return Preview(kind, channel_id, days, would, held)


def _channel_rules(house: int | None) -> Iterator[ChannelRule]:
    """Four counts for all channels together."""
    own = own_days()
    over, held = _words(house, own), _held(KeptKind.WORDS)
    raw, raw_held = originals_over(), held_originals()
    would = _by_channel(over.exclude(held))
    kept = _by_channel(over.filter(held))
    raw_would, raw_kept = _by_channel(raw.exclude(raw_held)), _by_channel(raw.filter(raw_held))
    for one in Channel.objects.exclude(kind="space").order_by("name"):
        number = one.pk
        chosen = AS_HOUSE if number not in own else DAYS if own[number] else FOR_EVER
        yield ChannelRule(
            channel=one,
            raw_days=days_kept(one),
            raw_would_go=raw_would.get(number, 0),
            raw_held=raw_kept.get(number, 0),
            own=chosen,
            days=own.get(number),
            would_go=would.get(number, 0),
            held=kept.get(number, 0),
        )


def _by_channel(found: QuerySet[Any]) -> dict[int, int]:
    some = found.model._default_manager.filter(pk__in=found.order_by().values("pk")[:MOST_COUNTED])
    return dict(some.order_by().values_list("channel_id").annotate(Count("pk")))


def _before(days: int) -> datetime:
    return now() - timedelta(days=days)


def due(kind: KeptKind) -> QuerySet[Conversation | Draft | Order | Detail | Session] | None:
    """What has been kept long enough and is not held; None where it is kept for ever."""
    days = days_of()[kind]
    if kind is KeptKind.WORDS:
        return _words(days, own_days()).exclude(_held(kind))
    return None if days is None else OVER[kind](_before(days)).exclude(_held(kind))


def _words(house: int | None, own: Mapping[int, int | None]) -> QuerySet[Conversation]:
    """Resolved long enough ago by the days of its channel, else of the house; not yet emptied: a
    row without a subject and without an excerpt has nothing to give."""
    over = Q(pk__in=[])
    if house is not None:
        over |= Q(resolved_at__lt=_before(house)) & ~Q(channel_id__in=list(own))
    for channel_id, days in own.items():
        if days is not None:
            over |= Q(channel_id=channel_id, resolved_at__lt=_before(days))
    settled = all_conversations().filter(over, category=Category.RESOLVED)
    return settled.exclude(subject="", operator_excerpt="")


def _held(kind: KeptKind) -> Q:
    """From what is held nothing is taken (I2): its words, drafts, details and its order’s buyer."""
    held = Hold.objects.filter(lifted_at=None)
    match kind:
        case KeptKind.WORDS:
            return Q(pk__in=held.values("conversation_id"))
        case KeptKind.DRAFTS:
            return Q(conversation_id__in=held.values("conversation_id"))
        case KeptKind.DETAILS:
            return Q(subject_kind="conversation", subject_id__in=held.values("conversation_id"))
        case KeptKind.MARKETPLACE:
            orders = held.filter(conversation__order__isnull=False)
            return Q(pk__in=orders.values("conversation__order_id"))
    return Q(pk__in=[])


def held_envelopes() -> QuerySet[Any, Any]:
    """Originals of what is held."""
    held = Hold.objects.filter(lifted_at=None).values("conversation_id")
    messages = all_messages().filter(conversation_id__in=held).filter(envelope__isnull=False)
    return messages.values("envelope_id")


def _drafts(before: datetime) -> QuerySet[Draft]:
    return Draft.objects.filter(saved_at__lt=before, send_at=None)


def _deliveries(before: datetime) -> QuerySet[Order]:
    """Of Amazon, delivered long enough ago."""
    named = ~Q(delivery_name="") | ~Q(city="") | ~Q(postal_code="")
    delivered = Order.objects.filter(
        named, marketplace__kind=MarketplaceKind.AMAZON, parcels__delivered_at__lt=before
    )
    return delivered.distinct()


def _sessions(before: datetime) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=before)


def _details(before: datetime) -> QuerySet[Detail]:
    old = Entry.objects.filter(at__lt=before).order_by("-pk").values_list("pk", flat=True).first()
    kept = Q(data={}, origin__isnull=True)
    return Detail.objects.filter(entry_id__lte=old or 0).exclude(kept)


OVER: dict[KeptKind, Callable[[datetime], QuerySet]] = {  # type: ignore[type-arg]
    KeptKind.MARKETPLACE: _deliveries,
    KeptKind.DRAFTS: _drafts,
    KeptKind.SESSIONS: _sessions,
    KeptKind.DETAILS: _details,
}
