"""Mails that came back, complaints, receipts, and mails that only look like them."""

import json

import pytest

from comptoir.channels.mail import read_mail
from comptoir.channels.mail.shapes import AutoReply, BounceKind, BounceReason

HARD, SOFT = BounceKind.HARD, BounceKind.SOFT


def _dsn(*recipients: str, text: str = "It could not be delivered.") -> bytes:
    """A delivery report as RFC 3464 wants it, about mail `c1.m2.abc@shop.example`."""
    status = "\r\n\r\n".join(("Reporting-MTA: dns; mx.shop.example", *recipients))
    return (
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.shop.example\r\nTo: desk@shop.example\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\r\n\r\n'
        f"--B\r\nContent-Type: text/plain\r\n\r\n{text}\r\n"
        f"--B\r\nContent-Type: message/delivery-status\r\n\r\n{status}\r\n"
        "--B\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        "Message-ID: <c1.m2.abc@shop.example>\r\nSubject: Your order\r\n\r\n--B--\r\n"
    ).encode()


def _recipient(status: str, diagnostic: str, action: str = "failed") -> str:
    return (
        f"Final-Recipient: rfc822; jo@example.com\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; {diagnostic}"
    )


@pytest.mark.parametrize(
    ("status", "diagnostic", "kind", "reason"),
    [
        ("5.1.1", "550 5.1.1 <jo@example.com>: User unknown", HARD, BounceReason.USER_UNKNOWN),
        ("5.0.0", "550 No such user here", HARD, BounceReason.USER_UNKNOWN),
        ("5.1.1", "550 5.1.1 The email account that you tried to reach does not exist.", HARD, BounceReason.USER_UNKNOWN),
        ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied.", HARD, BounceReason.USER_UNKNOWN),
        ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found", HARD, BounceReason.USER_UNKNOWN),
        ("5.0.0", "554 delivery error: dd This user doesn't have a example.com account", HARD, BounceReason.USER_UNKNOWN),
        ("5.0.0", "550 Benutzer unbekannt", HARD, BounceReason.USER_UNKNOWN),
        ("5.4.4", "Host or domain name not found. Name service error for name=example.com type=AAAA: Host not found", HARD, BounceReason.HOST_UNKNOWN),
        ("5.1.2", "550 5.1.2 Host unknown", HARD, BounceReason.HOST_UNKNOWN),
        ("5.1.6", "550 5.1.6 User has moved, please try new@example.net", HARD, BounceReason.MOVED),
        ("5.7.27", "556 5.7.27 Domain does not accept mail (nullMX)", HARD, BounceReason.REFUSES_ALL),
        ("5.2.2", "552 5.2.2 The email account that you tried to reach is over quota.", SOFT, BounceReason.MAILBOX_FULL),
        ("5.1.1", "550 5.1.1 Mailbox is full, user cannot receive mail", SOFT, BounceReason.MAILBOX_FULL),
        ("5.7.26", "550-5.7.26 Unauthenticated email from shop.example is not accepted due to domain's DMARC policy.", SOFT, BounceReason.AUTHENTICATION),
        ("5.7.1", "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org", SOFT, BounceReason.BLOCKED),
        ("5.7.1", "550 5.7.1 Message rejected as spam by content filter", SOFT, BounceReason.SPAM),
        ("5.7.0", "552 5.7.0 Our system detected a virus in your message", SOFT, BounceReason.VIRUS),
        ("5.3.4", "552 5.3.4 Message size exceeds fixed maximum message size", SOFT, BounceReason.TOO_BIG),
        ("5.1.8", "553 5.1.8 <desk@shop.example>... Domain of sender address does not exist", SOFT, BounceReason.SENDER_REJECTED),
        ("5.7.1", "550 5.7.1 Relaying denied", SOFT, BounceReason.RELAYING),
        ("5.2.1", "550 5.2.1 The email account that you tried to reach is disabled.", SOFT, BounceReason.SUSPENDED),
        ("4.4.7", "delivery temporarily suspended: connect to mx.example.com: Connection timed out", SOFT, BounceReason.EXPIRED),
        ("5.7.1", "550 5.7.1 Delivery not authorized by policy", SOFT, BounceReason.POLICY),
        ("5.0.0", "", SOFT, BounceReason.UNDEFINED),
    ],
)  # fmt: skip
def test_the_words_of_the_server_decide(
    status: str, diagnostic: str, kind: BounceKind, reason: BounceReason
) -> None:
    bounce = read_mail(_dsn(_recipient(status, diagnostic), text="")).bounce

    assert bounce is not None
    assert (bounce.kind, bounce.reason, bounce.status) == (kind, reason, status)
    assert [recipient.address for recipient in bounce.recipients] == ["jo@example.com"]
    assert bounce.original_message_id == "c1.m2.abc@shop.example"


