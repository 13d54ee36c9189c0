"""A broken vase: from the buyer by the seller to the resolved outcome, each in a browser of his own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from comptoir.channels.models import Channel
from comptoir.commerce import services as commerce
from comptoir.commerce.services import SellerFacts
from comptoir.conversations.models import Conversation
from comptoir.demo.content.house import SHOP_MAIL
from comptoir.demo.models import DemoMail
from comptoir.kit.actor import SYSTEM
from tests.browser.hands import patient, until
from tests.browser.test_journeys import (
    ADA,
    become_ada,
    buyer,
    carry,
    desk,
    house,
    order,
    photos,
    show_new_row,
    write,
)

__all__ = ["buyer", "desk", "house", "photos"]

ATELIER = "atelier@brumelle.example"


@pytest.fixture
def seller(browser: Any, desk_url: str, desk: Any) -> Iterator[Any]:
    context = browser.new_context(base_url=desk_url, viewport={"width": 390, "height": 844})
    context.set_default_timeout(10_000)
    page = patient(context.new_page())
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    yield page
    context.close()


@pytest.fixture
def sold(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The vase was bought from a workshop which can be asked by mail."""
    mailers = {"default": {"BACKEND": "comptoir.accounts.mailer.SystemMailer"}}
    monkeypatch.setattr(settings, "MAILERS", mailers)
    market = Channel.objects.get(key=SHOP_MAIL.key)
    market.marketplace = commerce.upsert_marketplace(by=SYSTEM, key="tiliane", name="Tiliane")
    market.save()
    told = SellerFacts(
        external_id="brumelle", marketplace="tiliane", name="Brumelle", email=ATELIER
    )
    commerce.store_sellers(by=SYSTEM, facts=[told])
    commerce.store_orders(by=SYSTEM, facts=[order()])


def test_a_broken_vase_from_the_buyer_by_the_seller_to_the_resolved_outcome(
    sold: None,
    desk: Any,
    buyer: Any,
    seller: Any,
    work: Callable[[], None],
    photos: tuple[Path, ...],
) -> None:
    become_ada(buyer)
    write(buyer, "The vase of TI-70123 is broken", "It arrived in three pieces.", photos)
    show_new_row(desk, ADA.name)
    work()
    desk.click(f"#rows .row:has-text('{ADA.name}')")
    desk.wait_for_selector(".letter:has-text('in three pieces')")

    ask_the_seller(desk, "Brumelle, can you make another vase by Friday?")
    carry(desk, work)
    seller.goto("/demo/")
    seller.get_by_role("link", name="Brumelle").click()
    seller.get_by_role("button", name="Go to the seller door").click()
    seller.get_by_role("button", name="Sign in").click()
    answer_at_the_door(seller, "Yes, it leaves on Thursday.")

    desk.wait_for_selector(".letter:has-text('leaves on Thursday')")
    assert "three pieces" not in seller.content()
    DemoMail.objects.all().delete()
    back_to_the_buyer(desk, "A new vase leaves on Thursday.")
    carry(desk, work)
    buyer.reload()
    assert "leaves on Thursday" in buyer.locator("article.received").first.inner_text()
    assert "by Friday" not in buyer.content()

    desk.keyboard.press("Escape")
    desk.keyboard.press("d")
    until(desk, "document.activeElement.closest('dialog[open]') !== null")
    desk.get_by_label("Replacement").check()
    desk.keyboard.press("Enter")
    desk.wait_for_selector("#reopen", state="attached")
    resolved = Conversation.objects.get()
    assert (resolved.category, resolved.outcome) == ("resolved", "replacement")
    assert desk.errors == seller.errors == []


def ask_the_seller(desk: Any, text: str) -> None:
    desk.keyboard.press("q")
    until(desk, "document.activeElement.matches('.draft')")
    desk.keyboard.type(text)
    desk.wait_for_selector(".composer .send:has-text('Send to seller')")
    desk.keyboard.press("Control+Enter")
    desk.wait_for_selector(f".letter:has-text('{text}')")


def answer_at_the_door(seller: Any, text: str) -> None:
    """The one conversation that waits there is opened, read and answered on a phone."""
    seller.locator(".own-rows a").click()
    seller.wait_for_selector("text=make another vase by Friday")
    seller.get_by_role("textbox", name="Message").fill(text)
    seller.get_by_role("button", name="Send").click()
    seller.wait_for_selector(f".own-letter.mine:has-text('{text}')")


def back_to_the_buyer(desk: Any, text: str) -> None:
    desk.keyboard.press("r")
    until(desk, "document.activeElement.matches('.draft')")
    desk.locator(".draft").fill(text)
    desk.wait_for_selector(".composer .send:has-text('Send to buyer')")
    desk.keyboard.press("Control+Enter")
    desk.wait_for_selector(f".letter:has-text('{text}')")
