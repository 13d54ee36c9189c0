"""Signing in with a provider that stands here: code with PKCE, renewal, a permission withdrawn."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from comptoir.accounts.models import Member, MemberGrant
from comptoir.channels import services as channels
from comptoir.channels.errors import ConnectorError
from comptoir.channels.models import Channel
from comptoir.channels.states import Health
from comptoir.connectors.email import oauth, services
from comptoir.connectors.email.account import secrets_of
from comptoir.conversations.models import Conversation
from comptoir.kit.clock import freeze, now
from tests.connectors.email.dovecot import Dovecot
from tests.connectors.email.test_imap import raw


@dataclass
class Provider:
    """Answers of the token endpoint, and what it was asked. Tokens named here are good."""

    port: int = 0
    asked: list[dict[str, str]] = field(default_factory=list)
    good: dict[str, str] = field(default_factory=dict)
    refusal: dict[str, str] | None = None
    issued: int = 0

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.asked.append(form)
        if self.refusal:
            return 400, self.refusal
        self.issued += 1
        token = f"access-{self.issued}"
        self.good = {token: "*"}
        return 200, {"access_token": token, "expires_in": 3600, "refresh_token": "refresh"}

    def introspect(self, token: str) -> tuple[int, dict[str, Any]]:
        """As Dovecot asks whether a token is good."""
        return 200, {"active": str(token in self.good).lower(), "email": self.good.get(token, "")}


def serve(provider: Provider, port: int = 0) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say(*provider.token(dict(parse_qsl(body))))

        def do_GET(self) -> None:
            self._say(*provider.introspect(unquote(self.path.rpartition("/")[2].partition("&")[0])))

        def _say(self, status: int, answer: dict[str, Any]) -> None:
            text = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_words: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    provider.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture
def provider() -> Iterator[Provider]:
    standin = Provider()
    server = serve(standin)
    yield standin
    server.shutdown()
    server.server_close()


@pytest.fixture
def connected(mailbox: Channel, provider: Provider) -> Channel:
    """A mailbox that signs in by Microsoft's way, at the stand-in."""
    there = f"http://127.0.0.1:{provider.port}"
    mailbox.settings = {
        "oauth": "microsoft",
        "oauth_client_id": "client",
        "oauth_urls": {"authorize": f"{there}/authorize", "token": f"{there}/token"},
    }
    mailbox.save()
    return mailbox


@pytest.fixture
def admin(db: None) -> Client:
    member = Member.objects.create_user("admin@shop.example", "secret", name="Admin")
    MemberGrant.objects.create(member=member, role="administrator")
    client = Client()
    client.force_login(member)
    return client


def _start(admin: Client, channel: Channel) -> dict[str, list[str]]:
    answer = admin.get(reverse("connectors_email:oauth_start", args=[channel.pk]))
    assert answer.status_code == 302
    return parse_qs(urlsplit(answer["Location"]).query)


def _come_back(admin: Client, **told: str) -> Any:
    return admin.get(reverse("connectors_email:oauth_callback"), told, follow=True)


def test_an_administrator_connects_a_mailbox_and_its_tokens_are_sealed(
    admin: Client, connected: Channel, provider: Provider
) -> None:
    asked = _start(admin, connected)
    assert asked["redirect_uri"] == ["http://testserver/hooks/mail/oauth/callback/"]
    assert asked["code_challenge_method"] == ["S256"]
    assert "IMAP.AccessAsUser.All" in asked["scope"][0]

    page = _come_back(admin, state=asked["state"][0], code="the-code")

    (form,) = provider.asked
    verifier = form["code_verifier"].encode()
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=")
    assert [challenge.decode()] == asked["code_challenge"]
    assert (form["code"], form["client_id"]) == ("the-code", "client")
    assert "Connected. Mail is fetched from where it stopped." in page.content.decode()
    connected.refresh_from_db()
    assert secrets_of(connected)["refresh_token"] == "refresh"
    assert "refresh" not in connected.sealed


