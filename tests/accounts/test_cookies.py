"""What browsers keep for us: to be sent to us alone, over TLS alone, and read by no script (C1, D8)."""

import json
import subprocess
import sys
from http.cookies import Morsel
from uuid import uuid4

import pytest
from django.test import Client

from comptoir.accounts.models import Visit
from comptoir.accounts.parties import Party
from comptoir.accounts.visitors import DOORS
from comptoir.channels.models import Channel
from tests.conversations.conftest import make_member

pytestmark = pytest.mark.django_db


def flags(cookie: Morsel[str]) -> tuple[bool, bool, str]:
    return bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"]


@pytest.fixture(autouse=True)
def _over_tls(settings) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.LANGUAGE_COOKIE_SECURE = True


def test_the_session_and_the_token_of_members_are_locked(client: Client) -> None:
    make_member("ines@shop.example", "Inès", "agent")
    client.get("/account/sign-in/")

    client.post("/account/sign-in/", {"login": "ines@shop.example", "password": "secret"})

    assert flags(client.cookies["sessionid"]) == (True, True, "Lax")
    assert flags(client.cookies["csrftoken"]) == (True, True, "Lax")
    assert all(cookie["secure"] for cookie in client.cookies.values())


@pytest.mark.parametrize("party", list(DOORS))
def test_the_pass_of_visitors_is_locked_and_of_its_door_alone(client: Client, party: Party) -> None:
    door = DOORS[party]

    client.post(f"/{door.name}/sign-in/", {"address": "camille@buyer.example"})
    client.post(f"/{door.name}/language/", {"language": "fr"})

    kept = {name: cookie for name, cookie in client.cookies.items() if name != "csrftoken"}
    assert kept
    for name, cookie in kept.items():
        secure, httponly, samesite = flags(cookie)
        assert (secure, samesite, cookie["path"]) == (True, "Lax", door.path), name
        # The language alone is no secret.
        assert httponly or cookie.value == "fr", name
    assert not Visit.objects.exists()


def test_the_chat_on_a_shops_page_keeps_no_cookie(client: Client) -> None:
    """A foreign page may not ride on one: the visitor is known by a token of the page alone."""
    channel = Channel.objects.create(
        key="chat", name="Chat", kind="chat", profile="chat",
        settings={"origins": ["https://shop.example"]},
    )  # fmt: skip
    pages = ("hello", "visit", "messages", "beat", "end")

    for page in pages:
        for method in ("get", "post", "options"):
            answer = getattr(client, method)(
                f"/chat/{channel.public_id}/{page}/", HTTP_ORIGIN="https://shop.example"
            )
            assert not answer.cookies, (page, method)
            assert answer.headers.get("Access-Control-Allow-Credentials") is None

    assert not client.cookies


def test_under_https_the_settings_ask_for_tls_everywhere() -> None:
    asked = (
        "import json; from comptoir.config import settings as s;"
        "print(json.dumps({n: getattr(s, n) for n in dir(s) if 'COOKIE_S' in n or 'HTTPONLY' in n}))"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked],
        env={
            "PATH": "/usr/bin:/bin",
            "COMPTOIR_PUBLIC_URL": "https://desk.example",
            "COMPTOIR_SECRET_KEY": uuid4().hex * 2,
        },
        capture_output=True,
        text=True,
        check=True,
    )

    found = json.loads(told.stdout)

    assert found["SESSION_COOKIE_SECURE"] is True
    assert found["CSRF_COOKIE_SECURE"] is True
    assert found["CSRF_COOKIE_HTTPONLY"] is True
    assert (found["SESSION_COOKIE_SAMESITE"], found["CSRF_COOKIE_SAMESITE"]) == ("Lax", "Lax")


@pytest.mark.parametrize(
    "header",
    ["HTTP_REMOTE_USER", "HTTP_X_REMOTE_USER", "HTTP_X_FORWARDED_USER", "HTTP_X_AUTH_EMAIL"],
)
def test_d7_a_header_that_names_a_member_signs_nobody_in(client: Client, header: str) -> None:
    make_member("root@shop.example", "Rune", "administrator")

    answer = client.get("/inbox/all/", **{header: "root@shop.example", "REMOTE_USER": ""})

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/sign-in/")
    assert "sessionid" not in client.cookies


def test_d7_without_a_proxy_of_ours_nobody_says_that_a_request_was_encrypted(
    client: Client, settings
) -> None:
    assert settings.SECURE_PROXY_SSL_HEADER is None

    request = client.get("/account/sign-in/", HTTP_X_FORWARDED_PROTO="https").wsgi_request

    assert not request.is_secure()
