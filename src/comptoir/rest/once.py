"""A request that is sent twice takes effect once (B7).

The key is inserted in the transaction of the effect. Who comes second waits at the unique index
until the first has committed, then reads its answer; or finds nothing, if the first was rolled
back, and is carried out. A refusal has no effect, so nothing of it is kept.
"""

import re
from collections.abc import Callable
from datetime import timedelta

from django.db import OperationalError, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from comptoir.kit.clock import now
from comptoir.kit.db import planned, rows
from comptoir.kit.secrets import seal, unseal
from comptoir.kit.text import digest
from comptoir.rest.errors import BadKey, KeyInUse, KeyReused
from comptoir.rest.models import Answer

HEADER = "Idempotency-Key"
LONGEST_KEY = 200
KEPT = timedelta(hours=24)
_WAIT = "5s"
_LOCK_NOT_AVAILABLE = "55P03"
_KEY = re.compile(r"[\x21-\x7e]{1,200}")

_CLAIM = """
INSERT INTO rest_answer (owner, key, request_digest, status, body, answered_at)
VALUES (%(owner)s, %(key)s, %(request)s, 0, '', %(now)s)
ON CONFLICT (owner, key) DO UPDATE
  SET request_digest = excluded.request_digest, status = 0, answered_at = excluded.answered_at
  WHERE rest_answer.answered_at < %(oldest)s
RETURNING id"""

type Run = Callable[[], HttpResponseBase]


def in_one_transaction(run: Run) -> HttpResponseBase:
    """Carry a write out, all of it or nothing."""
    with transaction.atomic():
        response = run()
        if response.status_code >= 400:
            transaction.set_rollback(True)
    return response


def once(request: HttpRequest, owner: str, run: Run, *, sealed: bool) -> HttpResponseBase:
    """Carry a write out, or repeat what the same request was answered before.

    An answer that holds a secret is kept `sealed`. Raises BadKey, KeyReused, KeyInUse.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return in_one_transaction(run)
    if not _KEY.fullmatch(key):
        raise BadKey(LONGEST_KEY)
    return in_one_transaction(lambda: _once(request, owner, key, run, sealed=sealed))


def _once(
    request: HttpRequest, owner: str, key: str, run: Run, *, sealed: bool
) -> HttpResponseBase:
    claim = _claim(owner, key, request_digest(request))
    if claim is None:
        return _repeat(owner, key, request_digest(request), sealed=sealed)
    response = run()
    if response.status_code < 400:
        told: bytes = getattr(response, "content", b"")
        kept = seal(told.decode()).encode() if sealed else told
        Answer.objects.filter(pk=claim).update(status=response.status_code, body=kept)
    return response


def _claim(owner: str, key: str, request: bytes) -> int | None:
    """The row that this request may fill; None if another has answered it."""
    moment = now()
    told = {
        "owner": owner,
        "key": key,
        "request": request,
        "now": moment,
        "oldest": moment - KEPT,
    }
    rows("SELECT set_config('lock_timeout', %s, true)", [_WAIT])
    try:
        claimed = planned(_CLAIM, told)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == _LOCK_NOT_AVAILABLE:
            raise KeyInUse from None
        raise
    rows("SELECT set_config('lock_timeout', '0', true)")
    return claimed[0][0] if claimed else None


def _repeat(owner: str, key: str, request: bytes, *, sealed: bool) -> HttpResponseBase:
    from django.http import HttpResponse

    answer = Answer.objects.get(owner=owner, key=key)
    if bytes(answer.request_digest) != request:
        raise KeyReused
    kept = bytes(answer.body)
    told = unseal(kept.decode()).encode() if sealed else kept
    response = HttpResponse(told, status=answer.status)
    response.headers["Content-Type"] = "application/json; charset=utf-8"
    response.headers["Idempotent-Replayed"] = "true"
    return response


def request_digest(request: HttpRequest) -> bytes:
    """What makes two requests the same: method, address and body.

    A program that sends a form anew draws a new boundary: what it says is the same.
    """
    head = f"{request.method} {request.get_full_path()}\n".encode()
    boundary = (request.content_params or {}).get("boundary", "").encode()
    body = request.body.replace(boundary, b"") if boundary else request.body
    return digest(head + body)


def forget_answers() -> int:
    """Remove answers that no repeat is given any more; how many there were."""
    return Answer.objects.filter(answered_at__lt=now() - KEPT).delete()[0]
