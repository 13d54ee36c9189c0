"""The pages through the eyes of axe-core, and at 390 px in the languages with the longest words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from pytest_django import Settings

from comptoir.accounts.identity import identify
from comptoir.accounts.models import Member, MemberGrant
from comptoir.channels.models import Channel
from comptoir.connectors.webchat.services import ChatValues, add_chat
from comptoir.conversations import services
from comptoir.conversations.models import Conversation
from comptoir.kit.actor import SYSTEM
from tests.automation.conftest import order_of
from tests.browser.test_looks import arrive
from tests.demo.conftest import open_small_house

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
LOOKS = [(theme, size) for theme in ("light", "dark") for size in (DESK, PHONE)]
NUMBERED = "/inbox/waiting/{number}/"
GRAVE = {"serious", "critical"}
# Markup is the same in both themes: the second time only colours are asked for.
RULES: dict[str, dict[str, Any]] = {
    "light": {"resultTypes": ["violations"]},
    "dark": {
        "resultTypes": ["violations"],
        "runOnly": {"type": "rule", "values": ["color-contrast"]},
    },
}
# Text that runs on beyond its own pane is not seen by the width of the document.
BEYOND = """() => [...document.querySelectorAll("body *")]
  .filter((each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .filter((each) => !each.closest(".only-read, .skip, .filters, .tabs, .table-box, .ramp"))
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
  .map((each) => `${each.tagName}.${each.className}: ${each.textContent.trim().slice(0, 40)}`)"""

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


PAGES = (
    Page("inbox", "/inbox/waiting/"),
    Page("nothing there", "/inbox/mentions/"),
    Page("conversation", NUMBERED),
    Page("contact reasons", NUMBERED, open_reasons),
    Page("internal note", NUMBERED, begin_note),
    Page("table", "/inbox/waiting/?as=table"),
    Page("palette", NUMBERED, open_palette),
    Page("own keys", "/account/keys"),
    Page("search", "/search/?q=vase"),
    Page("channels", "/channels/"),
    Page("new mailbox", "/channels/new/"),
    Page("new chat", "/chat/settings/new/"),
    Page("promises", "/deadlines/"),
    Page("members", "/account/members"),
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
    services.write_note(
        by=identify(member("en")).actor, conversation_id=first.pk, text="The workshop knows."
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
def reader(
    browser: Any, desk_url: str, theme: str, size: dict[str, int], reads: str
) -> Iterator[Any]:
    """A browser's window with the look and, once asked to sign in, the member of that language."""
    context = browser.new_context(base_url=desk_url, viewport=size, locale=reads)
    context.set_default_timeout(10_000)
    context.add_cookies([{"name": "look", "value": f"theme={theme}", "url": desk_url}])
    yield context.new_page()
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


def test_no_page_has_a_serious_or_critical_fault(browser: Any, desk_url: str, number: int) -> None:
    who, axe, faults = Member.objects.get(language="en"), Axe(), []

    for theme, size in LOOKS:
        with reader(browser, desk_url, theme, size, "en") as page:
            for each in visit(page, number, desk_url, who):
                found = axe.run(page, options=RULES[theme]).response["violations"]
                faults += [
                    (each.name, theme, size["width"], fault["id"], node["html"][:200])
                    for fault in found
                    if fault["impact"] in GRAVE
                    for node in fault["nodes"]
                ]

    assert faults == []


@pytest.mark.parametrize("language", ["fr", "ru"])
def test_no_page_runs_over_the_edge_of_a_phone_in_long_words(
    browser: Any, desk_url: str, number: int, language: str
) -> None:
    who, beyond = member(language), {}

    with reader(browser, desk_url, "light", PHONE, language) as page:
        for each in visit(page, number, desk_url, who):
            assert page.locator("html").get_attribute("lang") == language
            over = page.evaluate("document.documentElement.scrollWidth") - PHONE["width"]
            beyond[each.name] = (over, page.evaluate(BEYOND))

    assert beyond == {each.name: (0, []) for each in PAGES}
