"""A picture pasted into the words of a reply: in the words, beside the files, in the thread."""

import base64
import io
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from comptoir.accounts.identity import Identity
from comptoir.channels.models import Channel
from comptoir.conversations.models import Attachment, Conversation, Message
from tests.automation.conftest import agent, conversation, mailbox, make_member, write
from tests.browser.hands import sign_in_as, until

__all__ = ["agent", "conversation", "mailbox", "make_member", "write"]

PASTE = """([content, words]) => {
  const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  const held = new DataTransfer();
  held.items.add(new File([bytes], "Screen shot.png", { type: "image/png" }));
  if (words) held.setData("text/plain", words);
  const event = new ClipboardEvent("paste", { clipboardData: held, bubbles: true, cancelable: true });
  document.querySelector(".draft").dispatchEvent(event);
  return event.defaultPrevented;
}"""


@pytest.fixture
def desk(
    transactional_db: None, page: Any, desk_url: str, agent: Identity, conversation: Conversation
) -> Iterator[Any]:
    Channel.objects.update(undo_seconds=0)
    sign_in_as(page, agent, desk_url)
    page.goto(f"/inbox/all/{conversation.pk}/")
    page.wait_for_selector("message-composer .draft")
    yield page
    assert page.errors == []


def picture() -> str:
    made = io.BytesIO()
    Image.new("RGB", (400, 240), "teal").save(made, "PNG")
    return base64.b64encode(made.getvalue()).decode()


def test_a_pasted_picture_stands_in_the_words_that_are_sent(desk: Any) -> None:
    desk.keyboard.press("r")
    desk.keyboard.type("Press here:")
    desk.evaluate(PASTE, [picture(), ""])
    desk.wait_for_selector(".draft-files .file:has-text('Screen-shot.jpg'):has-text('in the text')")
    desk.keyboard.type("the red knob")

    desk.keyboard.press("Control+Enter")
    desk.wait_for_selector(".letter a.in-words img[alt='the red knob']")

    until(desk, "document.querySelector('.letter a.in-words img').naturalWidth === 400")
    sent = Message.objects.get(author_kind="agent")
    assert sent.text == "Press here:\n[Screen-shot.jpg: the red knob]"


def test_sending_asks_what_pictures_show_and_takes_that_they_only_decorate(desk: Any) -> None:
    desk.keyboard.press("r")
    desk.keyboard.type("Press here:")
    desk.evaluate(PASTE, [picture(), ""])
    desk.wait_for_selector(".draft-files .file:has-text('Screen-shot.jpg')")
    words = desk.input_value(".draft")

    desk.keyboard.press("Control+Enter")
    desk.wait_for_selector("dialog.says[open]")
    desk.keyboard.press("Escape")
    back = desk.evaluate(
        "[document.activeElement.className, document.querySelector('.draft').value.slice("
        "document.activeElement.selectionStart)]"
    )
    desk.keyboard.press("Control+Enter")
    desk.wait_for_selector("dialog.says[open]")
    desk.keyboard.type("the [red] knob")
    desk.keyboard.press("Enter")
    desk.wait_for_selector(".letter a.in-words img[alt='the red knob']")
    desk.keyboard.press("r")
    desk.evaluate(PASTE, [picture(), ""])
    desk.wait_for_selector(".draft-files .file:has-text('Screen-shot.jpg')")
    desk.keyboard.press("Control+Enter")
    desk.click("dialog.says[open] [data-answer=decorates]")
    desk.wait_for_selector(".letter a.in-words img[alt='']")

    assert words == "Press here:\n[Screen-shot.jpg: ]\n"
    assert back == ["draft", "]\n"]
    sent = Message.objects.filter(author_kind="agent").order_by("pk").values_list("text", flat=True)
    assert list(sent) == ["Press here:\n[Screen-shot.jpg: the red knob]", "[Screen-shot.jpg: -]"]


def test_a_picture_taken_out_leaves_no_mark_and_a_copied_table_is_words(desk: Any) -> None:
    desk.keyboard.press("r")
    was_taken = desk.evaluate(PASTE, [picture(), "a\tb"])
    desk.evaluate(PASTE, [picture(), ""])
    desk.wait_for_selector(".draft-files .file")
    until(desk, "document.querySelector('.draft').value === '[Screen-shot.jpg: ]\\n'")

    desk.click(".draft-files .file button")
    desk.wait_for_selector(".draft-files .file", state="detached")

    assert was_taken is False
    assert desk.input_value(".draft") == ""
    assert not Attachment.objects.exists()
