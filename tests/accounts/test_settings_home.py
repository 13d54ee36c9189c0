"""The settings' home: what each may open, found by its words."""

from collections.abc import Callable

import pytest
from django.test import Client

from comptoir.accounts.models import Member
from comptoir.accounts.roles import Role
from comptoir.ui.slots import Topic

pytestmark = pytest.mark.django_db

HOME = "/settings/"


@pytest.fixture
def sign_in(client: Client, hire: Callable[..., Member]) -> Callable[[Role], Client]:
    def enter(role: Role) -> Client:
        client.force_login(hire(role.title(), role))
        return client

    return enter


def test_an_administrator_finds_every_topic_in_its_order(sign_in: Callable[[Role], Client]) -> None:
    client = sign_in(Role.ADMINISTRATOR)

    page = client.get(HOME).context["chapters"]

    topics = [chapter.topic for chapter in page]
    assert topics == [topic for topic in Topic if topic in topics]
    assert {Topic.DESK, Topic.CHANNELS, Topic.PROMISES, Topic.PEOPLE, Topic.MACHINE} <= set(topics)


def test_a_viewer_is_shown_no_page_that_he_may_not_open(sign_in: Callable[[Role], Client]) -> None:
    client = sign_in(Role.VIEWER)

    shown = [one for chapter in client.get(HOME).context["chapters"] for one in chapter.pages]

    assert [one.page.url_name for one in shown] == ["conversations:views"]
    assert {client.get(one.url).status_code for one in shown} == {200}


def test_every_page_an_administrator_is_shown_opens_and_leads_back(
    sign_in: Callable[[Role], Client],
) -> None:
    client = sign_in(Role.ADMINISTRATOR)
    shown = [one for chapter in client.get(HOME).context["chapters"] for one in chapter.pages]

    pages = {one.page.url_name: client.get(one.url) for one in shown}

    assert {name: page.status_code for name, page in pages.items()} == dict.fromkeys(pages, 200)
    without = [name for name, page in pages.items() if b"settings-way" not in page.content]
    assert without == []


def test_words_find_a_page_by_what_it_is_for_without_accents(
    sign_in: Callable[[Role], Client],
) -> None:
    client = sign_in(Role.ADMINISTRATOR)

    found = client.get(HOME, {"q": "MAILBOX doors"}).context["chapters"]

    assert [one.page.url_name for chapter in found for one in chapter.pages] == ["channels:doors"]


def test_what_is_called_nothing_leads_back_to_all(sign_in: Callable[[Role], Client]) -> None:
    client = sign_in(Role.ADMINISTRATOR)

    page = client.get(HOME, {"q": "zeppelin"})

    assert page.context["chapters"] == []
    assert "No setting is called that." in page.content.decode()


def test_the_rail_has_one_line_for_all_settings(sign_in: Callable[[Role], Client]) -> None:
    client = sign_in(Role.ADMINISTRATOR)

    page = client.get("/deadlines/hours/")

    lines = page.context["shell"].lines
    assert [line.entry.key for line in lines if line.is_current] == ["settings"]
    assert [line.entry.key for line in lines if str(line.entry.group) == "Settings"] == []
