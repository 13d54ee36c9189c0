"""Sending what is due to one endpoint: signed, one request after the other."""

from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

import httpx
from django.db import transaction
from django.utils.translation import gettext_noop

from comptoir.connectors.webhooks.models import Endpoint, Notice
from comptoir.connectors.webhooks.policies import (
    GONE,
    is_delivered,
    next_attempt,
    signature,
)
from comptoir.connectors.webhooks.services import PING, as_json, wake_due
from comptoir.connectors.webhooks.states import NoticeState
from comptoir.journal.models import Entry
from comptoir.kit import outbound
from comptoir.kit.clock import now
from comptoir.kit.outbound import ForbiddenAddress, Unreachable
from comptoir.kit.secrets import UnreadableSecret, unseal
from comptoir.kit.sentences import Sentence
from comptoir.rest.telling import tell

MOST_AT_ONCE = 50
SECONDS_AT_ONCE = 30.0
# An endpoint that is not there would cost a time-out for each of its notices.
SILENT_IN_A_ROW = 3
_TIMEOUT = httpx.Timeout(10, connect=5)
_LONGEST_ERROR = 300
_SILENT = gettext_noop("It did not answer: %(error)s.")
_REDIRECTS = gettext_noop("It redirects. Enter the address it leads to.")
_ANSWERED = gettext_noop("It answered with the status %(status)s.")
_UNREADABLE = gettext_noop("Its secret can't be read with this installation's secret key.")
_IF_WE_DIE = timedelta(minutes=5)
_PUT_OFF = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`status` is None where nobody answered; the trouble is said when somebody reads it."""

    status: int | None
    trouble: Sentence | None = None


def deliver_due(endpoint_id: int) -> None:
    """Send what is due now; the rest is woken again."""
    until, silent = monotonic() + SECONDS_AT_ONCE, 0
    for _turn in range(MOST_AT_ONCE):
        begun = _begin(endpoint_id)
        if begun is None:
            return
        started = monotonic()
        outcome = _send(*begun)
        _settle(begun[1].pk, outcome, round((monotonic() - started) * 1000))
        silent = silent + 1 if outcome.status is None else 0
        if silent == SILENT_IN_A_ROW:
            _put_off(endpoint_id)
            return
        if monotonic() > until:
            break
    wake_due()


@transaction.atomic
def _begin(endpoint_id: int) -> tuple[Endpoint, Notice] | None:
    """The next notice that is due. Its next try is committed before this one connects."""
    due = Notice.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        endpoint=endpoint_id, state=NoticeState.WAITING, next_attempt_at__lte=now()
    )
    notice = due.select_related("endpoint").order_by("next_attempt_at", "id").first()
    if notice is None:
        return None
    notice.attempts += 1
    again = next_attempt(notice.attempts, now())
    # The last try has no next: should we die in it, it is made once more.
    notice.next_attempt_at = again or now() + _IF_WE_DIE
    notice.save(update_fields=["attempts", "next_attempt_at"])
    return notice.endpoint, notice


def _send(endpoint: Endpoint, notice: Notice) -> Outcome:
    try:
        body = _body(notice)
        headers = _headers(endpoint, notice, body)
        with outbound.client() as http:
            answer = http.stream(
                "POST", endpoint.url, content=body, headers=headers, timeout=_TIMEOUT
            )
            # Only how it is answered matters; what is answered is not read.
            with answer as response:
                return _outcome(response.status_code)
    except (ForbiddenAddress, Unreachable) as refusal:
        return Outcome(None, refusal.sentence)
    except UnreadableSecret:
        return Outcome(None, Sentence(_UNREADABLE))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        told = (str(error) or type(error).__name__)[:_LONGEST_ERROR]
        return Outcome(None, Sentence(_SILENT, {"error": told}))


def _outcome(status: int) -> Outcome:
    if is_delivered(status):
        return Outcome(status)
    if 300 <= status < 400:
        return Outcome(status, Sentence(_REDIRECTS))
    return Outcome(status, Sentence(_ANSWERED, {"status": str(status)}))


def _body(notice: Notice) -> bytes:
    """What the API would tell of the entry, now."""
    entry = Entry.objects.filter(pk=notice.entry_id).first() if notice.entry_id else None
    if entry is None:
        return as_json({"type": PING, "at": notice.created_at.isoformat()})
    (told,) = tell([entry])
    return as_json(told.model_dump(mode="json"))


def _headers(endpoint: Endpoint, notice: Notice, body: bytes) -> dict[str, str]:
    notice_id, timestamp = str(notice.public_id), int(now().timestamp())
    signed = (signature(secret, notice_id, timestamp, body) for secret in _secrets(endpoint))
    return {
        "Content-Type": "application/json",
        "User-Agent": "Comptoir-Webhooks/1",
        "webhook-id": notice_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signed),
    }


def _secrets(endpoint: Endpoint) -> list[str]:
    """The one that counts, and the one before it while a receiver may not know the new one."""
    sealed = [endpoint.sealed_secret]
    if endpoint.former_until is not None and endpoint.former_until > now():
        sealed.append(endpoint.sealed_former_secret)
    return [unseal(each) for each in sealed]


@transaction.atomic
def _settle(notice_id: int, outcome: Outcome, milliseconds: int) -> None:
    notice = Notice.objects.select_for_update().filter(pk=notice_id).first()
    if notice is None:
        return
    notice.status, notice.milliseconds = outcome.status, milliseconds
    notice.trouble = outcome.trouble.kept() if outcome.trouble else ""
    delivered = outcome.status is not None and is_delivered(outcome.status)
    if delivered:
        notice.state = NoticeState.DELIVERED
    elif outcome.status == GONE or next_attempt(notice.attempts, now()) is None:
        notice.state = NoticeState.DEAD
    if notice.state != NoticeState.WAITING:
        notice.settled_at = now()
    notice.save()


def _put_off(endpoint_id: int) -> None:
    """Nobody is there: what is due waits a minute, without counting as a try."""
    due = Notice.objects.filter(
        endpoint=endpoint_id, state=NoticeState.WAITING, next_attempt_at__lte=now()
    )
    due.update(next_attempt_at=now() + _PUT_OFF)
