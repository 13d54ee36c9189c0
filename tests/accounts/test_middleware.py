"""Every request knows who asks, in which language and zone, and notes seldom that he was here."""

from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from comptoir.accounts.browsers import browser_name
from comptoir.accounts.middleware import LastSeenMiddleware
from comptoir.accounts.models import Member
from tests.accounts.conftest import PASSWORD


def test_a_stranger_reads_his_browsers_language(db: None, client: Client) -> None:
    answer = client.get(reverse("account_login"), headers={"Accept-Language": "fr-CA,fr;q=0.9"})

    assert answer["Content-Language"] == "fr"
    assert b'lang="fr"' in answer.content


def test_a_member_reads_his_own_language(ines: Member, client: Client) -> None:
    Member.objects.filter(pk=ines.pk).update(language="ru", time_zone="Mars/Olympus")
    client.force_login(ines)

    answer = client.get(reverse("account_profile"), headers={"Accept-Language": "fr"})

    assert b'lang="ru"' in answer.content


def test_a_fragment_asked_by_a_stranger_is_sent_to_sign_in(db: None, client: Client) -> None:
    answer = client.get(reverse("account_profile"), headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/account/sign-in/?next=/account/profile"


def test_a_browser_in_use_is_noted_once_in_five_minutes(
    ines: Member, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[Any] = []
    monkeypatch.setattr(UserSession.objects, "create_from_request", noted.append)
    client.post(reverse("account_login"), {"login": ines.email, "password": PASSWORD})
    noted.clear()
    moment = 1000.0
    monkeypatch.setattr("comptoir.accounts.middleware.monotonic", lambda: moment)
    seen = LastSeenMiddleware(lambda request: HttpResponse())
    request = RequestFactory().get("/")
    request.session = client.session  # type: ignore[assignment]
    request.identity = object()  # type: ignore[attr-defined]

    for after in (0, 10, 299, 301, 302):
        moment = 1000.0 + after
        seen(request)

    assert len(noted) == 2


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36",
            "Chrome on Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 15.1; rv:144.0) Gecko/20100101 Firefox/144.0",
            "Firefox on Mac",
        ),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_is_named_as_people_know_it(said: str, shown: str) -> None:
    assert browser_name(said) == shown
