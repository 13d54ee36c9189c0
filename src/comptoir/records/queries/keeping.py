"""What is kept for how long, what would go tonight, and what went."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from comptoir.channels.models import Channel
from comptoir.commerce.models import Order
from comptoir.commerce.states import MarketplaceKind
from comptoir.conversations.models import Conversation, Draft
from comptoir.conversations.queries.of_the_house import all_conversations
from comptoir.conversations.states import Category
from comptoir.journal.models import Detail, Entry
from comptoir.kit.clock import now
from comptoir.records.models import Hold, KeepingRule, KeepingRun
from comptoir.records.policies import KEEPING, Kind

# More is said as “more than”: a count over years of mail would keep the page waiting.
MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Rule:
    """`would_go` is counted up to MOST_COUNTED."""

    kind: Kind
    name: str | Promise
    about: str | Promise
    days: int | None
    would_go: int
    held: int = 0

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
    channels: tuple[Channel, ...]
    holds: tuple[Held, ...]
    runs: tuple[KeepingRun, ...]


def days_of() -> dict[Kind, int | None]:
    """What is in force: the house's own days, else those that ship."""
    own = dict(KeepingRule.objects.values_list("kind", "days"))
    return {kind: own.get(kind.value, keeping.days) for kind, keeping in KEEPING.items()}


def keeping_page() -> KeepingPage:
    days = days_of()
    holds = Hold.objects.filter(lifted_at=None).select_related("member").order_by("-pk")
    return KeepingPage(
        rules=tuple(_rule(kind, days[kind]) for kind in KEEPING),
        channels=tuple(Channel.objects.exclude(kind="space").order_by("name")),
        holds=tuple(
            Held(row.pk, row.conversation_id, row.why, row.set_at, str(row.member or ""))
            for row in holds[:200]
        ),
        runs=tuple(KeepingRun.objects.order_by("-pk")[:14]),
    )


def _rule(kind: Kind, days: int | None) -> Rule:
    keeping = KEEPING[kind]
    if days is None:
        return Rule(kind, keeping.name, keeping.about, None, 0)
    would = DUE[kind](_before(days))[:MOST_COUNTED].count()
    held = _held_back(_before(days)) if kind is Kind.WORDS else 0
    return Rule(kind, keeping.name, keeping.about, days, would, held)


def _before(days: int) -> datetime:
    return now() - timedelta(days=days)


def due(kind: Kind) -> QuerySet[Conversation | Draft | Order | Detail | Session] | None:
    """What has been kept long enough; None where it is kept for ever."""
    days = days_of()[kind]
    return None if days is None else DUE[kind](_before(days))


def _resolved(before: datetime) -> QuerySet[Conversation]:
    """Not yet emptied: a row without a subject and without an excerpt has nothing to give."""
    settled = all_conversations().filter(category=Category.RESOLVED, resolved_at__lt=before)
    return settled.exclude(subject="", operator_excerpt="")


def _words(before: datetime) -> QuerySet[Conversation]:
    return _resolved(before).exclude(hold__in=Hold.objects.filter(lifted_at=None))


def _held_back(before: datetime) -> int:
    return _resolved(before).filter(hold__in=Hold.objects.filter(lifted_at=None)).count()


def _drafts(before: datetime) -> QuerySet[Draft]:
    return Draft.objects.filter(saved_at__lt=before, send_at=None)


def _deliveries(before: datetime) -> QuerySet[Order]:
    """Of Amazon, delivered long enough ago; whose buyer has a hold waits with it."""
    named = ~Q(delivery_name="") | ~Q(city="") | ~Q(postal_code="")
    delivered = Order.objects.filter(
        named, marketplace__kind=MarketplaceKind.AMAZON, parcels__delivered_at__lt=before
    )
    held = Hold.objects.filter(lifted_at=None).values("conversation__order_id")
    return delivered.exclude(pk__in=held.exclude(conversation__order__isnull=True)).distinct()


def _sessions(before: datetime) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=before)


def _details(before: datetime) -> QuerySet[Detail]:
    old = Entry.objects.filter(at__lt=before).order_by("-pk").values_list("pk", flat=True).first()
    kept = Q(data={}, origin__isnull=True)
    return Detail.objects.filter(entry_id__lte=old or 0).exclude(kept)


DUE: dict[Kind, Callable[[datetime], QuerySet]] = {  # type: ignore[type-arg]
    Kind.MARKETPLACE: _deliveries,
    Kind.WORDS: _words,
    Kind.DRAFTS: _drafts,
    Kind.SESSIONS: _sessions,
    Kind.DETAILS: _details,
}
