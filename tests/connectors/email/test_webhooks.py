"""Mail pushed by a provider: signed, bounded, stored before the answer, once."""

import base64
import json
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from comptoir.channels.mail.read import read_mail
from comptoir.channels.models import Channel, Envelope
from comptoir.connectors.email import webhooks
from comptoir.connectors.email.postmark import UnclearPayload, raw_mail
from comptoir.connectors.email.webhooks import signature_of
from comptoir.conversations.models import Conversation, Message
from comptoir.kit.clock import now
from comptoir.kit.secrets import seal
from tests.connectors.email.test_imap import raw

SECRET = "a-secret-of-the-webhook"
PAYLOAD: dict[str, Any] = {
    "FromFull": {"Email": "camille@buyer.example", "Name": "Camille Laurent"},
    "From": "camille@buyer.example",
    "ToFull": [{"Email": "desk@shop.example", "Name": ""}],
    "CcFull": [{"Email": "sister@buyer.example", "Name": "Sœur"}],
    "Subject": "Mon vase cassé",
    "MessageID": "73e6d360-66eb-11e1-8e72-a8904824019b",
    "Date": "Thu, 19 Nov 2026 09:12:00 +0100",
    "TextBody": "Le vase est arrivé cassé.",
    "HtmlBody": "<p>Le vase est arrivé <b>cassé</b>.</p>",
    "Headers": [
        {"Name": "Message-ID", "Value": "<vase@buyer.example>"},
        {"Name": "In-Reply-To", "Value": "<before@shop.example>"},
        {"Name": "X-Spam-Status", "Value": "No"},
        {"Name": "Content-Type", "Value": "multipart/alternative; boundary=gone"},
    ],
    "Attachments": [
        {
            "Name": "vase.jpg",
            "Content": base64.b64encode(b"\xff\xd8\xff picture").decode(),
            "ContentType": "image/jpeg",
            "ContentID": "",
        }
    ],
}


@pytest.fixture
def pushed(mailbox: Channel) -> Channel:
    mailbox.sealed = seal(json.dumps({"webhook_secret": SECRET}))
    mailbox.save()
    return mailbox


def push_raw(
    channel: Channel, body: bytes, *, secret: str = SECRET, age: int = 0
) -> tuple[int, dict[str, str]]:
    stamp = str(int(now().timestamp()) - age)
    headers = {"X-Comptoir-Timestamp": stamp}
    headers["X-Comptoir-Signature"] = signature_of(secret, stamp, body)
    return _post("raw", channel, body, headers)


def _post(
    name: str, channel: Channel, body: bytes, headers: Mapping[str, str]
) -> tuple[int, dict[str, str]]:
    answer = Client(headers=headers).post(
        reverse(f"connectors_email:{name}", args=[channel.public_id]),
        body,
        content_type="application/json",
    )
    return answer.status_code, answer.json()


def test_signed_raw_mail_becomes_a_conversation_and_a_repeat_is_a_duplicate(
    pushed: Channel,
) -> None:
    assert push_raw(pushed, raw(1)) == (200, {"state": "stored"})
    assert push_raw(pushed, raw(1)) == (200, {"state": "duplicate"})

    assert Conversation.objects.get().subject == "Parcel 1"


@pytest.mark.parametrize(("secret", "age"), [("another", 0), (SECRET, 301), (SECRET, -330)])
def test_a_wrong_or_old_signature_changes_nothing(pushed: Channel, secret: str, age: int) -> None:
    status, _said = push_raw(pushed, raw(1), secret=secret, age=age)

    assert status == 403
    assert Envelope.objects.count() == 0


def test_a_changed_body_does_not_fit_its_signature(pushed: Channel) -> None:
    stamp = str(int(now().timestamp()))
    headers = {
        "X-Comptoir-Timestamp": stamp,
        "X-Comptoir-Signature": signature_of(SECRET, stamp, raw(1)),
    }

    assert _post("raw", pushed, raw(2), headers)[0] == 403


def test_a_mailbox_without_a_secret_takes_nothing(mailbox: Channel) -> None:
    assert push_raw(mailbox, raw(1), secret="")[0] == 403
    basic = {"Authorization": "Basic " + base64.b64encode(b"postmark:").decode()}
    assert _post("raw", mailbox, raw(1), basic)[0] == 403


def test_an_unknown_address_answers_like_a_wrong_signature(pushed: Channel) -> None:
    unknown = Channel(key="none", name="None")

    assert push_raw(unknown, raw(1)) == push_raw(pushed, raw(1), secret="another")


def test_a_mail_beyond_the_limit_is_refused_by_its_size(
    pushed: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "MOST_BYTES", 100)

    assert push_raw(pushed, raw(1))[0] == 413


def test_postmark_signs_in_by_basic_and_its_number_makes_a_repeat_harmless(
    pushed: Channel,
) -> None:
    told = base64.b64encode(f"postmark:{SECRET}".encode()).decode()
    basic = {"Authorization": f"Basic {told}"}

    first = _post("postmark", pushed, json.dumps(PAYLOAD).encode(), basic)
    again = _post("postmark", pushed, json.dumps(PAYLOAD | {"Tag": "x"}).encode(), basic)

    assert (first[1], again[1]) == ({"state": "stored"}, {"state": "duplicate"})
    message = Message.objects.get()
    assert message.text == "Le vase est arrivé cassé."
    assert message.external_id == "vase@buyer.example"
    assert message.files == 1
    assert message.recipients == {"to": ["desk@shop.example"], "cc": ["sister@buyer.example"]}


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"From": ""}', b"\xff", b"[" * 100_000])
def test_what_is_no_inbound_mail_is_told_so(pushed: Channel, body: bytes) -> None:
    basic = {"Authorization": "Basic " + base64.b64encode(f"p:{SECRET}".encode()).decode()}

    assert _post("postmark", pushed, body, basic)[0] == 422


def test_the_mail_itself_is_taken_where_postmark_hands_it_on() -> None:
    mail = read_mail(raw_mail(PAYLOAD | {"RawEmail": raw(7).decode()}))

    assert mail.subject == "Parcel 7"


def test_a_mail_is_rebuilt_of_postmarks_fields() -> None:
    mail = read_mail(raw_mail(PAYLOAD))

    assert (mail.sender.address, mail.sender.name) == (
        "camille@buyer.example",
        "Camille Laurent",
    )
    assert [each.name for each in mail.cc] == ["Sœur"]
    assert mail.message_id == "vase@buyer.example"
    assert mail.in_reply_to == "before@shop.example"
    assert mail.reply == "Le vase est arrivé cassé."
    assert [(a.name, a.content_type, a.content) for a in mail.attachments] == [
        ("vase.jpg", "image/jpeg", b"\xff\xd8\xff picture")
    ]


def test_strange_fields_of_postmark_lose_no_mail() -> None:
    strange = PAYLOAD | {
        "FromFull": {"Email": "not an address\r\nBcc: eve@evil.example", "Name": None},
        "Subject": "a\r\nb",
        "Headers": [{"Name": "X Y:", "Value": "z"}, {"Name": "", "Value": "z"}, {}],
        "Attachments": [{"Name": None, "Content": "%%%", "ContentType": "message/rfc822"}],
    }

    mail = read_mail(raw_mail(strange))

    assert mail.reply == "Le vase est arrivé cassé."
    assert mail.subject == "a b"
    assert b"\nBcc:" not in raw_mail(strange)
    with pytest.raises(UnclearPayload):
        raw_mail({"Subject": "x"})
