"""Journeys in a real browser: the desk on one page, the buyer on another."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from comptoir.channels.models import Channel
from comptoir.commerce import services as commerce
from comptoir.commerce.services import BuyerFacts, LineFacts, OrderFacts, SellerFacts
from comptoir.commerce.states import IdentityKind
from comptoir.connectors.email.slots import POSTMAN
from comptoir.conversations.models import Conversation
from comptoir.demo import mailroom
from comptoir.demo.content.house import SHOP_MAIL
from comptoir.demo.models import DemoMail, Sample
from comptoir.demo.people import newcomer
from comptoir.demo.pictures import draw
from comptoir.demo.posting import Words, post
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import now
from comptoir.kit.money import Money
from tests.browser.hands import patient
from tests.browser.test_looks import sign_in
from tests.demo.conftest import open_small_house

ADA = newcomer("Ada Okafor", "en")


@pytest.fixture
def house(transactional_db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Sample:
    """The sample's mailboxes and its own postman; four seconds to undo."""
    monkeypatch.setitem(POSTMAN._plugs, "postman", mailroom.keep)
    sample = open_small_house(settings)
    Channel.objects.update(undo_seconds=4)
    return sample


@pytest.fixture
def desk(page: Any, desk_url: str, house: Sample) -> Any:
    sign_in(page, desk_url)
    page.goto("/inbox/waiting/")
    return page


@pytest.fixture
def buyer(browser: Any, desk_url: str, house: Sample) -> Iterator[Any]:
    """A visitor's own browser: he is nobody to the desk."""
    context = browser.new_context(base_url=desk_url, viewport={"width": 390, "height": 844})
    context.set_default_timeout(10_000)
    yield patient(context.new_page())
    context.close()


def become_ada(buyer: Any) -> None:
    buyer.goto("/demo/")
    buyer.get_by_label("Name").fill(ADA.name)
    buyer.get_by_role("button", name="Write as this buyer").click()


def write(buyer: Any, subject: str, text: str, photos: tuple[Path, ...] = ()) -> None:
    if subject:
        buyer.get_by_label("Subject").fill(subject)
    buyer.get_by_label("Message").fill(text)
    if photos:
        buyer.get_by_label("Photos or files").set_input_files([*photos])
    buyer.get_by_role("button", name="Send this mail").click()
    buyer.wait_for_selector("text=It lies on the desk")


@pytest.fixture
def photos(tmp_path: Path) -> tuple[Path, ...]:
    paths = (tmp_path / "front.jpg", tmp_path / "close.jpg")
    for kind, path in zip(("broken_vase", "broken_vase_close"), paths, strict=True):
        path.write_bytes(draw(kind, seed=41, size=(300, 200)))
    return paths


def show_new_row(desk: Any, name: str) -> None:
    """A mail came: it shows itself, or says that there is something newer."""
    desk.wait_for_selector("[data-newer]:not([hidden]), #rows .row")
    if desk.locator("[data-newer]:visible").count():
        desk.click("[data-newer]:visible")
    desk.wait_for_selector(f"#rows .row:has-text('{name}')")


def test_a_mail_is_answered_and_the_answer_answered(
    desk: Any, buyer: Any, work: Callable[[], None], photos: tuple[Path, ...]
) -> None:
    become_ada(buyer)
    write(buyer, "The vase is broken", "Hello, the vase arrived in three pieces.", photos)

    show_new_row(desk, ADA.name)
    work()
    desk.click(f"#rows .row:has-text('{ADA.name}')")
    desk.wait_for_selector(".letter:has-text('in three pieces')")
    until(desk, "[...document.querySelectorAll('.photo img')].length === 2")
    until(
        desk, "[...document.querySelectorAll('.photo img')].every((each) => each.naturalWidth > 0)"
    )

    desk.keyboard.press("c")
    desk.wait_for_selector("#reasons:not([hidden])")
    desk.keyboard.type("wrong item")
    desk.keyboard.press("Enter")
    desk.wait_for_selector("#reason:has-text('Wrong item')")

    reply(desk, "We are sorry. A new one leaves today.")
    desk.get_by_role("button", name="Undo").first.click()
    until(desk, "document.querySelector('.draft').value.includes('leaves today')")
    desk.wait_for_selector(".letter:has-text('leaves today')", state="detached")
    assert DemoMail.objects.count() == 0

    desk.keyboard.press("Escape")
    reply(desk, "We are sorry. A new one leaves tomorrow.")
    carry(desk, work)

    buyer.reload()
    letter = buyer.locator("article.received").first
    assert "leaves tomorrow" in letter.inner_text()
    letter.get_by_role("link", name="Answer this").click()
    assert buyer.get_by_label("Subject").input_value() == "Re: The vase is broken"
    write(buyer, "", "Thank you, tomorrow is fine.")

    desk.wait_for_selector(".letter:has-text('tomorrow is fine')")
    assert Conversation.objects.count() == 1
    assert desk.errors == []


