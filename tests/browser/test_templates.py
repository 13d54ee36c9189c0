"""Templates by keyboard: few keys to an answer, placeholders that keep it from being sent."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

from comptoir.accounts.identity import Identity
from comptoir.automation import packs
from comptoir.channels.models import Channel
from comptoir.conversations.models import Conversation, Message, ThirdParty
from comptoir.kit.clock import now
from tests.automation.conftest import (
    Make,
    agent,
    conversation,
    lead,
    mailbox,
    make,
    make_member,
    write,
)

__all__ = ["agent", "conversation", "lead", "mailbox", "make", "make_member", "write"]


@pytest.fixture
def desk(
    transactional_db: None, page: Any, desk_url: str, agent: Identity, conversation: Conversation
) -> Iterator[Any]:
    """The conversation open in front of its agent."""
    client = Client()
    client.force_login(agent.member)
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": session.key, "value": session.value, "url": desk_url}])
    page.goto(f"/inbox/all/{conversation.pk}/")
    page.wait_for_selector("message-composer")
    yield page
    assert page.errors == []


def until(page: Any, holds: str) -> None:
    """Ask again until it holds: our own policy forbids what the browser's driver would poll with."""
    for _ in range(200):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(50)
    pytest.fail(holds)


class Keys:
    """Presses keys and counts them."""

    def __init__(self, page: Any) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += 1


def test_answering_with_a_macro_takes_at_most_four_keys(
    desk: Any, make: Make, conversation: Conversation, work: Callable[[], None]
) -> None:
    Channel.objects.update(undo_seconds=0)
    Conversation.objects.update(reason="order_status")
    make(
        "Hello {{buyer_first_name}}, it comes with {{carrier}}.",
        name="Delivery::Where",
        reasons=["order_status"],
        actions=[("tag", "asked"), ("status", "waiting_carrier")],
    )
    keys = Keys(desk)

    keys.press("m")
    desk.wait_for_selector(".picker .preview:not([hidden]):has-text('Colissimo')")
    preview = desk.inner_text(".picker .preview:not([hidden])")
    keys.press("Enter")
    desk.wait_for_selector(".use:has-text('Add the tag asked')")
    keys.press("Control+Enter")
    desk.wait_for_selector(".letter:has-text('it comes with Colissimo')")
    work()
    until(desk, "!document.querySelector('.use')")

    conversation.refresh_from_db()
    assert keys.pressed <= 4
    assert "Add the tag asked" in preview
    assert "Hello Camille, it comes with Colissimo." in preview
    assert conversation.status_id == "waiting_carrier"
    assert [tag.name for tag in conversation.tags.all()] == ["asked"]


def test_keys_pressed_as_fast_as_one_can_lose_nothing(
    desk: Any, make: Make, conversation: Conversation
) -> None:
    make("It left with {{carrier}}.", name="It left")

    for key in ("m", "Enter", "Control+Enter"):
        desk.keyboard.press(key)

    desk.wait_for_selector(".letter:has-text('It left with Colissimo.')")


def test_a_slash_in_an_empty_line_finds_by_name_while_one_types(
    desk: Any, make: Make, conversation: Conversation
) -> None:
    make("Something else.", name="Product::Care")
    make("It left.", name="Delivery::Shipped")
    desk.keyboard.press("r")
    desk.keyboard.type("Hello,")
    desk.keyboard.press("Enter")

    desk.keyboard.type("/ship")
    until(desk, "document.querySelectorAll('.picker .line').length === 1")
    desk.keyboard.press("Enter")

    desk.wait_for_selector(".picker[hidden]", state="attached")
    until(desk, "document.querySelector('.draft').value === 'Hello,\\nIt left.'")
    assert desk.evaluate("document.activeElement.matches('.draft')")


def test_what_is_missing_is_chosen_and_keeps_the_reply_back(
    desk: Any, make: Make, conversation: Conversation
) -> None:
    make("Back: {{?the amount}}. Bye.", name="Refund")
    desk.keyboard.press("m")
    desk.wait_for_selector(".picker .lacks")
    desk.keyboard.press("Enter")
    desk.wait_for_selector(".use .place:visible")
    chosen = desk.evaluate(
        "getSelection().toString() || document.querySelector('.draft').value.slice(document.querySelector('.draft').selectionStart, document.querySelector('.draft').selectionEnd)"
    )

    desk.keyboard.press("Control+Enter")
    desk.wait_for_selector(".composer .alert:has-text('Replace {{?the amount}} before you send')")
    kept = desk.input_value(".draft")
    desk.click(".use .place")
    desk.keyboard.type("12 €")
    desk.wait_for_selector(".use .place", state="hidden")
    desk.keyboard.press("Control+Enter")

    desk.wait_for_selector(".letter:has-text('Back: 12 €. Bye.')")
    assert chosen == "{{?the amount}}"
    assert kept == "Back: {{?the amount}}. Bye."


def test_two_braces_offer_what_is_known_by_name(desk: Any, conversation: Conversation) -> None:
    desk.keyboard.press("r")
    desk.keyboard.type("It comes with {{carr")
    desk.wait_for_selector(".picker .line:has-text('Colissimo')")
    desk.keyboard.press("Enter")

    until(desk, "document.querySelector('.draft').value === 'It comes with Colissimo'")


