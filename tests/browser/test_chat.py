"""Chat on the shop's page, through a lost network to the agent's answer and back (F, D1)."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_django import Settings

from comptoir.connectors.webchat.services import ChatValues, add_chat
from comptoir.conversations.models import Message
from comptoir.demo.models import Sample
from comptoir.kit.actor import SYSTEM
from tests.browser.hands import patient
from tests.browser.test_looks import sign_in
from tests.demo.conftest import open_small_house
from tests.kit.previews.strange_files import photo

CHAT = "comptoir-chat >> "


@pytest.fixture
def house(transactional_db: None, settings: Settings) -> Sample:
    sample = open_small_house(settings)
    add_chat(by=SYSTEM, values=ChatValues(name="Tiliane", ask_mail="no", ask_name="no"))
    return sample


@pytest.fixture
def shopper(browser: Any, desk_url: str, house: Sample) -> Iterator[Any]:
    """Somebody on a phone on the shop's page."""
    context = browser.new_context(base_url=desk_url, viewport={"width": 390, "height": 844})
    context.set_default_timeout(15_000)
    page = patient(context.new_page())
    page.refused: list[str] = []
    page.on("pageerror", lambda error: page.refused.append(str(error)))
    page.on(
        "console", lambda said: page.refused.append(said.text) if "Policy" in said.text else None
    )
    yield page
    context.close()


def said(page: Any) -> list[str]:
    bubbles = page.locator(CHAT + ".said[data-by]:not(.pending)")
    return bubbles.evaluate_all(
        "all => all.map((one) => one.textContent.slice(one.firstChild.textContent.length))"
    )


def send(page: Any, text: str) -> None:
    page.locator(CHAT + "textarea").fill(text)
    page.keyboard.press("Enter")


def wait_for(page: Any, text: str) -> None:
    page.locator(CHAT + ".said:not(.pending)", has_text=text).wait_for()


def test_a_chat_through_a_lost_network_loses_nothing_and_tells_nothing_twice(
    page: Any, shopper: Any, desk_url: str, work: Callable[[], None]
) -> None:
    shopper.goto("/demo/shop/")
    launcher = shopper.locator(CHAT + ".launch")
    launcher.wait_for()
    launcher.focus()
    shopper.keyboard.press("Enter")
    shopper.keyboard.type("Is the vase dishwasher-proof?")
    shopper.keyboard.press("Enter")
    wait_for(shopper, "Is the vase dishwasher-proof?")
    number = Message.objects.get().conversation_id

    sign_in(page, desk_url)
    page.goto(f"/inbox/all/{number}/")
    page.wait_for_selector(".chat-strip:has-text('Visitor is here')")
    page.fill(".draft", "Yes, every piece. See https://shop.example/care?of=vases.")
    page.click(".composer .send")
    wait_for(shopper, "Yes, every piece.")
    link = shopper.locator(CHAT + ".said[data-by=desk] a")
    assert link.get_attribute("href") == "https://shop.example/care?of=vases"

    shopper.context.set_offline(True)
    send(shopper, "And the mug?")
    shopper.locator(CHAT + ".log .note.bad").wait_for()
    page.fill(".draft", "Anything else?")
    page.click(".composer .send")
    page.wait_for_selector(".letter:has-text('Anything else?')")
    shopper.context.set_offline(False)
    wait_for(shopper, "And the mug?")
    wait_for(shopper, "Anything else?")
    page.wait_for_selector(".letter:has-text('And the mug?')")

    assert sorted(said(shopper)) == sorted(
        [
            "Is the vase dishwasher-proof?",
            "Yes, every piece. See https://shop.example/care?of=vases.",
            "And the mug?",
            "Anything else?",
        ]
    )
    assert Message.objects.filter(text="And the mug?").count() == 1
    shopper.reload()
    shopper.locator(CHAT + ".launch").click()
    wait_for(shopper, "Anything else?")
    assert len(said(shopper)) == 4
    assert shopper.evaluate("document.documentElement.scrollWidth") <= 390
    shopper.keyboard.press("Escape")
    assert shopper.evaluate("document.activeElement.localName") == "comptoir-chat"
    assert page.errors == shopper.refused == []


def test_pictures_are_seen_in_the_chat_by_their_names_and_opened(
    shopper: Any, house: Sample, work: Callable[[], None]
) -> None:
    shopper.goto("/demo/shop/")
    shopper.locator(CHAT + ".launch").click()
    own = {"name": "shards.png", "mimeType": "image/png", "buffer": photo((640, 480), "PNG")}
    shopper.locator(CHAT + "input[type=file]").set_input_files(own)
    send(shopper, "It broke")
    wait_for(shopper, "It broke")
    work()
    picture = shopper.locator(CHAT + ".said:not(.pending) canvas")
    picture.wait_for()

    assert picture.get_attribute("aria-label") == "shards.png"
    assert (picture.bounding_box()["width"], picture.bounding_box()["height"]) == (240, 162)
    with shopper.context.expect_page() as opened:
        picture.click()
    opened.value.wait_for_load_state()
    assert opened.value.evaluate("document.images[0].naturalWidth") == 640
    assert shopper.evaluate("document.documentElement.scrollWidth") <= 390
    assert shopper.refused == []