def test_one_dead_address_among_several_makes_it_hard() -> None:
    full = _recipient("5.2.2", "552 5.2.2 Mailbox full").replace("jo@", "max@")

    bounce = read_mail(_dsn(full, _recipient("5.1.1", "550 5.1.1 User unknown"))).bounce

    assert bounce is not None
    assert bounce.kind is HARD
    assert [(r.address, r.kind) for r in bounce.recipients] == [
        ("max@example.com", SOFT),
        ("jo@example.com", HARD),
    ]


def test_a_report_of_success_is_no_bounce() -> None:
    mail = read_mail(_dsn(_recipient("2.0.0", "250 Ok", action="delivered")))

    assert mail.bounce is None
    assert mail.auto_reply is AutoReply.AUTO_REPLIED


def test_a_warning_is_soft_and_delayed() -> None:
    bounce = read_mail(_dsn(_recipient("4.4.1", "connect timed out", action="delayed"))).bounce

    assert bounce is not None
    assert (bounce.kind, bounce.delayed) == (SOFT, True)


EXIM = """\
This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  jo@example.com
    host mx.example.com [192.0.2.1]
    SMTP error from remote mail server after RCPT TO:<jo@example.com>:
    550 Unknown recipient

------ This is a copy of the message, including all the headers. ------

Message-ID: <c1.m2.abc@shop.example>
Subject: Your mailbox is full of offers
"""
QMAIL = """\
Hi. This is the qmail-send program at mx.shop.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<jo@example.com>:
192.0.2.1 does not like recipient.
Remote host said: 550 5.1.1 <jo@example.com>: Recipient address rejected: no such user
Giving up on 192.0.2.1.

--- Below this line is a copy of the message.

Message-ID: <c1.m2.abc@shop.example>
"""
GERMAN = """\
Ihre Nachricht konnte nicht zugestellt werden. Der folgende Empfänger existiert nicht:

jo@example.com

Originalnachricht:
Message-ID: <c1.m2.abc@shop.example>
"""


@pytest.mark.parametrize(
    ("sender", "subject", "text"),
    [
        ("Mail Delivery System <Mailer-Daemon@mx.shop.example>", "Mail delivery failed: returning message to sender", EXIM),
        ("MAILER-DAEMON@mx.shop.example", "failure notice", QMAIL),
        ("postmaster@example.com", "Unzustellbar: Ihre Bestellung", GERMAN),
    ],
)  # fmt: skip
def test_reports_for_people_are_bounces_too(sender: str, subject: str, text: str) -> None:
    raw = f"From: {sender}\nTo: desk@shop.example\nSubject: {subject}\n\n{text}"

    bounce = read_mail(raw.encode()).bounce

    assert bounce is not None
    assert (bounce.kind, bounce.reason) == (HARD, BounceReason.USER_UNKNOWN)
    assert [recipient.address for recipient in bounce.recipients] == ["jo@example.com"]
    assert bounce.original_message_id == "c1.m2.abc@shop.example"