def test_escape_closes_the_picker_and_keeps_the_words(
    desk: Any, make: Make, conversation: Conversation
) -> None:
    make("It left.", name="Shipped")
    desk.keyboard.press("r")
    desk.keyboard.type("/sh")
    desk.wait_for_selector(".picker .line")

    desk.keyboard.press("Escape")

    assert desk.locator(".picker").is_hidden()
    assert desk.input_value(".draft") == "/sh"
    assert desk.evaluate("document.activeElement.matches('.draft')")


def test_a_macro_without_words_is_done_at_once(
    desk: Any, make: Make, conversation: Conversation
) -> None:
    make({}, name="Mark it late", actions=[("tag", "late")])
    desk.keyboard.press("m")
    desk.wait_for_selector(".picker .line:has-text('Mark it late')")
    desk.keyboard.press("Enter")
    until(desk, "document.activeElement.matches('.use [hx-post]')")
    desk.keyboard.press("Enter")

    desk.wait_for_selector(".toast:has-text('Done')")
    assert [tag.name for tag in conversation.tags.all()] == ["late"]
    assert Message.objects.filter(author_kind="agent").count() == 0


def test_the_shipped_answer_to_where_is_my_order_is_one_of_three_keys(
    desk: Any, conversation: Conversation
) -> None:
    packs.load()
    Conversation.objects.update(reason="order_status")

    for key in ("m", "Enter", "Control+Enter"):
        desk.keyboard.press(key)

    desk.wait_for_selector(".letter:has-text('I have looked up your order FR 41872 for you.')")


def test_with_no_voucher_left_the_macro_says_so_and_sends_nothing(
    desk: Any, make: Make, conversation: Conversation
) -> None:
    make("Sorry. Your code: {{voucher}}.", name="Sorry", actions=[("tag", "goodwill")])

    desk.keyboard.press("m")
    desk.wait_for_selector(".picker .lacks:has-text('voucher: no voucher is left')")
    desk.keyboard.press("Enter")
    desk.wait_for_selector(".use:has-text('Add the tag goodwill')")
    desk.keyboard.press("Control+Enter")
    desk.wait_for_selector(".composer .alert:has-text('No voucher is left to give.')")

    assert desk.input_value(".draft") == "Sorry. Your code: {{voucher}}."
    assert desk.locator(".use").count() == 1
    assert Message.objects.filter(author_kind="agent").count() == 0
    assert conversation.tags.count() == 0


def test_a_picture_goes_from_the_template_into_the_words_that_are_read(
    desk: Any, lead: Identity, agent: Identity, conversation: Conversation, tmp_path: Path
) -> None:
    Channel.objects.update(undo_seconds=0)
    Image.new("RGB", (400, 240), "teal").save(tmp_path / "My box.png")
    desk.goto("/automation/templates/new/")
    desk.fill("[name=name]", "Labels")
    desk.select_option("[name=reach]", "personal")
    desk.fill("[name=text_en]", "Stick it here:\n")

    desk.set_input_files("[data-into=id_text_en]", tmp_path / "My box.png")
    desk.wait_for_selector(".toast:has-text('Say behind the colon')")
    desk.keyboard.type("the long side")
    desk.wait_for_selector("#preview img.in-words[alt='the long side']")
    desk.click("#template-form .btn.main")
    desk.wait_for_selector("text=Saved.")
    desk.goto(f"/inbox/all/{conversation.pk}/")
    desk.wait_for_selector("message-composer")
    desk.keyboard.press("m")
    desk.wait_for_selector(".picker .preview:not([hidden]) img.in-words")
    desk.keyboard.press("Enter")
    desk.wait_for_selector(".draft-files .file:has-text('My-box.jpg'):has-text('in the text')")
    desk.keyboard.press("Control+Enter")
    desk.wait_for_selector(".letter a.in-words img[alt='the long side']")

    shown = ".letter a.in-words img"
    until(desk, f"document.querySelector('{shown}').naturalWidth === 400")
    assert Message.objects.get(author_kind="agent").text.endswith("[My-box.jpg: the long side]")


def test_a_letter_to_the_carrier_is_proposed_and_leaves_when_it_is_sent(
    desk: Any, make: Make, conversation: Conversation
) -> None:
    ThirdParty.objects.create(
        name="Colissimo", kind="carrier", address="colis@carrier.example", added_at=now()
    )
    make("One moment.", name="Lost", actions=[("ask", "colis@carrier.example\nWhere is {{item}}?")])
    desk.keyboard.press("m")
    desk.wait_for_selector(".picker .preview:has-text('Propose a letter to colis@carrier.example')")
    desk.keyboard.press("Enter")

    desk.click(".use [data-letter]")
    desk.wait_for_selector("#act #outside-text")
    written = desk.input_value("#outside-text")
    before = Conversation.objects.filter(side_of=conversation).count()
    desk.click("#act footer .main")
    desk.wait_for_selector(".use [data-letter]", state="detached")

    assert written == "Where is Blue vase?"
    assert before == 0
    assert Conversation.objects.get(side_of=conversation).third_party.name == "Colissimo"
