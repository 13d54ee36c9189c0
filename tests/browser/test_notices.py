"""The bell rings while one looks elsewhere, and is silent about what one has before one's eyes."""

from typing import Any

from comptoir.accounts.models import Member
from comptoir.channels.models import Channel
from comptoir.conversations.models import Message
from comptoir.conversations.queries.directory import forget_directory
from comptoir.kit.actor import SYSTEM
from comptoir.notices.services import tell
from comptoir.notices.states import About
from tests.browser.test_journeys import until
from tests.browser.test_looks import arrive, mailbox, sign_in

__all__ = ["mailbox"]


def test_the_bell_rings_in_tab_and_rail_and_leads_to_the_very_message(
    page: Any, desk_url: str, mailbox: Channel
) -> None:
    arrive(mailbox, 0)
    message = Message.objects.latest("pk")
    conversation = message.conversation
    sign_in(page, desk_url)
    member = Member.objects.get(email="ines@shop.example")
    page.goto("/notices/")
    page.wait_for_selector("text=Nothing yet")
    page.wait_for_timeout(1000)

    about = About("conversation", conversation.pk, message.pk)
    for entry in (1, 2):
        tell(by=SYSTEM, kind="message_mine", about=about, members=[member.pk], entry_id=entry)

    page.wait_for_selector(".notice:has-text('2 new messages in one of yours')")
    until(page, "document.title.startsWith('(1) ')")
    assert page.locator(".rail [data-count-of=notices] .count").inner_text() == "1"
    assert "mark-new.svg" in page.locator("link[rel=icon]").get_attribute("href")
    page.locator(".notice a").press("Enter")
    page.wait_for_url(f"**/inbox/all/{conversation.pk}/#m{message.pk}")
    until(page, "!document.title.startsWith('(')")

    tell(by=SYSTEM, kind="message_mine", about=about, members=[member.pk], entry_id=3)

    # What lies open is read: the bell stays silent.
    page.wait_for_timeout(1500)
    assert not page.title().startswith("(")
    # Who works here is kept for seconds, and was read before there was anybody.
    forget_directory()
    page.keyboard.press("f")
    page.wait_for_selector(".followers")
    assert page.errors == []
