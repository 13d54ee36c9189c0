"""Mail that providers push: checked, bounded, stored before the answer."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from comptoir.channels.models import Channel
from comptoir.channels.services import receive
from comptoir.connectors.email.account import secrets_of
from comptoir.connectors.email.postmark import UnclearPayload, raw_mail
from comptoir.kit.actor import Actor, ActorKind
from comptoir.kit.clock import now

# 60 MB of mail in base 64 within JSON.
MOST_BYTES = 90_000_000
# A signature older or newer than this is a replay or a wrong clock.
WINDOW_SECONDS = 300
SIGNATURE = "X-Comptoir-Signature"
TIMESTAMP = "X-Comptoir-Timestamp"


def signature_of(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over `timestamp.body`, in hexadecimal."""
    signed = timestamp.encode() + b"." + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


@csrf_exempt
@require_POST
def postmark(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Postmark's inbound JSON. It signs in by name and password in the address."""
    return _take(request, public_id, _postmark_mail)


@csrf_exempt
@require_POST
def raw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A mail's own bytes, whatever the content type."""
    return _take(request, public_id, lambda body: (body, ""))


def _postmark_mail(body: bytes) -> tuple[bytes, str]:
    try:
        payload: Any = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnclearPayload("The body is no JSON.") from error
    if not isinstance(payload, dict):
        raise UnclearPayload("This is no inbound mail of Postmark.")
    number = str(payload.get("MessageID") or "")[:150]
    return raw_mail(payload), f"postmark/{number}" if number else ""


def _take(
    request: HttpRequest, public_id: UUID, mail_of: Callable[[bytes], tuple[bytes, str]]
) -> HttpResponse:
    """200 only after the commit: a provider that hears anything else sends again."""
    channel = Channel.objects.filter(public_id=public_id, is_active=True).first()
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return _refused(413, "This mail is too large.")
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return _refused(413, "This mail is too large.")
    secret = str(secrets_of(channel).get("webhook_secret", "")) if channel else ""
    # An unknown address answers like a wrong signature: nobody learns which channels exist.
    if channel is None or not _is_signed(request, secret, body):
        return _refused(403, "The signature does not fit.")
    try:
        mail, external_id = mail_of(body)
    except UnclearPayload as error:
        return _refused(422, str(error))
    by = Actor(ActorKind.CHANNEL, channel.pk)
    received = receive(by=by, channel=channel, raw=mail, external_id=external_id)
    return JsonResponse({"state": received.state.value})


def _refused(status: int, said: str) -> HttpResponse:
    return JsonResponse({"error": said}, status=status)


def _is_signed(request: HttpRequest, secret: str, body: bytes) -> bool:
    """By our own signature, or by basic sign-in where a provider knows nothing better."""
    if not secret:
        return False
    given = request.headers.get(SIGNATURE, "")
    if given:
        timestamp = request.headers.get(TIMESTAMP, "")
        expected = signature_of(secret, timestamp, body)
        return _is_recent(timestamp) and hmac.compare_digest(given.encode(), expected.encode())
    return hmac.compare_digest(_basic_password(request), secret.encode())


def _is_recent(timestamp: str) -> bool:
    if not timestamp.isascii() or not timestamp.isdigit():
        return False
    return abs(now().timestamp() - int(timestamp[:12])) <= WINDOW_SECONDS


def _basic_password(request: HttpRequest) -> bytes:
    scheme, _space, told = request.headers.get("Authorization", "").partition(" ")
    if scheme.casefold() != "basic":
        return b""
    try:
        return base64.b64decode(told).partition(b":")[2]
    except ValueError:
        return b""
