"""Reading whole mails: odd ones become facts and notices, never errors."""

import base64
import time
from datetime import UTC, datetime

import pytest

from comptoir.channels.mail import Address, Limits, Notice, read_mail
from comptoir.channels.mail.shapes import AutoReply

HEAD = b"From: Jo <jo@example.com>\r\nTo: desk@shop.example\r\nSubject: Vase\r\n"


def _multipart(*parts: bytes, kind: bytes = b"mixed") -> bytes:
    inner = b"".join(b"--B\r\n" + part + b"\r\n" for part in parts)
    return (
        HEAD + b"Content-Type: multipart/" + kind + b"; boundary=B\r\n\r\n" + inner + b"--B--\r\n"
    )


def test_a_plain_mail_is_read() -> None:
    mail = read_mail(
        HEAD + b"Message-ID: <1@example.com>\r\nIn-Reply-To: <0@shop.example>\r\n"
        b"References: <a@shop.example>\r\n <0@shop.example>\r\n"
        b"Date: Mon, 2 Nov 2026 10:00:00 +0100\r\n\r\nWhere is it?\r\n"
    )

    assert mail.sender == Address("Jo", "jo@example.com")
    assert mail.to == (Address("", "desk@shop.example"),)
    assert (mail.message_id, mail.in_reply_to) == ("1@example.com", "0@shop.example")
    assert mail.references == ("a@shop.example", "0@shop.example")
    assert mail.thread_ids == ("0@shop.example", "a@shop.example")
    assert mail.date == datetime(2026, 11, 2, 9, tzinfo=UTC)
    assert (mail.subject, mail.text, mail.reply) == ("Vase", "Where is it?", "Where is it?")
    assert mail.notices == ()


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r"])
def test_any_line_end_is_understood(end: bytes) -> None:
    raw = _multipart(b"Content-Type: text/plain\r\n\r\nOne", b"Content-Type: image/png\r\n\r\nx")

    mail = read_mail(raw.replace(b"\r\n", end))

    assert mail.text == "One"
    assert [file.content_type for file in mail.attachments] == ["image/png"]


@pytest.mark.parametrize(
    ("header", "subject"),
    [
        (b"=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        (b"=?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC=C3=9Fe?=", "Grüße"),
        (b"=?utf-8?B?R3LDvMOf?=\r\n =?utf-8?B?ZQ==?=", "Grüße"),
        (b"Re: =?ISO-8859-1?Q?Gr=FC=DFe_an_alle?= und mehr", "Re: Grüße an alle und mehr"),
        (b'"=?utf-8?Q?Gr=C3=BC=C3=9Fe?="', '"Grüße"'),
        (b"=?utf-8?Q?Gr=C3=BC=C3=9Fe an alle?=", "Grüße an alle"),
        (b"=?utf-8?B?R3LDvMOfZQ?=", "Grüße"),
        (b"=?utf-8?Q?Gr=C3=BC=C3=9Fe", "Grüße"),
        ("Grüße".encode(), "Grüße"),
        ("Grüße".encode("latin-1"), "Grüße"),
        (b"=?x-unknown?Q?Hallo?=", "Hallo"),
        (b"=?iso-2022-jp?B?GyRCJF4kXyRgJGEkYhsoQg==?=", "まみむめも"),
        (b"=?gb2312?B?xOO6ww==?=", "你好"),
        (b"=?koi8-r?B?8NLJ18XU?=", "Привет"),
        (b"=?utf-8?X?broken?=", "=?utf-8?X?broken?="),
        (b"a\x00b\x07c", "abc"),
    ],
)
def test_subjects_are_decoded(header: bytes, subject: str) -> None:
    assert read_mail(b"Subject: " + header + b"\r\n\r\n").subject == subject


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        (b'filename="bill.pdf"', "bill.pdf"),
        (b"filename=bill.pdf", "bill.pdf"),
        (b"filename*=utf-8''R%C3%BCckgabe.pdf", "Rückgabe.pdf"),
        (b"filename*0*=utf-8''R%C3%BC; filename*1=ckgabe; filename*2*=.pdf", "Rückgabe.pdf"),
        (b'filename="=?utf-8?Q?R=C3=BCckgabe.pdf?="', "Rückgabe.pdf"),
        ('filename="Rückgabe.pdf"'.encode(), "Rückgabe.pdf"),
        (b'filename="a;b \\"c\\".pdf"', 'a;b "c".pdf'),
        (b'filename="../../etc/passwd"', "../../etc/passwd"),
        (b"filename=my bill.pdf", "my bill.pdf"),
    ],
)
def test_file_names_are_decoded(parameters: bytes, name: str) -> None:
    raw = _multipart(
        b"Content-Type: text/plain\r\n\r\nHi",
        b"Content-Type: application/pdf\r\nContent-Disposition: attachment; "
        + parameters
        + b"\r\n\r\nx",
    )

    assert [file.name for file in read_mail(raw).attachments] == [name]