def until(page: Any, holds: str) -> None:
    """Ask again until it holds: our own policy forbids what the browser's driver would poll with."""
    for _ in range(200):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(50)
    pytest.fail(holds)


def reply(desk: Any, text: str) -> None:
    desk.keyboard.press("r")
    until(desk, "document.activeElement.matches('.draft')")
    desk.locator(".draft").fill(text)
    desk.keyboard.press("Control+Enter")
    desk.wait_for_selector(f".letter:has-text('{text}')")


def carry(desk: Any, work: Callable[[], None]) -> None:
    """Wait until the time to undo is over and the letter lies in the buyer's box."""
    for _ in range(20):
        desk.wait_for_timeout(1_000)
        work()
        if DemoMail.objects.exists():
            return
    pytest.fail("The letter never left")


def test_a_conversation_is_found_by_its_order(desk: Any) -> None:
    commerce.upsert_marketplace(by=SYSTEM, key="tiliane", name="Tiliane")
    market = Channel.objects.get(key=SHOP_MAIL.key)
    market.marketplace = commerce.upsert_marketplace(by=SYSTEM, key="tiliane")
    market.save()
    commerce.store_sellers(
        by=SYSTEM,
        facts=[SellerFacts(external_id="brumelle", marketplace="tiliane", name="Brumelle")],
    )
    commerce.store_orders(by=SYSTEM, facts=[order()])
    post(ADA, Words(SHOP_MAIL, "Where is it?", "Hello, where is my order TI-70123?"))
    post(newcomer("Bo Lind", "en"), Words(SHOP_MAIL, "A lamp", "Is the lamp dimmable?"))

    desk.goto("/inbox/waiting/")
    desk.keyboard.press("/")
    until(desk, "document.activeElement.matches('input[name=q]')")
    desk.keyboard.type("ti 70123")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/search/**")

    desk.wait_for_selector("#rows .row:has-text('Ada Okafor')")
    assert desk.locator("#rows .row").count() == 1


def order() -> OrderFacts:
    price = Money(6_390, "EUR")
    return OrderFacts(
        number="TI-70123",
        placed_at=now(),
        total=price,
        marketplace="tiliane",
        seller="brumelle",
        buyer=BuyerFacts(identities=((IdentityKind.EMAIL, ADA.address),), name=ADA.name),
        lines=(LineFacts(key="1", title="Vase", quantity=1, unit_price=price),),
    )


def test_spam_and_back(desk: Any) -> None:
    post(ADA, Words(SHOP_MAIL, "A lamp", "Is the lamp dimmable?"))
    number = Conversation.objects.values_list("pk", flat=True).get()
    desk.goto(f"/inbox/waiting/{number}/")

    desk.click("#more-button")
    desk.click("#spam")
    desk.wait_for_selector(".banner:has-text('Marked as spam')")
    told = Conversation.objects.get()
    assert (told.is_spam, told.next_due_at) == (True, None)

    desk.click(".banner:has-text('Marked as spam') >> text=Not spam")
    desk.wait_for_selector(".banner:has-text('Marked as spam')", state="detached")

    told = Conversation.objects.get()
    assert not told.is_spam
    assert told.next_due_at is not None
    assert told.waiting_since is not None
