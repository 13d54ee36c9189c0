"""What the page shows of webhooks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from comptoir.connectors.webhooks.errors import NoSuchEndpoint, NoSuchNotice
from comptoir.connectors.webhooks.models import Endpoint, Notice
from comptoir.connectors.webhooks.states import NOTICE_STATE_NAMES, NoticeState
from comptoir.journal.events import EVENTS
from comptoir.kit.secrets import unseal
from comptoir.kit.sentences import say

MOST_NOTICES = 100


def offered_events() -> tuple[str, ...]:
    """All that happens at the desk, but what happens to webhooks."""
    ours = (name for name, event in EVENTS.items() if event.__module__.startswith("comptoir."))
    return tuple(sorted(name for name in ours if not name.startswith("connectors.")))


def endpoints() -> "QuerySet[Endpoint]":
    """With how many notices wait and are dead, and when the last one was delivered."""
    waiting = Q(notices__state=NoticeState.WAITING)
    dead = Q(notices__state=NoticeState.DEAD)
    delivered = Q(notices__state=NoticeState.DELIVERED)
    return Endpoint.objects.annotate(
        waiting=Count("notices", filter=waiting),
        dead=Count("notices", filter=dead),
        last_delivered_at=Max("notices__settled_at", filter=delivered),
    )


def find_endpoint(endpoint_id: int) -> Endpoint:
    """Raises NoSuchEndpoint."""
    found = endpoints().filter(pk=endpoint_id).first()
    if found is None:
        raise NoSuchEndpoint
    return found


def secret_of(endpoint: Endpoint) -> str:
    return unseal(endpoint.sealed_secret)


@dataclass(frozen=True, slots=True)
class NoticeLine:
    id: int
    public_id: str
    event: str
    state: str
    state_name: str
    attempts: int
    status: int | None
    trouble: str
    milliseconds: int | None
    created_at: datetime
    next_attempt_at: datetime

    @property
    def tone(self) -> str:
        return {"delivered": "success", "dead": "danger"}.get(self.state, "")

    @property
    def can_replay(self) -> bool:
        return self.state == NoticeState.DEAD


def notices_of(endpoint_id: int, *, state: str = "") -> "QuerySet[Notice]":
    found = Notice.objects.filter(endpoint=endpoint_id)
    return found.filter(state=state) if state in set(NoticeState) else found


def find_notice(endpoint_id: int, public_id: UUID) -> Notice:
    """Raises NoSuchNotice."""
    found = notices_of(endpoint_id).filter(public_id=public_id).first()
    if found is None:
        raise NoSuchNotice
    return found


def notice_lines(endpoint_id: int, *, state: str = "") -> list[NoticeLine]:
    """The newest of one endpoint: one query."""
    found = notices_of(endpoint_id, state=state).order_by("-id")[:MOST_NOTICES]
    return [line(row) for row in found]


def line(row: Notice) -> NoticeLine:
    return NoticeLine(
        id=row.pk,
        public_id=str(row.public_id),
        event=row.event,
        state=row.state,
        state_name=str(NOTICE_STATE_NAMES[NoticeState(row.state)]),
        attempts=row.attempts,
        status=row.status,
        trouble=say(row.trouble),
        milliseconds=row.milliseconds,
        created_at=row.created_at,
        next_attempt_at=row.next_attempt_at,
    )


def endpoint_names(ids: Collection[int]) -> dict[int, str]:
    return dict(Endpoint.objects.filter(pk__in=ids).values_list("pk", "name"))
