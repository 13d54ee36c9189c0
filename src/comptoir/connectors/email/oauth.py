"""Signing in to Microsoft 365 and Google: authorization code with PKCE, and refreshed tokens."""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext_noop as _

from comptoir.channels.errors import ConnectorError
from comptoir.channels.models import Channel
from comptoir.connectors.email.account import secrets_of
from comptoir.kit import outbound
from comptoir.kit.clock import now
from comptoir.kit.outbound import ForbiddenAddress, Unreachable
from comptoir.kit.secrets import seal

# A token is renewed this many seconds before it ends.
LEEWAY = 120
STATE_MINUTES = 15
_SALT = "comptoir.connectors.email.oauth"


@dataclass(frozen=True, slots=True)
class Provider:
    """Where a provider is asked, and for what."""

    key: str
    name: str
    authorize_url: str
    token_url: str
    scopes: tuple[str, ...]
    extra: tuple[tuple[str, str], ...] = ()


PROVIDERS = {
    provider.key: provider
    for provider in (
        Provider(
            "microsoft",
            "Microsoft 365",
            "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
            "https://login.microsoftonline.com/common/oauth2/v2.0/token",
            (
                "offline_access",
                "https://outlook.office.com/IMAP.AccessAsUser.All",
                "https://outlook.office.com/SMTP.Send",
            ),
        ),
        Provider(
            "google",
            "Google",
            "https://accounts.google.com/o/oauth2/v2/auth",
            "https://oauth2.googleapis.com/token",
            ("https://mail.google.com/",),
            (("access_type", "offline"), ("prompt", "consent")),
        ),
    )
}


def xoauth2(user: str, token: str) -> str:
    """The client's answer in SASL XOAUTH2, before base 64."""
    return f"user={user}\x01auth=Bearer {token}\x01\x01"


def provider_of(channel: Channel) -> Provider:
    """The channel's provider; a setting may point to other addresses, for a private cloud."""
    provider = PROVIDERS[str(channel.settings.get("oauth"))]
    told = channel.settings.get("oauth_urls") or {}
    return Provider(
        provider.key,
        provider.name,
        str(told.get("authorize") or provider.authorize_url),
        str(told.get("token") or provider.token_url),
        provider.scopes,
        provider.extra,
    )


@dataclass(frozen=True, slots=True)
class Start:
    """Where to send the browser, and what its session must remember."""

    url: str
    verifier: str


def start(channel: Channel, *, redirect_url: str, member_id: int) -> Start:
    """The way to the provider's own sign-in page. The state names channel and member, signed."""
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
    provider = provider_of(channel)
    asked = {
        "client_id": str(channel.settings.get("oauth_client_id", "")),
        "response_type": "code",
        "redirect_uri": redirect_url,
        "scope": " ".join(provider.scopes),
        "state": signing.dumps([channel.pk, member_id], salt=_SALT),
        "code_challenge": challenge.decode(),
        "code_challenge_method": "S256",
        "login_hint": channel.address,
        **dict(provider.extra),
    }
    return Start(f"{provider.authorize_url}?{urlencode(asked)}", verifier)


def channel_of_state(state: str, *, member_id: int) -> int:
    """The channel that a callback is for; raises ConnectorError for a forged or old state."""
    try:
        channel_id, asked_by = signing.loads(state, salt=_SALT, max_age=STATE_MINUTES * 60)
    except signing.BadSignature:
        raise ConnectorError(_("This sign-in took too long or was not started here.")) from None
    if asked_by != member_id:
        raise ConnectorError(_("This sign-in was started by somebody else."))
    return int(channel_id)


def finish(channel: Channel, *, code: str, verifier: str, redirect_url: str) -> None:
    """Exchange the code for tokens and keep them sealed."""
    answer = _ask(
        channel,
        {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_url,
            "code_verifier": verifier,
        },
    )
    _keep(channel, answer)


def access_token(channel: Channel, *, renew: bool = False) -> str:
    """A token that is good now; raises ConnectorError with `grant_expired` when it was revoked.

    `renew` asks for a new one though the old one should still be good.
    """
    kept = secrets_of(channel)
    if not renew and _is_fresh(kept):
        return str(kept["access_token"])
    return _renewed(channel, stale=str(kept.get("access_token", "")))


def _is_fresh(kept: Mapping[str, Any]) -> bool:
    ends_at = float(kept.get("expires_at", 0))
    return bool(kept.get("access_token")) and ends_at - LEEWAY > now().timestamp()


@transaction.atomic
def _renewed(channel: Channel, *, stale: str) -> str:
    """One renews while the others wait: some providers take each refresh token once only."""
    locked = Channel.objects.select_for_update(no_key=True).get(pk=channel.pk)
    kept = secrets_of(locked)
    if _is_fresh(kept) and kept["access_token"] != stale:
        return str(kept["access_token"])
    if not kept.get("refresh_token"):
        raise _expired(channel)
    asked = {"grant_type": "refresh_token", "refresh_token": str(kept["refresh_token"])}
    return _keep(channel, _ask(locked, asked))


def _ask(channel: Channel, form: dict[str, str]) -> dict[str, Any]:
    kept = secrets_of(channel)
    provider = provider_of(channel)
    form |= {"client_id": str(channel.settings.get("oauth_client_id", ""))}
    if secret := kept.get("client_secret"):
        form |= {"client_secret": str(secret)}
    try:
        response = outbound.request("POST", provider.token_url, data=form)
    except (ForbiddenAddress, Unreachable) as error:
        said = _("%(provider)s was not reached: %(error)s")
        facts = {"provider": provider.name, "error": str(error)}
        raise ConnectorError(said, facts=facts) from error
    return _answer(channel, provider, response.status_code, response.content)


def _answer(channel: Channel, provider: Provider, status: int, content: bytes) -> dict[str, Any]:
    try:
        answer = dict(json.loads(content))
    except (ValueError, TypeError):
        answer = {}
    if status == 200 and answer.get("access_token"):
        return answer
    if answer.get("error") in ("invalid_grant", "interaction_required", "consent_required"):
        raise _expired(channel)
    said = answer.get("error_description") or answer.get("error") or f"status {status}"
    raise ConnectorError(
        _("%(provider)s refused to renew the sign-in: %(reason)s"),
        facts={"provider": provider.name, "reason": str(said)[:200]},
    )


def _expired(channel: Channel) -> ConnectorError:
    return ConnectorError(
        _("%(address)s has to be connected again: %(provider)s has withdrawn the permission."),
        facts={"address": channel.address, "provider": provider_of(channel).name},
        code="grant",
        grant=True,
    )


@transaction.atomic
def _keep(channel: Channel, answer: dict[str, Any]) -> str:
    """Seal what came; providers that rotate refresh tokens send a new one each time."""
    locked = Channel.objects.select_for_update(no_key=True).get(pk=channel.pk)
    kept = secrets_of(locked)
    kept["access_token"] = str(answer["access_token"])
    kept["expires_at"] = now().timestamp() + float(answer.get("expires_in", 3600))
    if answer.get("refresh_token"):
        kept["refresh_token"] = str(answer["refresh_token"])
    locked.sealed = channel.sealed = seal(json.dumps(kept))
    locked.save(update_fields=["sealed"])
    return str(kept["access_token"])
