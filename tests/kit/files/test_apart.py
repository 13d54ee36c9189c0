"""Files on a host of their own: only they answer there, for a minute, without a cookie."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django import Settings

from comptoir.kit import files
from comptoir.kit.files import apart

OWN = "https://files.example"


@pytest.fixture
def host(settings: Settings) -> str:
    settings.FILES_URL = OWN
    settings.ALLOWED_HOSTS = ["testserver", "files.example"]
    return "files.example"


def way_of(name: str = "invoice.html") -> str:
    """Where the desk sends a browser that may have the file."""
    key = files.put(b"<script>alert(1)</script>", folder="tests")
    return str(files.hand_over(key, name).headers["Location"])


def test_c2_where_no_host_is_given_the_file_is_a_download_from_here(settings: Settings) -> None:
    settings.FILES_URL = ""
    key = files.put(b"<script>alert(1)</script>", folder="tests")

    answer = files.hand_over(key, "invoice.html")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")


def test_c2_the_file_comes_from_its_own_host_as_a_download_without_a_cookie(
    client: Client, host: str
) -> None:
    way = urlsplit(way_of())

    answer = client.get(way.path, headers={"host": host})

    assert f"{way.scheme}://{way.netloc}" == OWN
    assert (answer.status_code, answer.content) == (200, b"<script>alert(1)</script>")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert not answer.cookies


@pytest.mark.parametrize("path", ["/", "/health", "/account/sign-in/", "/api/v1/me", "/static/x"])
def test_c2_nothing_else_answers_there(client: Client, host: str, path: str) -> None:
    answer = client.get(path, headers={"host": host})

    assert (answer.status_code, answer.content) == (404, b"")
    assert not answer.cookies


def test_c2_the_address_of_a_file_answers_on_no_other_host(client: Client, host: str) -> None:
    assert client.get(urlsplit(way_of()).path).status_code == 404


def test_c4_an_address_is_good_for_a_minute_and_for_one_file(
    client: Client, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = urlsplit(way_of()).path

    changed = client.get(path[:-1] + ("A" if path[-1] != "A" else "B"), headers={"host": host})
    posted = client.post(path, headers={"host": host})
    monkeypatch.setattr(apart, "GOOD_FOR_SECONDS", -1)
    late = client.get(path, headers={"host": host})

    assert (changed.status_code, posted.status_code, late.status_code) == (404, 404, 404)