def test_amazon_tells_in_json() -> None:
    told = {
        "notificationType": "Bounce",
        "bounce": {
            "bouncedRecipients": [
                {
                    "emailAddress": "jo@example.com",
                    "status": "5.1.1",
                    "diagnosticCode": "smtp; 550 5.1.1 user unknown",
                }
            ]
        },
        "mail": {"commonHeaders": {"messageId": "<c1.m2.abc@shop.example>"}},
    }
    wrapped = json.dumps({"Type": "Notification", "Message": json.dumps(told)})
    head = "From: no-reply@sns.example.com\nSubject: AWS Notification Message\n\n"

    for body in (json.dumps(told, separators=(",", ":")), wrapped):
        bounce = read_mail((head + body).encode()).bounce
        assert bounce is not None
        assert (bounce.kind, bounce.original_message_id) == (HARD, "c1.m2.abc@shop.example")


ORDINARY = [
    ("Jo <jo@example.com>", "Re: Undelivered Mail Returned to Sender", "Why did my mail come back with 550 5.1.1 user unknown?"),
    ("Jo <jo@example.com>", "Delivery failed", "My parcel could not be delivered, the driver says address unknown."),
    ("Parcel <noreply@parcel.example>", "Delivery failure notice", "Your parcel 550 123 could not be delivered to the recipient."),
    ("Parcel <noreply@parcel.example>", "Zustellung fehlgeschlagen", "Die Sendung konnte nicht zugestellt werden."),
    ("Jo <jo@example.com>", "returned", "I returned the vase. The mailbox was full."),
    ("Jo <jo@example.com>", "Message could not be delivered", "What does this mean?"),
    ("Paket <info@paket.example>", "Undeliverable parcel", "Recipient unknown, returned to sender."),
    ("Jo <jo@example.com>", "my order", "My account is disabled and the mailbox is full"),
]  # fmt: skip


@pytest.mark.parametrize("return_path", ["", "Return-Path: <>\n", "Return-Path: <x@y.example>\n"])
@pytest.mark.parametrize(("sender", "subject", "text"), ORDINARY)
def test_ordinary_mails_are_no_bounces(
    sender: str, subject: str, text: str, return_path: str
) -> None:
    raw = f"{return_path}From: {sender}\nSubject: {subject}\n\n{text}"

    assert read_mail(raw.encode()).bounce is None


def test_a_receipt_is_no_bounce() -> None:
    mail = read_mail(
        b"From: Jo <jo@example.com>\r\nSubject: Read: Your order\r\n"
        b"Content-Type: multipart/report; report-type=disposition-notification; boundary=B\r\n\r\n"
        b"--B\r\n\r\nYour message was displayed.\r\n--B\r\n"
        b"Content-Type: message/disposition-notification\r\n\r\nDisposition: manual-action; displayed\r\n--B--\r\n"
    )

    assert mail.bounce is None
    assert mail.auto_reply is AutoReply.RECEIPT


def test_an_abuse_report_is_a_complaint_and_no_bounce() -> None:
    mail = read_mail(
        b"From: abuse@provider.example\r\nSubject: Abuse report\r\n"
        b"Content-Type: multipart/report; report-type=feedback-report; boundary=B\r\n\r\n"
        b"--B\r\n\r\nThis is an abuse report.\r\n--B\r\nContent-Type: message/feedback-report\r\n\r\n"
        b"Feedback-Type: abuse\r\nUser-Agent: Loop/1\r\nOriginal-Rcpt-To: <jo@example.com>\r\n\r\n"
        b"--B\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <c1.m2.abc@shop.example>\r\n\r\nHi\r\n--B--\r\n"
    )

    assert mail.bounce is None
    assert mail.complaint is not None
    assert mail.complaint.kind == "abuse"
    assert mail.complaint.recipients == ("jo@example.com",)
    assert mail.complaint.original_message_id == "c1.m2.abc@shop.example"
    assert mail.auto_reply is AutoReply.COMPLAINT
