"""The pages that people see, each opened and settled, in the window of one reader."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from comptoir.accounts.identity import identify
from comptoir.accounts.models import Member, MemberGrant, Team
from comptoir.channels.models import Channel
from comptoir.connectors.webchat.services import ChatValues, add_chat
from comptoir.conversations import services
from comptoir.conversations.models import Conversation
from comptoir.kit.actor import SYSTEM
from tests.automation.conftest import order_of
from tests.browser.hands import patient
from tests.browser.test_looks import arrive
from tests.demo.conftest import open_small_house

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
NUMBERED = "/inbox/waiting/{number}/"

type Act = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Page:
    """A page, what is done there before one looks, and whether a member looks or a stranger."""

    name: str
    address: str
    act: Act = lambda page: None
    signed_in: bool = True


def open_reasons(page: Any) -> None:
    page.click("#reason")
    page.wait_for_selector("#reasons [role=menu]")


def choose_orders(page: Any) -> None:
    page.check("[data-all-orders]")
    page.click(".order-bar button.main")
    page.wait_for_selector("#sample")


def open_palette(page: Any) -> None:
    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette [role=option]")


def begin_note(page: Any) -> None:
    page.keyboard.press("n")
    page.wait_for_selector("message-composer[data-mode=note]")


def open_chat(page: Any) -> None:
    page.click("comptoir-chat >> .launch")
    page.wait_for_selector("comptoir-chat >> .panel")


def open_buyer(page: Any) -> None:
    page.wait_for_selector("#the-buyer", state="attached")
    page.goto(page.get_attribute("#the-buyer", "href"))
    page.wait_for_selector("#buyer")


def open_team(page: Any) -> None:
    page.click("td a.link >> nth=0")
    page.wait_for_selector(".team-page")


PAGES = (
    Page("inbox", "/inbox/waiting/"),
    Page("nothing there", "/inbox/mentions/"),
    Page("conversation", NUMBERED),
    Page("contact reasons", NUMBERED, open_reasons),
    Page("internal note", NUMBERED, begin_note),
    Page("table", "/inbox/waiting/?as=table"),
    Page("palette", NUMBERED, open_palette),
    Page("own keys", "/account/keys"),
    Page("own times", "/times/own/"),
    Page("search", "/search/?q=vase"),
    Page("channels", "/channels/"),
    Page("new mailbox", "/channels/new/"),
    Page("new chat", "/chat/settings/new/"),
    Page("promises", "/deadlines/"),
    Page("members", "/account/members"),
    Page("team", "/account/teams", open_team),
    Page("buyer’s page", NUMBERED, open_buyer),
    Page("contact reasons of the house", "/reasons/"),
    Page("views", "/views/"),
    Page("orders", "/automation/orders/"),
    Page("letter to many", "/automation/orders/", choose_orders),
    Page("audit log", "/records/audit/"),
    Page("what is kept", "/records/keeping/"),
    Page("settings", "/settings/"),
    Page("health", "/channels/health/"),
    Page("import", "/commerce/imports/"),
    Page("labels of buyers", "/commerce/labels/"),
    Page("roles", "/account/roles"),
    Page("add a promise", "/deadlines/policies/new/"),
    Page("third parties", "/third-parties/"),
    Page("templates", "/automation/templates/"),
    Page("vouchers", "/automation/vouchers/"),
    Page("opening hours", "/deadlines/hours/"),
    Page("my shift", "/triage/shift/"),
    Page("service today", "/insights/"),
    Page("API tokens", "/account/tokens"),
    Page("webhooks", "/webhooks/"),
    Page("profile", "/account/profile"),
    Page("notifications", "/notices/"),
    Page("how one is notified", "/notices/preferences/"),
    Page("style", "/ui/"),
    Page("sign-in", "/account/sign-in/", signed_in=False),
    Page("buyer", "/demo/as/elise.carpentier@courriel.example/", signed_in=False),
    Page("shop with its chat", "/demo/shop/", open_chat, signed_in=False),
)


@pytest.fixture
def number(transactional_db: None, settings: Settings) -> int:
    """A house with letters in nine languages; of the first, which has an answer and a note."""
    open_small_house(settings)
    order_of("elise.carpentier@courriel.example")
    add_chat(by=SYSTEM, values=ChatValues(name="Tiliane"))
    shop = Channel.objects.order_by("pk")[0]
    for each in range(9):
        arrive(shop, each)
    first = Conversation.objects.order_by("pk")[0]
    reader_of_english = member("en")
    Team.objects.create(name="Delivery").members.add(reader_of_english)
    services.write_note(
        by=identify(reader_of_english).actor, conversation_id=first.pk, text="The workshop knows."
    )
    return first.pk


def member(language: str) -> Member:
    """Somebody who answers and sets up, and reads this language."""
    made = Member.objects.create_user(
        f"{language}@shop.example", "secret", name="Inès Bernard", language=language
    )
    for role in ("agent", "lead", "administrator"):
        MemberGrant.objects.create(member=made, role=role)
    return made


@contextmanager
def reader(browser: Any, desk_url: str, size: dict[str, int], reads: str) -> Iterator[Any]:
    """A light window in which nothing moves, for readers of that language."""
    told = {"base_url": desk_url, "viewport": size, "locale": reads}
    context = browser.new_context(**told, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    context.add_cookies([{"name": "look", "value": "theme=light", "url": desk_url}])
    yield patient(context.new_page())
    context.close()


def sign_in(page: Any, desk_url: str, who: Member) -> None:
    client = Client()
    client.force_login(who)
    value = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": desk_url}])


def visit(page: Any, number: int, desk_url: str, who: Member) -> Iterator[Page]:
    """Each page in turn, opened and settled: first the strangers', then the member's."""
    for signed_in in (False, True):
        if signed_in:
            sign_in(page, desk_url, who)
        for each in PAGES:
            if each.signed_in is signed_in:
                address = each.address.format(number=number)
                page.goto(address)
                assert page.url == desk_url + address, each.name
                page.evaluate("document.fonts.ready")
                each.act(page)
                yield each