def test_an_attached_mail_is_one_file_and_nothing_inside_it_counts() -> None:
    inner = _multipart(b"Content-Type: image/png; name=a.png\r\n\r\nx").replace(b"--B", b"--C")
    inner = inner.replace(b"boundary=B", b"boundary=C")

    mail = read_mail(
        _multipart(
            b"Content-Type: text/plain\r\n\r\nHi", b"Content-Type: message/rfc822\r\n\r\n" + inner
        )
    )

    assert [(file.name, file.content_type) for file in mail.attachments] == [
        ("Vase.eml", "message/rfc822")
    ]


def test_an_image_inside_html_is_an_inline_file() -> None:
    raw = _multipart(
        b'Content-Type: text/html\r\n\r\n<p>Look</p><img src="cid:1@x">',
        b"Content-Type: image/png\r\nContent-ID: <1@x>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBO",
        kind=b"related",
    )

    mail = read_mail(raw)

    assert mail.text == "Look"
    assert [(f.content_type, f.content_id, f.inline, f.size) for f in mail.attachments] == [
        ("image/png", "1@x", True, 3)
    ]


def test_plain_text_is_preferred_and_html_kept() -> None:
    raw = _multipart(
        b"Content-Type: text/plain\r\n\r\nHello", b"Content-Type: text/html\r\n\r\n<b>Hello</b>",
        kind=b"alternative",
    )  # fmt: skip

    mail = read_mail(raw)

    assert (mail.text, mail.html) == ("Hello", "<b>Hello</b>")


def test_flowed_text_is_joined() -> None:
    mail = read_mail(
        HEAD
        + b"Content-Type: text/plain; format=flowed\r\n\r\nThis is one \r\nline.\r\n> a \r\n> b\r\n-- \r\nJo"
    )

    assert mail.text == "This is one line.\n> a b\n-- \nJo"


@pytest.mark.parametrize(
    ("charset", "raw", "text", "notice"),
    [
        (b"utf-8", "Grüße".encode(), "Grüße", None),
        (b"iso-8859-1", "Grüße – €".encode("cp1252"), "Grüße – €", None),
        (b"iso-8859-1", "Grüße".encode(), "Grüße", None),
        (
            b"us-ascii",
            "Где моя посылка, скажите?".encode("koi8-r"),
            "Где моя посылка, скажите?",
            None,
        ),
        (b"us-ascii", "Где моя посылка?".encode("cp1251"), "Где моя посылка?", None),
        (b"shift_jis", "荷物はどこですか".encode("cp932"), "荷物はどこですか", None),
        (b"iso-2022-jp", "荷物はどこですか".encode("iso2022_jp"), "荷物はどこですか", None),
        (b"x-klingon", "Grüße".encode(), "Grüße", Notice.UNKNOWN_CHARSET),
        (b"utf-7", b"+ADw-b+AD4-", "+ADw-b+AD4-", Notice.UTF7_REFUSED),
        (b"zlib", b"x\x9c\xff", "xœÿ", Notice.UNKNOWN_CHARSET),
        (b"utf-8", b"a\xff\xfe\x00b", "aÿþb", Notice.BAD_ENCODING),
    ],
)
def test_charsets(charset: bytes, raw: bytes, text: str, notice: Notice | None) -> None:
    mail = read_mail(HEAD + b"Content-Type: text/plain; charset=" + charset + b"\r\n\r\n" + raw)

    assert mail.text == text
    assert mail.notices == ((notice,) if notice else ())


