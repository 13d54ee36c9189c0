"""The palette, the right click and play, by keyboard and by mouse."""

from typing import Any

import pytest

from comptoir.channels.models import Channel
from comptoir.conversations.models import Conversation
from tests.browser.test_looks import mailbox, sign_in
from tests.browser.test_templates import until

__all__ = ["mailbox"]


@pytest.fixture
def desk(page: Any, desk_url: str, mailbox: Channel) -> Any:
    sign_in(page, desk_url)
    page.goto("/inbox/all/?sort=number")
    page.wait_for_selector("#rows .row")
    return page


def options(page: Any) -> list[str]:
    found = page.locator("#palette [role=option] > .grow").all_inner_texts()
    return [text.strip() for text in found]


def served(page: Any, state: str) -> None:
    page.wait_for_url(f"**play={state}*", wait_until="load")
    page.wait_for_selector(".playing")


def test_the_palette_finds_a_command_by_letters_and_its_choices_one_level_deeper(
    desk: Any,
) -> None:
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    desk.wait_for_selector(".letter")

    desk.keyboard.press("Control+k")
    desk.keyboard.type("reas")
    assert options(desk)[0] == "Contact reason"
    desk.keyboard.press("Enter")
    desk.keyboard.type("is my ref")
    assert options(desk) == ["Where is my refund"]
    desk.keyboard.press("Enter")

    until(desk, "document.querySelector('#reason').textContent.includes('Where is my refund')")
    desk.keyboard.press("Control+k")
    assert options(desk)[0] == "Contact reason"
    desk.keyboard.press("Escape")
    assert desk.locator("#palette").is_hidden()
    assert desk.errors == []


def test_a_right_click_acts_on_a_row_that_is_not_open(desk: Any) -> None:
    first, second = Conversation.objects.order_by("pk").values_list("pk", flat=True)[:2]
    desk.goto(f"/inbox/all/{first}/?sort=number")
    desk.wait_for_selector(".letter")

    desk.locator(f"[data-row='{second}']").click(button="right")
    desk.wait_for_selector("#palette[open]")
    desk.keyboard.type("assign to me")
    desk.keyboard.press("Enter")

    for _ in range(100):
        if Conversation.objects.get(pk=second).assignee_id:
            break
        desk.wait_for_timeout(50)
    taken = dict(Conversation.objects.values_list("pk", "assignee__name"))
    assert (taken[first], taken[second]) == (None, "Inès Bernard")
    assert desk.locator("#conversation").get_attribute("data-number") == str(first)
    assert desk.errors == []


def test_picked_rows_are_offered_what_can_be_done_to_many(desk: Any) -> None:
    desk.keyboard.press("j")
    desk.keyboard.press("x")

    desk.keyboard.press("Control+k")

    assert "Add a tag" in options(desk)
    assert "Internal note" not in options(desk)
    assert desk.errors == []


def test_a_list_is_played_by_keyboard_and_resolved_on_the_way(desk: Any) -> None:
    first, second = Conversation.objects.order_by("pk").values_list("pk", flat=True)[:2]

    desk.keyboard.press("y")
    served(desk, "1-18")
    assert "1 of 18" in desk.inner_text(".playing")
    desk.keyboard.press("Shift+E")
    served(desk, "2-18")

    assert "2 of 18" in desk.inner_text(".playing")
    assert f"/inbox/all/{second}/" in desk.url
    assert Conversation.objects.get(pk=first).category == "resolved"
    desk.context.set_offline(True)
    desk.keyboard.press("Shift+N")
    until(desk, "document.querySelector('#toasts').textContent.includes('reach the server')")
    assert desk.locator(".playing").is_visible()
    desk.context.set_offline(False)
    assert desk.errors == []


def test_numbers_are_copied_and_what_was_read_is_unread_again(desk: Any) -> None:
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    number = Conversation.objects.order_by("pk").values_list("pk", flat=True)[0]
    desk.goto(f"/inbox/all/{number}/?sort=number")
    desk.wait_for_selector(".letter")
    row = f"#rows .row[data-row='{number}']"

    desk.keyboard.press("Control+k")
    desk.keyboard.type("copy the number")
    desk.keyboard.press("Enter")
    desk.wait_for_selector(".toast:has-text('Copied')")
    desk.keyboard.press("Shift+M")
    desk.wait_for_selector(f"{row}.unread")

    assert desk.evaluate("navigator.clipboard.readText()") == f"#{number}"
    desk.goto("/inbox/all/?sort=number")
    assert desk.locator(f"{row}.unread").count() == 1
    assert desk.errors == []
