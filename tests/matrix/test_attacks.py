"""What no browser of ours would send, at every address: answered, never with a server error.

D3, D8, F3, C1: unknown and huge numbers, NUL bytes and lone surrogates, methods nobody offered,
other hosts, other origins.
"""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from comptoir.journal.models import Entry
from tests.matrix.desk import Desk, undone
from tests.matrix.table import RULES
from tests.matrix.test_who_may import ALL, WAYS, ask, form_of

pytestmark = pytest.mark.django_db

NUMBERED = [(method, name) for _rule, method, name in WAYS if ALL[name].parameters]
POSTS = [name for rule in RULES for method, name in rule.ways() if method == "POST"]
PAGES = [name for rule in RULES for method, name in rule.ways() if method == "GET"]


@pytest.mark.parametrize("number", [987_654_321, 10**30])
def test_unknown_and_huge_numbers_are_refused_in_words(desk: Desk, number: int) -> None:
    administrator, wrong = desk.people["administrator"], []

    for method, name in NUMBERED:
        kwargs = desk.kwargs_at(name, ALL[name].parameters)
        if not all(isinstance(value, int) for value in kwargs.values()):
            continue
        url = reverse(name, kwargs=dict.fromkeys(kwargs, number))
        with undone():
            response = ask(administrator, method, url, form_of(desk, name))
        if response.status_code >= 500:
            wrong.append(f"{method} {url}: {response.status_code}")

    assert wrong == []


FIELDS = [
    "text",
    "name",
    "label_agent",
    "label_buyer",
    "category",
    "email",
    "role",
    "where",
    "member",
    "team",
    "status",
    "reason",
    "priority",
    "add",
    "remove",
    "seen",
    "at",
    "typed",
    "line",
    "note",
    "version",
    "tab",
    "being",
    "mode",
    "audience",
    "other",
    "way",
    "verb",
    "value",
    "numbers",
    "number",
    "buyer",
    "identity",
    "outcome",
    "amount",
    "currency",
    "key",
    "url",
    "events",
    "address",
    "capacity",
    "q",
    "view",
    "permissions",
    "days",
    "members",
    "asked",
    "subject",
    "language",
    "search",
    "show",
    "content",
]


@pytest.mark.parametrize("value", ["a\0b", "9" * 5000, "\ud800"])
def test_strange_words_in_every_field_are_answered(desk: Desk, value: str) -> None:
    administrator, wrong = desk.people["administrator"], []
    # A browser sends bytes: a lone surrogate comes as what UTF-8 forbids.
    sent = "&".join(f"{field}={_quoted(value)}" for field in FIELDS)

    for name in POSTS:
        url = reverse(name, kwargs=desk.kwargs_at(name, ALL[name].parameters))
        with undone():
            response = administrator.client.post(
                url, sent, content_type="application/x-www-form-urlencoded"
            )
        if response.status_code >= 500:
            wrong.append(f"{name}: {response.status_code}")

    assert wrong == []


@pytest.mark.parametrize("value", ["\0", "\ud800"])
def test_strange_words_in_every_query_are_answered(desk: Desk, value: str) -> None:
    administrator, wrong = desk.people["administrator"], []
    sent = "&".join(f"{field}={_quoted(value)}" for field in [*FIELDS, "after", "page", "days"])

    for name in PAGES:
        url = reverse(name, kwargs=desk.kwargs_at(name, ALL[name].parameters))
        with undone():
            response = administrator.client.get(f"{url}?{sent}")
        if response.status_code >= 500:
            wrong.append(f"{name}: {response.status_code}")

    assert wrong == []


def _quoted(value: str) -> str:
    return "".join(f"%{byte:02X}" for byte in value.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT"])
def test_methods_nobody_offered_change_nothing(desk: Desk, method: str) -> None:
    administrator, before = desk.people["administrator"], Entry.objects.count()

    for name in sorted(set(POSTS)):
        url = reverse(name, kwargs=desk.kwargs_at(name, ALL[name].parameters))
        response = administrator.client.generic(method, url, HTTP_X_HTTP_METHOD_OVERRIDE="POST")
        assert response.status_code < 500, name

    assert Entry.objects.count() == before


def test_nothing_is_done_without_the_token_of_the_page(desk: Desk) -> None:
    """D3: every POST of members and visitors asks for it; only tokens and secrets do not."""
    strict = _strict(desk.people["administrator"].client)

    let_in = [name for name in POSTS if _posted(desk, strict, name).status_code != 403]

    assert let_in == []


def _strict(client: Client) -> Client:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = client.cookies
    return strict


def _posted(desk: Desk, client: Client, name: str) -> Any:
    with undone():
        url = reverse(name, kwargs=desk.kwargs_at(name, ALL[name].parameters))
        return client.post(url, form_of(desk, name))


OPEN = ["/account/sign-in/", "/space/sign-in/", "/seller/sign-in/", "/api/", "/no/such/page"]


def test_every_page_has_its_policy_and_is_kept_by_nobody_else(desk: Desk) -> None:
    administrator, wrong = desk.people["administrator"], []
    paths = [reverse(name, kwargs=desk.kwargs_at(name, ALL[name].parameters)) for name in PAGES]

    for path in [*paths, *OPEN]:
        with undone():
            response = ask(administrator, "GET", path)
        told = response.headers
        policy = told.get("Content-Security-Policy", "")
        if "unsafe" in policy or "default-src" not in policy:
            wrong.append(f"{path}: policy {policy!r}")
        if told.get("X-Content-Type-Options") != "nosniff":
            wrong.append(f"{path}: may be sniffed")
        kept = told.get("Cache-Control", "")
        is_open = path in OPEN
        if not is_open and "private" not in kept and "no-store" not in kept:
            wrong.append(f"{path}: may be kept by others, {kept!r}")

    assert wrong == []


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_nobody_is_led_to_another_house(desk: Desk, target: str) -> None:
    """D8: `next` stays here."""
    member = desk.people["agent"]

    for path in ("/account/sign-in/", "/space/sign-in/", "/seller/sign-in/", "/space/language/"):
        with undone():
            for response in (
                ask(member, "GET", f"{path}?next={target}"),
                ask(member, "POST", path, {"next": target, "language": "fr"}),
            ):
                assert "evil" not in response.headers.get("Location", "")
                assert response.status_code < 500


def test_another_host_is_refused(desk: Desk, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]

    response = desk.people["agent"].client.get("/inbox/all/", headers={"Host": "evil.example"})

    assert response.status_code == 400
    assert b"evil.example" not in response.content