@pytest.mark.parametrize(
    ("encoding", "body", "text"),
    [
        (b"base64", b"SGVs\r\nbG8=\r\n", "Hello"),
        (b"BASE64 ", b"SGVsbG8", "Hello"),
        (b"base64", b"SGVsbG8=\r\nIQ==\r\n", "Hello!"),
        (b"base64", b"SGV*sbG8=\r\n--\r\n", "Hello"),
        (b"quoted-printable", b"Gr=C3=BC=C3=9Fe =\r\nan alle", "Grüße an alle"),
        (b"quoted-printable", b"100=% sure =ZZ", "100=% sure =ZZ"),
        (b"x-uuencode", b"begin 644 a.txt\n%2&5L;&\\\n`\nend\n", "Hello"),
        (b"nonsense", b"Hello", "Hello"),
    ],
)
def test_transfer_encodings(encoding: bytes, body: bytes, text: str) -> None:
    raw = HEAD + b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "

    assert read_mail(raw + encoding + b"\r\n\r\n" + body).text == text


def test_a5_ids_that_are_empty_doubled_or_huge() -> None:
    """A5."""
    empty = read_mail(b"Message-ID:\r\nIn-Reply-To: <>\r\n\r\n")
    doubled = read_mail(b"Message-ID: <a@x>\r\nMessage-ID: <b@x>\r\n\r\n")
    huge = read_mail(b"Message-ID: <" + b"a" * 1_000_000 + b"@x>\r\n\r\nHi")

    assert (empty.message_id, empty.in_reply_to) == ("", "")
    assert doubled.message_id == "a@x"
    assert huge.message_id == ""
    assert Notice.ID_TOO_LONG in huge.notices


def _timed(raw: bytes, seconds: float) -> tuple[object, ...]:
    started = time.perf_counter()
    mail = read_mail(raw)
    assert time.perf_counter() - started < seconds
    return (mail.text, len(mail.attachments), mail.notices)


def test_a10_ten_thousand_parts_end_with_a_notice() -> None:
    """A10."""
    parts = [b"Content-Type: text/plain\r\n\r\nhi"] * 10_000

    text, _, notices = _timed(_multipart(*parts), 3)

    assert str(text).count("hi") == 1_000
    assert notices == (Notice.TOO_MANY_PARTS,)


@pytest.mark.parametrize("levels", [100, 5_000])
def test_a10_deep_nesting_ends_with_a_notice(levels: int) -> None:
    """A10."""
    head = b"".join(
        b"Content-Type: multipart/mixed; boundary=B%d\r\n\r\n--B%d\r\n" % (n, n)
        for n in range(levels)
    )

    _, attachments, notices = _timed(HEAD + head + b"\r\ndeep", 3)

    assert notices == (Notice.TOO_DEEP,)
    assert attachments == 1


def test_a10_a_mail_of_50_mb_is_read() -> None:
    """A10."""
    content = bytes(range(256)) * 140_000
    raw = _multipart(
        b"Content-Type: text/plain\r\n\r\nHi",
        b"Content-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(content),
    )
    assert len(raw) > 48_000_000

    started = time.perf_counter()
    mail = read_mail(raw)

    assert time.perf_counter() - started < 10
    assert mail.text == "Hi"
    assert mail.attachments[0].size == len(content)


def test_a_long_text_is_cut_and_says_so() -> None:
    mail = read_mail(HEAD + b"\r\n" + b"word " * 1_000_000)

    assert len(mail.text) == 1_000_000
    assert mail.notices == (Notice.TEXT_CUT,)


def test_more_than_the_limit_is_not_read() -> None:
    mail = read_mail(HEAD + b"\r\n" + b"a" * 1_000, limits=Limits(size=200))

    assert Notice.TOO_BIG in mail.notices


