"""The only writers of webhooks: endpoints, and the notices that go to them."""

import base64
import json
import secrets
from collections.abc import Collection, Sequence
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from comptoir import journal
from comptoir.accounts import access
from comptoir.connectors.webhooks.access import MANAGE
from comptoir.connectors.webhooks.errors import BadEndpoint, NoSuchEndpoint, NoSuchNotice
from comptoir.connectors.webhooks.events import (
    WebhookAdded,
    WebhookChanged,
    WebhookRemoved,
    WebhookReplayed,
    WebhookSecretRenewed,
)
from comptoir.connectors.webhooks.models import Endpoint, Notice
from comptoir.connectors.webhooks.policies import SECRET_MARK, check_url
from comptoir.connectors.webhooks.queries import offered_events
from comptoir.connectors.webhooks.states import NOTICE_FLOW, NoticeState
from comptoir.journal import publish
from comptoir.journal.models import Entry
from comptoir.journal.queries import Position, current_position, entries_after
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.outbound import Unreachable, guarded_address
from comptoir.kit.secrets import seal
from comptoir.kit.sentences import Sentence
from comptoir.kit.text import clean

PING = "ping"
AT_ONCE = 500
KEPT = timedelta(days=30)
# How long a receiver may take to learn the new secret.
FORMER_SECRET = timedelta(days=1)
_PORTS = {"https": 443, "http": 80}
_RESTORED = Sentence(gettext_noop("Not sent: this desk was restored."))


@transaction.atomic
def add_endpoint(
    *, by: Actor, name: str, url: str, events: Collection[str], is_active: bool = True
) -> tuple[Endpoint, str]:
    """The endpoint and its secret, which can be shown again. It is told what happens from now on.

    Raises BadEndpoint, ForbiddenAddress.
    """
    access.require(by, MANAGE)
    secret = _new_secret()
    here = current_position()
    endpoint = Endpoint.objects.create(
        **_checked(name, url, events),
        is_active=is_active,
        sealed_secret=seal(secret),
        tx=here.tx,
        entry_id=here.id,
    )
    publish(WebhookAdded(endpoint_id=endpoint.pk), by=by, detail={"url": endpoint.url})
    return endpoint, secret


def _new_secret() -> str:
    return SECRET_MARK + base64.b64encode(secrets.token_bytes(32)).decode()


@transaction.atomic
def change_endpoint(
    *,
    by: Actor,
    endpoint_id: int,
    name: str | None = None,
    url: str | None = None,
    events: Collection[str] | None = None,
    is_active: bool | None = None,
) -> Endpoint:
    """None leaves it. One that is switched on again is told from now on: what it missed is over.

    Raises BadEndpoint, ForbiddenAddress.
    """
    access.require(by, MANAGE)
    endpoint = _lock(endpoint_id)
    is_active = endpoint.is_active if is_active is None else is_active
    before = {"url": endpoint.url, "events": endpoint.events, "active": endpoint.is_active}
    if is_active and not endpoint.is_active:
        here = current_position()
        endpoint.tx, endpoint.entry_id = here.tx, here.id
    wanted = _checked(
        endpoint.name if name is None else name,
        endpoint.url if url is None else url,
        endpoint.events if events is None else events,
    )
    for field, value in wanted.items():
        setattr(endpoint, field, value)
    endpoint.is_active = is_active
    endpoint.save()
    after = {"url": endpoint.url, "events": endpoint.events, "active": is_active}
    publish(
        WebhookChanged(endpoint_id=endpoint_id), by=by, detail={"before": before, "after": after}
    )
    return endpoint


@transaction.atomic
def renew_secret(*, by: Actor, endpoint_id: int) -> tuple[Endpoint, str]:
    """The new secret. For a day requests carry the former one's signature too."""
    access.require(by, MANAGE)
    endpoint = _lock(endpoint_id)
    secret = _new_secret()
    endpoint.sealed_former_secret = endpoint.sealed_secret
    endpoint.former_until = now() + FORMER_SECRET
    endpoint.sealed_secret = seal(secret)
    endpoint.save(update_fields=["sealed_secret", "sealed_former_secret", "former_until"])
    publish(WebhookSecretRenewed(endpoint_id=endpoint_id), by=by)
    return endpoint, secret


@transaction.atomic
def remove_endpoint(*, by: Actor, endpoint_id: int) -> None:
    """With all its notices."""
    access.require(by, MANAGE)
    endpoint = _lock(endpoint_id)
    publish(WebhookRemoved(endpoint_id=endpoint_id), by=by, detail={"url": endpoint.url})
    endpoint.delete()


def _lock(endpoint_id: int) -> Endpoint:
    endpoint = Endpoint.objects.select_for_update().filter(pk=endpoint_id).first()
    if endpoint is None:
        raise NoSuchEndpoint
    return endpoint


def _checked(name: str, url: str, events: Collection[str]) -> dict[str, object]:
    tidy = clean(name).strip()[:80]
    if not tidy:
        raise BadEndpoint(_("Give the webhook a name."))
    unknown = set(events) - set(offered_events())
    if unknown or not events:
        raise BadEndpoint(_("Choose at least one event from the list."))
    return {"name": tidy, "url": _checked_url(url), "events": sorted(set(events))}


