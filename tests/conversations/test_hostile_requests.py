"""What no browser of ours would send: answered in words, never with a server error (F3, D2, D4)."""

import pytest
from django.test import Client

from comptoir.accounts.identity import Identity
from comptoir.conversations.models import Conversation, Draft, Message
from comptoir.journal.models import Entry
from tests.conversations.conftest import Write

HUGE = "9" * 30
ENDLESS = "9" * 5000


@pytest.fixture
def desk(client: Client, agent: Identity, write: Write) -> Client:
    write()
    client.force_login(agent.member)
    return client


@pytest.fixture
def number(desk: Client) -> int:
    return Conversation.objects.get().pk


@pytest.mark.parametrize(
    "path",
    [
        f"/inbox/all/{HUGE}/",
        f"/inbox/all/{ENDLESS}/",
        "/inbox/no-such-view/",
        "/inbox/all;drop/",
        f"/c/{HUGE}/news/",
        f"/c/{HUGE}/case-file/",
        f"/m/{HUGE}/html/",
        f"/m/{HUGE}/raw/",
        "/files/00000000-0000-0000-0000-000000000000/thumb/",
        f"/files/00000000-0000-0000-0000-000000000000/page/{HUGE}/",
        "/files/00000000-0000-0000-0000-000000000000/?s=x",
    ],
)
def test_what_does_not_exist_is_not_found(desk: Client, path: str) -> None:
    assert desk.get(path).status_code == 404


@pytest.mark.parametrize("value", ["abc", "-1", "", "%00", HUGE, ENDLESS, "٣", "1e9", "0x10"])
def test_a_strange_number_in_an_address_is_no_error(desk: Client, number: int, value: str) -> None:
    assert desk.get(f"/c/{number}/news/?after={value}").status_code == 200


def test_the_window_before_a_huge_number_is_the_newest(desk: Client, number: int) -> None:
    assert desk.get(f"/c/{number}/earlier/{HUGE}/").status_code == 200


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "~",
        "~~~",
        "2026-01-01T00:00:00+00:00~1",
        "2026-01-01~1",
        "0001-01-01T00:00:00+14:00~1",
        "9999-12-31T23:59:59-14:00~" + HUGE,
        "%00~%00",
        "2026-01-01T00:00:00+00:00~' OR 1=1 --",
        "x" * 10_000,
    ],
)
@pytest.mark.parametrize("view", ["waiting", "all", "resolved"])
def test_a_tampered_cursor_is_no_error(desk: Client, view: str, cursor: str) -> None:
    assert desk.get(f"/inbox/{view}/?after={cursor}").status_code == 200


@pytest.mark.parametrize(
    "query",
    ["", "a", "%00%00", "'", "\\", "%25%25%25", "&|!():*<->", "x" * 100_000, HUGE, "№", "🏺🏺"],
)
def test_any_search_is_answered(desk: Client, query: str) -> None:
    assert desk.get("/search/", {"q": query.replace("%00", "\0")}).status_code == 200


_FORMS = [
    ("tag", {"add": "\0"}, 400),
    ("tag", {"add": "fine\0"}, 200),
    ("tag", {"remove": "\0"}, 200),
    ("status", {"status": "\0"}, 400),
    ("status", {"status": "no-such"}, 400),
    ("status", {}, 400),
    ("reason", {"reason": "\0"}, 400),
    ("priority", {"priority": ENDLESS}, 400),
    ("priority", {"priority": "7"}, 400),
    ("assign", {"member": ENDLESS}, 400),
    ("assign", {"member": HUGE}, 400),
    ("assign", {"team": "123456789012345678"}, 400),
    ("assign", {"member": "\0"}, 400),
    ("draft", {"text": "a\0b", "cc": "\0, half@", "audience": "9"}, 200),
    ("send", {"mode": "note", "text": "Look\0 here", "mention": ENDLESS}, 200),
    ("send", {"mode": "reply", "text": "\0", "audience": "1"}, 200),
    ("send", {"mode": "reply", "text": "Hi", "audience": ENDLESS, "last_seen": ENDLESS}, 200),
    ("send", {"mode": "reply", "text": "Hi", "audience": "1", "token": "\0" * 500}, 200),
    ("buyer-note", {"note": "a\0b", "version": "0"}, 200),
    ("buyer-note", {"note": "a", "version": ENDLESS}, 400),
    ("separate", {"identity": HUGE}, 403),
]


@pytest.mark.parametrize(("action", "form", "status"), _FORMS)
def test_a_strange_form_is_answered_in_words(
    desk: Client, number: int, action: str, form: dict[str, str], status: int
) -> None:
    assert desk.post(f"/c/{number}/{action}/", form).status_code == status


@pytest.mark.parametrize("view", ["a/b", "\0", "x" * 5000, "../..", "spam"])
def test_the_list_to_go_back_to_is_one_that_exists(desk: Client, number: int, view: str) -> None:
    from urllib.parse import urlencode

    address = f"/c/{number}/priority/?{urlencode({'view': view})}"

    assert desk.post(address, {"priority": "1"}).status_code == 200


def test_a_head_request_reads_nothing(desk: Client, number: int, agent: Identity) -> None:
    from comptoir.conversations.models import Reading

    assert desk.head(f"/inbox/all/{number}/").status_code == 200
    assert desk.get(f"/inbox/all/{number}/", headers={"Sec-Purpose": "prefetch"}).status_code == 200
    assert not Reading.objects.exists()

    desk.get(f"/inbox/all/{number}/")
    assert Reading.objects.get().member_id == agent.member.pk


def test_pages_are_kept_by_nobody_else_and_fragments_by_nobody(desk: Client, number: int) -> None:
    page = desk.get(f"/inbox/all/{number}/")
    part = desk.get(f"/inbox/all/{number}/", headers={"HX-Request": "true", "HX-Target": "open"})

    assert page.headers["Cache-Control"] == "private, no-cache"
    assert part.headers["Cache-Control"] == "no-store"
    assert "HX-Request" in page.headers["Vary"]


@pytest.mark.parametrize(
    "action", ["send", "draft", "assign", "status", "tag", "spam", "block", "unread", "attach"]
)
def test_nothing_is_done_by_get(desk: Client, number: int, action: str) -> None:
    before = Entry.objects.count()

    assert desk.get(f"/c/{number}/{action}/").status_code == 405
    assert Entry.objects.count() == before


def test_d4_a_member_who_was_switched_off_reads_nothing_more(
    desk: Client, number: int, agent: Identity
) -> None:
    agent.member.is_active = False
    agent.member.save()

    response = desk.get(f"/inbox/all/{number}/")

    assert response.status_code == 302
    assert b"Where is my parcel?" not in response.content


def test_a_megabyte_of_words_is_taken_kept_and_shown(desk: Client, number: int) -> None:
    words = "Wörter und noch mehr Wörter 12345 " * 30_000

    kept = desk.post(f"/c/{number}/draft/", {"mode": "reply", "text": words, "audience": "1"})
    sent = desk.post(f"/c/{number}/send/", {"mode": "reply", "text": words, "audience": "1"})

    assert (kept.status_code, sent.status_code) == (200, 200)
    assert len(Message.objects.latest("pk").text) == len(words.strip())
    assert not Draft.objects.exists()
    assert desk.get(f"/inbox/all/{number}/").status_code == 200
    assert desk.get("/search/?q=Wörter").content.decode().count("data-row") == 1
