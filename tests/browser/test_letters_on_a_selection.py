"""A template for a selection, by keyboard: looked at before, begun, told, taken back."""

from typing import Any

from comptoir.accounts.identity import Identity
from comptoir.conversations.models import BulkRun, Conversation, Message
from comptoir.conversations.services import work_bulk
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


def test_a_template_for_all_that_are_picked_and_back(
    lead: Identity,
    page: Any,
    desk_url: str,
    agent: Identity,
    conversation: Conversation,
    make: Make,
    write: Write,
) -> None:
    make("It is order {{order_number}}.")
    write("And mine?", sender="Noor <noor@buyer.example>", message_id="<noor@buyer.example>")
    sign_in_as(page, agent, desk_url)
    page.goto("/inbox/all/")
    page.wait_for_selector("#rows .row")
    hands = Hands(page)

    hands.press("Shift+X", "m")
    until(page, "document.activeElement.id === 'many-template'")
    hands.press("ArrowDown")
    page.wait_for_selector("#many-go:has-text('Send to 1')")
    look = page.inner_text("#many-look")
    hands.press("Control+Enter")
    page.wait_for_selector("#bulk-progress > *")
    run = BulkRun.objects.get()
    work_bulk(run_id=run.pk)
    page.wait_for_selector("#bulk-undo")
    sent = [letter.text for letter in Message.objects.filter(author_kind="agent")]
    page.click("#bulk-undo")
    page.wait_for_selector("#bulk-progress progress")
    work_bulk(run_id=run.pk)
    page.wait_for_selector("#bulk-progress:has-text('1 put back')")

    assert "1 of 2 will be written to." in look
    assert "{{order_number}}: nothing is known for it here" in look
    assert (sent, hands.used) == (["It is order FR 41872."], 4)
    assert not Message.objects.filter(author_kind="agent").exists()
    assert page.errors == []
