"""What follows sending, in a real browser: chosen in the button's menu, honoured by its keys."""

from typing import Any

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Member
from comptoir.conversations.models import Conversation, Message
from tests.browser.hands import Hands, sign_in_as, until
from tests.conversations.conftest import Write, agent, mailbox, write

__all__ = ["agent", "mailbox", "write"]


def test_the_next_one_opens_by_itself_once_it_was_chosen(
    page: Any, desk_url: str, agent: Identity, write: Write
) -> None:
    for number in (1, 2, 3):
        write(
            f"Question {number}", sender=f"b{number}@b.example", message_id=f"<{number}@b.example>"
        )
    third, second, first = Conversation.objects.order_by("-pk").values_list("pk", flat=True)
    sign_in_as(page, agent, desk_url)
    page.goto(f"/inbox/all/{third}/")
    page.wait_for_selector("message-composer")
    hands = Hands(page)

    page.click(".draft")
    hands.type("It left this morning.")
    page.click("#send-ways-opener")
    page.click("#send-ways [role=menuitemradio] >> text=Open the next conversation")
    until(page, "document.querySelector('#sending .send').value === 'next'")

    # The words stay, the button still says to whom, and the cursor is back in the words.
    assert page.input_value(".draft") == "It left this morning."
    assert page.inner_text("#sending .send") == "Send to buyer"
    until(page, "document.activeElement.matches('.draft')")
    assert Member.objects.get(pk=agent.member.pk).opens_next

    hands.press("Control+Enter")
    page.wait_for_url(f"**/{second}/")
    page.wait_for_selector("message-composer")
    page.click(".draft")
    hands.type("It is in stock.")
    hands.press("Control+Shift+Enter")
    page.wait_for_url(f"**/{first}/")

    told = Message.objects.filter(author_kind="agent").order_by("pk")
    assert [(each.conversation_id, each.facts.get("then")) for each in told] == [
        (third, None),
        (second, "resolve"),
    ]
    assert page.errors == []