def test_a_state_of_somebody_else_or_of_nobody_is_refused(
    admin: Client, connected: Channel, provider: Provider
) -> None:
    forged = _come_back(admin, state="forged", code="the-code")
    other = oauth.start(connected, redirect_url="x", member_id=0)
    state = parse_qs(urlsplit(other.url).query)["state"][0]
    stolen = _come_back(admin, state=state, code="the-code")

    assert "was not started here" in forged.content.decode()
    assert "was started by somebody else" in stolen.content.decode()
    assert provider.asked == []


def test_a_code_works_once_only(admin: Client, connected: Channel, provider: Provider) -> None:
    asked = _start(admin, connected)
    _come_back(admin, state=asked["state"][0], code="the-code")

    again = _come_back(admin, state=asked["state"][0], code="the-code")

    assert "Start it again" in again.content.decode()
    assert len(provider.asked) == 1


def test_an_agent_may_not_connect_a_mailbox(connected: Channel) -> None:
    member = Member.objects.create_user("agent@shop.example", "secret", name="Agent")
    MemberGrant.objects.create(member=member, role="agent")
    client = Client()
    client.force_login(member)

    address = reverse("connectors_email:oauth_start", args=[connected.pk])

    assert client.get(address).status_code == 403


def test_a_token_is_renewed_shortly_before_it_ends(connected: Channel, provider: Provider) -> None:
    oauth.finish(connected, code="x", verifier="y", redirect_url="z")

    assert oauth.access_token(connected) == "access-1"
    with freeze(now() + timedelta(minutes=57)):
        assert oauth.access_token(connected) == "access-1"
    with freeze(now() + timedelta(minutes=59)):
        assert oauth.access_token(connected) == "access-2"

    assert [form["grant_type"] for form in provider.asked] == [
        "authorization_code",
        "refresh_token",
    ]


def test_a_withdrawn_permission_is_told_once_and_intake_catches_up_after_it_is_given_again(
    connected: Channel, provider: Provider, imap_server: Dovecot, admin: Client
) -> None:
    introspection = serve(provider, imap_server.oauth_port)
    user = f"box-{connected.public_id}"
    connected.settings |= {
        "user": user,
        "imap": {"host": "127.0.0.1", "port": imap_server.port, "security": "none"},
    }
    connected.save()
    try:
        oauth.finish(connected, code="x", verifier="y", redirect_url="z")
        provider.good = {"access-1": user}
        imap_server.put(user, raw(1))
        assert services.fetch(channel_id=connected.pk) == 1

        provider.good, provider.refusal = {}, {"error": "invalid_grant"}
        imap_server.put(user, raw(2), raw(3))
        for _ in range(3):
            services.fetch(channel_id=connected.pk)
        connected.refresh_from_db()
        assert connected.health == Health.GRANT_EXPIRED
        assert "has to be connected again" in connected.trouble

        provider.refusal = None
        oauth.finish(connected, code="x", verifier="y", redirect_url="z")
        provider.good = {f"access-{provider.issued}": user}
        assert services.fetch(channel_id=connected.pk) == 2
    finally:
        introspection.shutdown()
        introspection.server_close()

    connected.refresh_from_db()
    assert connected.health == Health.OK
    subjects = Conversation.objects.order_by("pk").values_list("subject", flat=True)
    assert list(subjects) == ["Parcel 1", "Parcel 2", "Parcel 3"]


def test_administrators_get_one_mail_when_a_permission_ends(
    connected: Channel, admin: Client
) -> None:
    channels.tell_administrators(channel_id=connected.pk, health=Health.GRANT_EXPIRED)
    channels.tell_administrators(channel_id=connected.pk, health=Health.OK)

    (told,) = mail.outbox
    assert told.to == ["admin@shop.example"]
    assert told.subject == "Shop does not receive mail any more"


def test_a_provider_that_fails_for_a_moment_is_no_withdrawn_permission(
    connected: Channel, provider: Provider
) -> None:
    oauth.finish(connected, code="x", verifier="y", redirect_url="z")
    provider.refusal = {"error": "temporarily_unavailable"}

    with pytest.raises(ConnectorError) as failure, freeze(now() + timedelta(hours=2)):
        oauth.access_token(connected)

    assert not failure.value.grant_expired