def test_a10_protected_and_foreign_formats_are_noticed() -> None:
    """A10."""
    tnef = read_mail(_multipart(b"Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\nx"))
    smime = read_mail(
        HEAD + b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n\r\nx"
    )
    signed = read_mail(_multipart(b"\r\nHi", b"Content-Type: application/pkcs7-signature\r\n\r\nx"))
    pgp = read_mail(HEAD + b"\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nabc\r\n")

    assert tnef.notices == (Notice.WINMAIL,)
    assert smime.notices == (Notice.SMIME_ENCRYPTED,)
    assert signed.notices == (Notice.SMIME_SIGNED,)
    assert pgp.notices == (Notice.PGP_ENCRYPTED,)


@pytest.mark.parametrize(
    "raw",
    [b"", b"\0", b"\n", b"no header at all", b"From:", b": x\n\n", b"\xff" * 100, b"From: <\n\n",
     b"Content-Type: multipart/mixed\n\n", b"Content-Type: multipart/mixed; boundary=\n\n--\n",
     b"Date: Mon, 99 Foo 9999 99:99:99 +9999\n\n", b"To: \"\n\n", b"Subject: =?utf-8?B?\n\n",
     b"Content-Type: text/html\n\n<![if", b"Content-Type: text/html\n\n<a" + b"<b" * 5_000],
)  # fmt: skip
def test_nothing_raises(raw: bytes) -> None:
    read_mail(raw)


def test_marketplace_headers_are_kept() -> None:
    mail = read_mail(
        HEAD
        + b"Delivered-To: eu@shop.example\r\nX-Market-Order: 12\r\nX-Market-Order: 13\r\nReceived: x\r\n\r\n"
    )

    assert dict(mail.headers) == {"delivered-to": "eu@shop.example", "x-market-order": "12"}


def test_an_html_mail_alone_becomes_text_with_its_quotation_taken_off() -> None:
    mail = read_mail(
        HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n"
        b"<style>p{}</style><p>It came broken.</p><div class=gmail_signature>Jo</div>"
        b"<div class=gmail_quote>On Mon, 2 Nov 2026 at 10:00, Desk &lt;desk@shop.example&gt; wrote:<br>"
        b"<blockquote class=gmail_quote>Did it arrive?</blockquote></div>"
    )

    assert mail.reply == "It came broken."
    assert mail.signature == "Jo"
    assert mail.quoted.endswith("> Did it arrive?")
    assert "\ue0a2" not in mail.text and "\ue0a3" not in mail.text


@pytest.mark.parametrize(
    "box",
    [
        b'<div id="divRplyFwdMsg"><b>From:</b> Desk<br></div>',
        b'<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">From: Desk</div>',
        b'<div class="yahoo_quoted">On Monday Desk wrote:</div>',
        b'<div class="protonmail_quote">Desk</div>',
        b'<div id="appendonsend"></div><hr>From: Desk',
        b"<blockquote>Desk</blockquote>",
        b'<blockquote type="cite">Desk</blockquote>',
    ],
)
def test_html_marks_of_mail_programs_begin_the_quotation(box: bytes) -> None:
    mail = read_mail(HEAD + b"Content-Type: text/html\r\n\r\n<p>Thanks!</p>" + box + b"<p></p>")

    assert mail.reply == "Thanks!"
    assert "Desk" in mail.quoted


def test_an_indented_paragraph_in_html_is_no_quotation() -> None:
    mail = read_mail(
        HEAD + b"Content-Type: text/html\r\n\r\n<p>See:</p>"
        b'<blockquote style="margin:0 0 0 40px;border:none;padding:0px">Order 12</blockquote>'
    )

    assert mail.reply.split() == ["See:", "Order", "12"]


def test_reading_tells_people_from_machines() -> None:
    assert (
        read_mail(HEAD + b"Auto-Submitted: auto-replied\r\n\r\nx").auto_reply
        is AutoReply.AUTO_REPLIED
    )
    assert read_mail(HEAD + b"Auto-Submitted: no\r\n\r\nx").auto_reply is None
