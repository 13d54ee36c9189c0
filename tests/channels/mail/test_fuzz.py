"""Any bytes are read without an error, in bounded time, and the result can be stored."""

import json
import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comptoir.channels.mail import Limits, read_mail, split_reply
from comptoir.channels.mail.addresses import parse_addresses
from comptoir.channels.mail.headers import decode_words
from comptoir.channels.mail.report import to_row

PIECES = st.sampled_from(
    [
        b"From: Jo <jo@example.com>\r\n", b"Subject: =?utf-8?B?", b"=?iso-2022-jp?Q?", b"?=", b"\r\n",
        b"\n", b"\r", b"\r\n\r\n", b"Content-Type: multipart/mixed; boundary=\"B\"\r\n", b"--B\r\n",
        b"--B--\r\n", b"Content-Type: message/rfc822\r\n\r\n", b"Content-Type: text/html\r\n\r\n",
        b"Content-Type: message/delivery-status\r\n\r\n", b"Final-Recipient: rfc822; a@b\r\n",
        b"Status: 5.1.1\r\n", b"Action: failed\r\n", b"Content-Transfer-Encoding: base64\r\n",
        b"Content-Transfer-Encoding: quoted-printable\r\n", b"charset=utf-16", b"filename*0*=utf-8''%",
        b"<div class=gmail_quote>", b"<blockquote>", b"</blockquote>", b"<!--", b"<style", b"On 1/1/2026 ",
        b"wrote:\r\n", b"> ", b"-- \r\n", b"From: a\r\nTo: b\r\nSubject: c\r\n", b"Date: ", b"References: <",
        b"Auto-Submitted: ", b"Authentication-Results: a; spf=", b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\x1b$B",
    ]
)  # fmt: skip
MAILS = st.lists(PIECES | st.binary(max_size=30), max_size=40).map(b"".join)
UNHURRIED = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


@UNHURRIED
@given(MAILS)
def test_any_bytes_become_a_row(raw: bytes) -> None:
    started = time.perf_counter()

    mail = read_mail(raw)
    row = to_row("a.eml", mail)

    assert time.perf_counter() - started < 2
    json.dumps(row, ensure_ascii=False).encode()
    assert "\0" not in mail.text + mail.subject + mail.html + mail.sender.name


@UNHURRIED
@given(MAILS, st.integers(1, 200))
def test_limits_hold(raw: bytes, number: int) -> None:
    limits = Limits(size=10 * number, header_bytes=number, headers=number, parts=number, depth=3,
                    text_characters=number, addresses=number, references=number)  # fmt: skip

    mail = read_mail(raw, limits=limits)

    assert len(mail.attachments) <= number + 1
    assert len(mail.references) <= number + 20


@UNHURRIED
@given(st.text())
def test_any_text_is_split_and_no_word_is_invented(text: str) -> None:
    split = split_reply(text)

    assert set(split.reply.split()) <= set(text.translate({0xAD: None}).split()) | _pieces(text)


def _pieces(text: str) -> set[str]:
    """Words after what cannot be seen is gone."""
    gone = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\xad\ue0a2\ue0a3"), None)
    return set(text.translate(gone).split())


@UNHURRIED
@given(st.text())
def test_any_header_is_decoded(text: str) -> None:
    decode_words(text)
    parse_addresses(text)
