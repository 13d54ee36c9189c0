"""A manager opens a figure down to its rows, and a row down to its letters."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from comptoir.accounts.identity import Identity
from comptoir.conversations.models import Conversation
from comptoir.insights import services
from comptoir.kit.clock import now
from tests.browser.hands import sign_in_as
from tests.insights.conftest import Answer, Ask, agent, answer, ask, lead, mailbox, write

__all__ = ["agent", "answer", "ask", "lead", "mailbox", "write"]


def test_a_manager_opens_a_figure_down_to_its_rows(
    transactional_db: None,
    page: Any,
    desk_url: str,
    ask: Ask,
    answer: Answer,
    lead: Identity,
    work: Callable[[], None],
) -> None:
    begun = now() - timedelta(days=2)
    numbers = [ask(begun + timedelta(minutes=at), subject=f"Order {at}") for at in range(5)]
    answer(numbers[0], begun + timedelta(hours=1))
    services.restate(conversation_ids=numbers)
    sign_in_as(page, lead, desk_url)

    page.goto("/insights/?span=week")
    told = page.locator("#open-waiting")
    assert told.get_attribute("data-count") == "4"
    told.click()
    page.wait_for_url("**/insights/rows/**")
    assert page.locator("table tbody tr").count() == 4
    page.get_by_role("link", name="Order 3").click()

    page.wait_for_selector("#conversation .letter")
    number = page.locator("#conversation").get_attribute("data-number")
    assert Conversation.objects.get(pk=number).subject == "Order 3"
    assert page.errors == []
