"""What an agent does all day, in so many keys or clicks. Each task has its number, and keeps it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.commerce.models import Seller
from comptoir.conversations import services
from comptoir.conversations.models import Conversation, Draft, Mention, Message, PhoneCall
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
from tests.browser.hands import Hands, sign_in_as, until
from tests.conversations.conftest import Write

__all__ = ["agent", "conversation", "lead", "mailbox", "make", "make_member", "write"]

FOCUS_IN_DIALOG = "document.activeElement.closest('dialog[open]') !== null"


@pytest.fixture
def desk(
    lead: Identity, page: Any, desk_url: str, agent: Identity, conversation: Conversation
) -> Iterator[Any]:
    """The conversation open in front of its agent, in the list of all."""
    sign_in_as(page, agent, desk_url)
    show(page, conversation)
    yield page
    assert page.errors == []


@pytest.fixture
def hands(desk: Any) -> Hands:
    return Hands(desk)


def show(page: Any, conversation: Conversation, view: str = "all") -> None:
    page.goto(f"/inbox/{view}/{conversation.pk}/")
    page.wait_for_selector("message-composer")


def another(write: Write, subject: str = "Again", sender: str = "Camille Laurent") -> Conversation:
    """A second letter, of the same buyer unless told otherwise."""
    address = f"{sender.split(maxsplit=1)[0].lower()}@buyer.example"
    write(
        f"{subject}: where is it?",
        sender=f"{sender} <{address}>",
        subject=subject,
        message_id=f"<{subject.replace(' ', '.')}@buyer.example>",
    )
    return Conversation.objects.latest("pk")


def test_answering_with_a_macro_takes_four_keys(hands: Hands, desk: Any, make: Make) -> None:
    make("Hello {{buyer_first_name}}, it comes with {{carrier}}.", name="Delivery::Where")

    hands.press("m")
    desk.wait_for_selector(".picker .preview:not([hidden]):has-text('Colissimo')")
    hands.press("Enter", "Control+Enter")

    desk.wait_for_selector(".letter:has-text('Hello Camille, it comes with Colissimo.')")
    assert hands.used <= 4


def test_assigning_takes_three_keys(
    hands: Hands, desk: Any, lead: Identity, conversation: Conversation
) -> None:
    hands.press("a")
    until(desk, "document.activeElement.matches('.menu input')")
    hands.type("Lea")
    hands.press("Enter")

    desk.wait_for_selector("#assign .face:has-text('LL')")
    conversation.refresh_from_db()
    assert conversation.assignee_id == lead.member.pk
    assert hands.used <= 3


def test_setting_aside_until_tomorrow_takes_three_keys(
    hands: Hands, desk: Any, conversation: Conversation
) -> None:
    hands.press("s")
    until(desk, FOCUS_IN_DIALOG)
    hands.press("Enter")

    desk.wait_for_selector(".banner.asleep")
    conversation.refresh_from_db()
    assert conversation.category == "snoozed"
    assert hands.used <= 3


def test_merging_takes_four_keys(
    hands: Hands, desk: Any, write: Write, conversation: Conversation
) -> None:
    other = another(write)

    hands.press("u")
    until(desk, FOCUS_IN_DIALOG)
    hands.press("Enter")

    desk.wait_for_selector(".letter:has-text('Again: where is it?')")
    other.refresh_from_db()
    assert other.merged_into_id == conversation.pk
    assert hands.used <= 4


def test_finding_by_order_number_takes_three_keys(
    hands: Hands, desk: Any, write: Write, conversation: Conversation
) -> None:
    another(write, "A lamp", "Bo Lind")

    hands.press("/")
    until(desk, "document.activeElement.matches('input[name=q]')")
    hands.type("fr 41872")
    hands.press("Enter")
    desk.wait_for_url("**/search/**")

    desk.wait_for_selector("#rows .row:has-text('Camille Laurent')")
    assert desk.locator("#rows .row").count() == 1
    assert hands.used <= 3


def test_resolving_with_reason_and_outcome_takes_four_keys(
    hands: Hands, desk: Any, conversation: Conversation
) -> None:
    Conversation.objects.update(reason="order_status")

    hands.press("d")
    until(desk, FOCUS_IN_DIALOG)
    hands.press("6", "Enter")

    desk.wait_for_selector("#act:not([open])", state="attached")
    conversation.refresh_from_db()
    assert (conversation.category, conversation.reason) == ("resolved", "order_status")
    assert conversation.outcome != ""
    assert hands.used <= 4


def test_marking_spam_takes_two_keys(hands: Hands, desk: Any, conversation: Conversation) -> None:
    hands.press("Shift+S")

    desk.wait_for_selector(".banner:has-text('Marked as spam')")
    conversation.refresh_from_db()
    assert conversation.is_spam
    assert hands.used <= 2


def test_sending_later_takes_four_keys(hands: Hands, desk: Any, conversation: Conversation) -> None:
    hands.press("r")
    hands.type("It left this morning.")
    hands.press("Alt+h")
    until(desk, FOCUS_IN_DIALOG)
    hands.press("Enter")

    desk.wait_for_selector("#act:not([open])", state="attached")
    assert Draft.objects.filter(send_at__isnull=False).count() == 1
    assert hands.used <= 4


def test_writing_first_from_an_order_takes_three_keys(
    hands: Hands, desk: Any, conversation: Conversation
) -> None:
    until(desk, "document.querySelector('[data-act-name=write-first]') !== null")

    hands.press("w")
    until(desk, FOCUS_IN_DIALOG)
    hands.type("Your vase is on its way.")
    hands.press("Control+Enter")

    desk.wait_for_selector("#act:not([open])", state="attached")
    sent = Message.objects.get(author_kind="agent")
    assert sent.text == "Your vase is on its way."
    assert hands.used <= 3


def test_handing_over_the_shift_takes_five(
    hands: Hands, desk: Any, agent: Identity, lead: Identity, conversation: Conversation
) -> None:
    services.assign(by=agent.actor, conversation_id=conversation.pk, member_id=agent.member.pk)
    desk.reload()

    hands.press("g", "h")
    desk.wait_for_selector("#over-to")
    until(desk, "document.activeElement.id === 'over-to'")
    hands.type("Lea")
    hands.press("Tab", "Enter")

    desk.wait_for_selector("text=nothing to hand over")
    conversation.refresh_from_db()
    assert conversation.assignee_id == lead.member.pk
    assert hands.used <= 5


def test_asking_the_seller_takes_four(hands: Hands, desk: Any, conversation: Conversation) -> None:
    Seller.objects.update(email="atelier@keramos.example")
    show(desk, conversation)

    hands.press("q")
    until(desk, "document.activeElement.matches('.draft')")
    hands.type("Did it leave your shop?")
    assert desk.inner_text("[data-to]") == "atelier@keramos.example"
    hands.press("Control+Enter")

    desk.wait_for_selector(".letter:has-text('Did it leave your shop?')")
    sent = Message.objects.get(author_kind="agent")
    assert sent.audience == Party.SELLER | Party.OPERATOR
    assert hands.used <= 4


def test_a_note_with_a_mention_takes_four_keys(
    hands: Hands, desk: Any, lead: Identity, conversation: Conversation
) -> None:
    hands.press("n")
    until(desk, "document.activeElement.matches('.draft')")
    hands.type("@lea")
    desk.wait_for_selector(".mentions:not([hidden]) .choice:has-text('Lea Lead')")
    hands.press("Enter")
    hands.type("please look.")
    hands.press("Control+Enter")

    desk.wait_for_selector(".note:has-text('please look.')")
    assert Mention.objects.get().member_id == lead.member.pk
    assert hands.used <= 4


def test_the_next_conversation_is_one_key_away(
    hands: Hands, desk: Any, write: Write, conversation: Conversation
) -> None:
    show(desk, another(write, "A lamp", "Bo Lind"))

    hands.press("Shift+J")

    desk.wait_for_selector(f"#conversation[data-number='{conversation.pk}']")
    assert hands.used <= 1


def test_undoing_a_send_is_one_key(hands: Hands, desk: Any, conversation: Conversation) -> None:
    desk.keyboard.press("r")
    desk.keyboard.type("It left, I think.")
    desk.keyboard.press("Control+Enter")
    desk.wait_for_selector(".letter:has-text('It left, I think.')")

    hands.press("z")

    desk.wait_for_selector(".letter:has-text('It left, I think.')", state="detached")
    until(desk, "document.querySelector('.draft').value === 'It left, I think.'")
    assert hands.used <= 1


def test_opening_the_buyers_last_order_takes_two(
    hands: Hands, desk: Any, conversation: Conversation
) -> None:
    desk.wait_for_selector("#the-order")

    hands.press("Shift+O")

    desk.wait_for_selector("h1:has-text('FR 41872')")
    assert desk.locator(".order-page .mini").count() == 1
    assert hands.used <= 2


def test_tagging_forty_takes_five_keys(
    hands: Hands, desk: Any, write: Write, work: Callable[[], None]
) -> None:
    for number in range(39):
        another(write, f"Parcel {number}", f"Buyer{number} Lind")
    desk.goto("/inbox/all/")
    desk.wait_for_selector("#rows .row")

    hands.press("Shift+X", "l")
    until(desk, FOCUS_IN_DIALOG)
    hands.type("strike")
    hands.press("Enter")
    desk.wait_for_selector("#bulk-progress > *")
    work()

    assert Conversation.objects.filter(tags__name="strike").count() == 40
    assert hands.used <= 5


def test_changing_the_reason_takes_two_keys(
    hands: Hands, desk: Any, conversation: Conversation
) -> None:
    hands.press("c")
    until(desk, "document.activeElement.closest('.menu') !== null")
    hands.type("damaged")
    hands.press("Enter")

    desk.wait_for_selector("#reason:has-text('Damaged')")
    conversation.refresh_from_db()
    assert conversation.reason == "damaged_item"
    assert hands.used <= 2


def test_seeing_who_is_late_takes_two(hands: Hands, desk: Any, conversation: Conversation) -> None:
    hands.press("g", "d")

    desk.wait_for_url("**/inbox/overdue/**")
    assert hands.used <= 2


def test_printing_for_an_insurer_takes_three_keys(
    hands: Hands, desk: Any, conversation: Conversation
) -> None:
    hands.press("Shift+P")
    until(desk, FOCUS_IN_DIALOG)
    hands.press("2")
    with desk.expect_download() as printed:
        hands.press("Enter")

    assert printed.value.suggested_filename.endswith(".pdf")
    assert Path(printed.value.path()).read_bytes().startswith(b"%PDF")
    assert hands.used <= 3


def test_noting_a_phone_call_takes_four_keys(
    hands: Hands, desk: Any, conversation: Conversation
) -> None:
    hands.press("t")
    until(desk, "document.activeElement.id === 'call-minutes'")
    hands.type("6")
    hands.press("Control+Enter")

    desk.wait_for_selector("#act:not([open])", state="attached")
    desk.wait_for_selector("#letters >> text=6 min")
    call = PhoneCall.objects.get()
    assert (call.minutes, call.message.conversation_id) == (6, conversation.pk)
    assert hands.used <= 4
