"""An open conversation changes under the reader's eyes, and nothing he reads moves."""

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest

from comptoir.channels.models import Channel
from comptoir.channels.services import receive
from comptoir.conversations import services
from comptoir.conversations.models import Conversation
from comptoir.demo.pictures import draw
from comptoir.kit.actor import Actor, ActorKind
from tests.browser.test_journeys import until
from tests.browser.test_looks import SHIFTS, mailbox, sign_in
from tests.conversations.conftest import make_member

__all__ = ["mailbox"]


@pytest.fixture
def broken(mailbox: Channel) -> Conversation:
    """A mail with two photos whose previews nobody has made yet."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "Camille Laurent <camille@buyer.example>", mailbox.address
    mail["Subject"], mail["Message-ID"] = "Broken", "<broken@buyer.example>"
    mail.set_content("Hello, the vase arrived in three pieces.\n\n" * 12)
    for kind in ("broken_vase", "broken_vase_close"):
        photo = draw(kind, seed=4, size=(300, 200))
        mail.add_attachment(photo, maintype="image", subtype="jpeg", filename=f"{kind}.jpg")
    receive(by=Actor(ActorKind.CHANNEL, mailbox.pk), channel=mailbox, raw=mail.as_bytes())
    return Conversation.objects.get(subject="Broken")


@pytest.fixture
def reader(page: Any, desk_url: str, broken: Conversation) -> Any:
    """Reads the conversation; what shifts from now on is counted."""
    sign_in(page, desk_url)
    page.add_init_script(SHIFTS)
    page.goto(f"/inbox/all/{broken.pk}/")
    page.wait_for_selector(".letter")
    page.wait_for_timeout(1000)
    page.evaluate("window.shifted = 0")
    return page


def test_previews_appear_where_their_boxes_were(reader: Any, work: Callable[[], None]) -> None:
    assert reader.locator(".photo-to-be").count() == 2

    work()

    reader.locator(".photo img").nth(1).wait_for()
    until(reader, "[...document.querySelectorAll('.photo img')].every((i) => i.naturalWidth > 0)")
    assert reader.locator(".photo-to-be").count() == 0
    assert reader.evaluate("window.shifted") == 0
    assert reader.errors == []


def test_what_a_colleague_does_shows_in_the_timeline_and_the_head(
    reader: Any, broken: Conversation
) -> None:
    jonas = make_member("jonas@shop.example", "Jonas Weber", "agent")

    services.assign(by=jonas.actor, conversation_id=broken.pk, member_id=jonas.member.pk)

    reader.wait_for_selector(".system:has-text('Jonas Weber took it')")
    reader.wait_for_selector("#assign[aria-label^='With Jonas Weber']")
    services.tag(by=jonas.actor, conversation_id=broken.pk, name="fragile")
    reader.wait_for_selector(".system:has-text('added the tag fragile')")
    assert reader.locator(".system:has-text('Jonas Weber took it')").count() == 1
    assert reader.evaluate("window.shifted") == 0
    assert reader.errors == []


def test_who_was_slower_by_a_breath_is_told(reader: Any, broken: Conversation) -> None:
    """News of the colleague's choice comes while one's own is on its way."""
    jonas = make_member("jonas@shop.example", "Jonas Weber", "agent")
    chosen: list[Any] = []

    def hold(asked: Any) -> None:
        chosen.append(asked)

    reader.route("**/assign/", hold)
    reader.keyboard.press("i")
    reader.wait_for_selector("#head .htmx-request", state="attached")

    services.assign(by=jonas.actor, conversation_id=broken.pk, member_id=jonas.member.pk)
    reader.wait_for_selector(".system:has-text('Jonas Weber took it')")
    chosen.pop().continue_()

    reader.wait_for_selector(".meanwhile:has-text('Meanwhile: Jonas Weber took it.')")
    broken.refresh_from_db()
    assert broken.assignee_id == jonas.member.pk


def test_what_a_colleague_took_meanwhile_is_offered_and_taken_over_by_the_mouse(
    reader: Any, broken: Conversation
) -> None:
    jonas = make_member("jonas@shop.example", "Jonas Weber", "agent")
    reader.click("#assign")
    reader.wait_for_selector("#assignees:not([hidden])")
    services.assign(by=jonas.actor, conversation_id=broken.pk, member_id=jonas.member.pk)
    reader.wait_for_selector(".system:has-text('Jonas Weber took it')")

    reader.click("#assign-me")

    reader.wait_for_selector(".meanwhile:has-text('Meanwhile: Jonas Weber took it.')")
    broken.refresh_from_db()
    assert broken.assignee_id == jonas.member.pk
    reader.wait_for_timeout(500)
    reader.click("#anyway")
    reader.wait_for_selector("#assign[aria-label^='With Inès Bernard']")
    assert reader.locator(".meanwhile").count() == 0


def test_a_reason_is_chosen_by_the_mouse(reader: Any, broken: Conversation) -> None:
    reader.click("#reason")
    reader.wait_for_selector("#reasons:not([hidden])")

    reader.click("#reasons .choice:has-text('Wrong item')")

    reader.wait_for_selector("#reason:has-text('Wrong item')")
    assert reader.evaluate("document.activeElement.id") == "reason"
