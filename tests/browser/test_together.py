"""Two agents on one conversation: each sees the other, and neither writes over him."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from comptoir.channels.models import Channel
from comptoir.conversations.models import Conversation, Message
from tests.browser.hands import patient
from tests.browser.test_looks import mailbox, sign_in
from tests.conversations.conftest import make_member

__all__ = ["mailbox"]


@pytest.fixture
def ines(page: Any, desk_url: str, mailbox: Channel) -> Any:
    sign_in(page, desk_url)
    return page


@pytest.fixture
def jonas(browser: Any, desk_url: str, ines: Any) -> Iterator[Any]:
    """A colleague in a browser of his own."""
    member = make_member("jonas@shop.example", "Jonas Weber", "agent").member
    context = browser.new_context(base_url=desk_url, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(10_000)
    page = patient(context.new_page())
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    client = Client()
    client.force_login(member)
    value = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": value, "url": desk_url}])
    yield page
    context.close()


def test_two_agents_on_one_conversation(ines: Any, jonas: Any) -> None:
    number = Conversation.objects.filter(subject="Vase arrivé cassé").latest("pk").pk
    ines.goto(f"/inbox/all/{number}/")
    jonas.goto("/inbox/all/")
    row = jonas.locator(f".row[data-row='{number}']")

    row.locator(".here .face[title='Inès Bernard']").wait_for()
    row.locator(".cover").click()
    ines.wait_for_selector(".head .here .face[title='Jonas Weber']")
    jonas.fill(".draft", "Chère Camille,")
    ines.wait_for_selector(".head .here .face.typing[title='Jonas Weber']")
    ines.wait_for_selector(".head .writes:has-text('Jonas Weber is writing')", state="attached")

    ines.fill(".draft", "Bonjour Camille, nous vous en envoyons un autre.")
    ines.click(".composer .send")
    ines.wait_for_selector(".letter:has-text('nous vous en envoyons')")
    jonas.fill(".draft", "Chère Camille, je m’en occupe.")
    jonas.click(".composer .send")
    jonas.wait_for_selector(".difference:has-text('nous vous en envoyons un autre')")
    assert jonas.input_value(".draft") == "Chère Camille, je m’en occupe."
    assert jonas.evaluate("document.activeElement.className") == "draft"
    assert Message.objects.filter(author_kind="agent").count() == 1

    jonas.click("[name=anyway]")
    jonas.wait_for_selector(".letter.mine, .letter:has-text('je m’en occupe')")
    assert Message.objects.filter(author_kind="agent").count() == 2
    jonas.goto("/search/")
    ines.wait_for_selector(".head .here:not(:has(.face))", state="attached")
    assert ines.errors == jonas.errors == []
