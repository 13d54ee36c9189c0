"""Card numbers come to rest nowhere (I3)."""

import gzip
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.conf import settings

from comptoir.accounts.identity import Identity
from comptoir.channels.models import Channel, Envelope
from comptoir.channels.services import receive
from comptoir.conversations import services
from comptoir.conversations.models import Attachment, Conversation, Draft, Message
from comptoir.kit import files
from comptoir.kit.actor import SYSTEM
from tests.records.test_erasing import own_folder, tables_with

__all__ = ["own_folder"]

CARD = "4242 4242 4242 4242"


@pytest.fixture
def message(mailbox: Channel, django_capture_on_commit_callbacks) -> Message:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Camille <camille@buyer.example>", f"Pay with {CARD}"
    mail["To"], mail["Message-ID"] = "desk@shop.example", "<one@buyer.example>"
    mail.set_content(f"Take {CARD}.\n\nOn Monday you wrote:\n> Your card {CARD}?\n")
    mail.add_alternative(f"<p>Take <b>{CARD}</b>.</p>", subtype="html")
    mail.add_attachment(f"card;{CARD}\n".encode(), "text", "csv", filename=f"{CARD}.csv")
    with django_capture_on_commit_callbacks(execute=True):
        receive(by=SYSTEM, channel=mailbox, raw=mail.as_bytes())
    return Message.objects.get()


def test_i3_no_table_and_no_file_holds_the_number(message: Message) -> None:
    contents = [
        gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for path in Path(settings.MEDIA_ROOT).rglob("*")
        if path.is_file()
    ]

    assert tables_with(CARD) == []
    assert [content for content in contents if CARD.encode() in content] == []


def test_i3_an_agent_reads_the_last_four_digits(message: Message) -> None:
    assert message.text.startswith("Take •••• 4242.")
    assert message.subject == "Pay with •••• 4242"
    assert "<b>•••• 4242</b>" in message.html
    row = Conversation.objects.get()
    assert (row.subject, row.operator_excerpt[:15]) == ("Pay with •••• 4242", "Take •••• 4242.")
    attachment = Attachment.objects.get()
    assert attachment.name == "•••• 4242.csv"
    assert files.read(attachment.content_key).decode() == "card;•••• 4242\n"


def test_i3_the_original_of_such_a_mail_is_let_go(message: Message) -> None:
    assert Envelope.objects.get().raw_key == ""


def test_i3_what_members_write_is_masked_too(message: Message, agent: Identity) -> None:
    number = message.conversation_id
    services.write_note(by=agent.actor, conversation_id=number, text=f"He sent {CARD}!")
    services.save_draft(by=agent.actor, conversation_id=number, mode="reply", text=f"Not {CARD}")

    assert Message.objects.latest("pk").text == "He sent •••• 4242!"
    assert Draft.objects.get().text == "Not •••• 4242"