def _checked_url(url: str) -> str:
    """Refused at once where it leads inside the house; a silent name server refuses nothing."""
    good = check_url(url)
    parts = urlsplit(good)
    try:
        found = guarded_address(parts.hostname or "", parts.port or _PORTS[parts.scheme])
        inside = not ip_address(found.ip).is_global
    except Unreachable:
        inside = False
    if parts.scheme == "http" and not inside:
        raise BadEndpoint(_("Only https:// is told, so that nobody on the way listens."))
    return good


@transaction.atomic
def ping(*, by: Actor, endpoint_id: int) -> Notice:
    """Put a notice without an event on its way, also where the endpoint is switched off."""
    access.require(by, MANAGE)
    endpoint = _lock(endpoint_id)
    moment = now()
    notice = Notice.objects.create(
        endpoint=endpoint, event=PING, next_attempt_at=moment, created_at=moment
    )
    _wake(endpoint.pk)
    return notice


@transaction.atomic
def replay(*, by: Actor, endpoint_id: int, notice_id: int | None = None) -> int:
    """Send a dead notice, or all dead ones of an endpoint, again; how many there were."""
    access.require(by, MANAGE)
    _lock(endpoint_id)
    dead = Notice.objects.select_for_update().filter(endpoint=endpoint_id)
    if notice_id is None:
        found = list(dead.filter(state=NoticeState.DEAD).order_by("id"))
    else:
        found = list(dead.filter(pk=notice_id))
        if not found:
            raise NoSuchNotice
    for notice in found:
        NOTICE_FLOW.check(NoticeState(notice.state), NoticeState.WAITING)
    moment = now()
    Notice.objects.filter(pk__in=[notice.pk for notice in found]).update(
        state=NoticeState.WAITING, attempts=0, next_attempt_at=moment, settled_at=None
    )
    if found:
        publish(WebhookReplayed(endpoint_id=endpoint_id, count=len(found)), by=by)
        _wake(endpoint_id)
    return len(found)


def _wake(endpoint_id: int) -> None:
    """One job an endpoint: its requests go one after the other, and a slow one delays no other."""
    journal.later(
        "connectors_webhooks.deliver",
        key=f"webhook:{endpoint_id}",
        lock=f"webhook:{endpoint_id}",
        queue="webhooks",
        endpoint_id=endpoint_id,
    )


# --- Following the journal ------------------------------------------------------------------


def follow() -> None:
    """Write notices for what happened since, and wake whoever has some due."""
    for endpoint_id in Endpoint.objects.filter(is_active=True).values_list("pk", flat=True):
        while _follow(endpoint_id) == AT_ONCE:
            pass
    wake_due()


@transaction.atomic
def _follow(endpoint_id: int) -> int:
    """One step of one endpoint: how many entries it took. Two workers do not take the same."""
    found = Endpoint.objects.select_for_update(skip_locked=True).filter(pk=endpoint_id)
    endpoint = found.filter(is_active=True).first()
    if endpoint is None:
        return 0
    # Taken first: what commits between the two is told in the next round.
    safe = current_position()
    after = Position(endpoint.tx, endpoint.entry_id)
    entries = entries_after(after, limit=AT_ONCE, events=endpoint.events)
    _write_notices(endpoint, entries)
    full = len(entries) == AT_ONCE
    reached = Position(entries[-1].tx or 0, entries[-1].pk) if full else max(after, safe)
    endpoint.tx, endpoint.entry_id = reached.tx, reached.id
    endpoint.save(update_fields=["tx", "entry_id"])
    return len(entries)


def _write_notices(endpoint: Endpoint, entries: Sequence[Entry]) -> None:
    moment = now()
    Notice.objects.bulk_create(
        [
            Notice(
                endpoint=endpoint,
                entry_id=entry.pk,
                event=entry.event,
                next_attempt_at=moment,
                created_at=moment,
            )
            for entry in entries
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def wake_due() -> None:
    due = Notice.objects.filter(state=NoticeState.WAITING, next_attempt_at__lte=now())
    for endpoint_id in due.values_list("endpoint", flat=True).distinct():
        _wake(endpoint_id)


@transaction.atomic
def start_from_now() -> None:
    """Forget what was on its way, and where the journal was: after a restore nothing is sent.

    Positions of one PostgreSQL server mean nothing on another.
    """
    here = current_position()
    Endpoint.objects.update(tx=here.tx, entry_id=here.id)
    waiting = Notice.objects.filter(state=NoticeState.WAITING)
    waiting.update(state=NoticeState.DEAD, trouble=_RESTORED.kept())


def forget_old_notices() -> int:
    """Settled ones; how many there were."""
    old = Notice.objects.filter(created_at__lt=now() - KEPT)
    return old.exclude(state=NoticeState.WAITING).delete()[0]


def as_json(told: dict[str, object]) -> bytes:
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode()
