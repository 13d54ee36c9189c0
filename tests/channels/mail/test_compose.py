"""Writing mails, read back by our own reader and by the standard library."""

import email
import email.policy
from datetime import UTC, datetime

import pytest

from comptoir.channels.mail import Address, read_mail
from comptoir.channels.mail.compose import Letter, LetterFile, UnfitLetter, compose, quote
from comptoir.channels.mail.shapes import AutoReply
from comptoir.channels.mail.wording import text_to_html

DESK = Address("Desk", "desk@shop.example")
JO = Address("Jo", "jo@example.com")
AT = datetime(2026, 5, 5, 12, 30, tzinfo=UTC)


def _letter(**changes: object) -> Letter:
    given = {"message_id": "c1.m2.abc@shop.example", "sender": DESK, "to": (JO,), "date": AT}
    return Letter(**{**given, **changes})  # type: ignore[arg-type]


def test_a_letter_comes_out_as_it_went_in() -> None:
    letter = _letter(
        cc=(Address("Müller, Ana", "ana@example.com"),),
        reply_to=(Address("", "desk+c1@shop.example"),),
        subject="Grüße — wegen Ihrer Bestellung 123-4567890 und der langen Lieferzeit, die uns leid tut",
        text="Guten Tag\n\nEs kommt morgen.\n\n-- \nDesk",
        in_reply_to="b@example.com",
        references=("a@example.com", "b@example.com"),
        attachments=(LetterFile("Rückgabe & Etikett.pdf", "application/pdf", b"%PDF\x00\xff"),),
    )

    mail = read_mail(compose(letter))

    assert mail.sender == DESK
    assert (mail.to, mail.cc) == ((JO,), letter.cc)
    assert mail.reply_to == letter.reply_to
    assert mail.subject == letter.subject
    assert mail.text == letter.text
    assert mail.html.startswith("<p>Guten Tag</p>")
    assert mail.message_id == letter.message_id
    assert (mail.in_reply_to, mail.references) == (letter.in_reply_to, letter.references)
    assert mail.date == AT
    assert [(f.name, f.content) for f in mail.attachments] == [
        ("Rückgabe & Etikett.pdf", b"%PDF\x00\xff")
    ]
    assert mail.notices == ()
    assert mail.auto_reply is None


def test_the_standard_library_reads_it_without_a_defect() -> None:
    raw = compose(
        _letter(
            subject="Ünïcode " * 20,
            text="ä" * 2_000,
            attachments=(LetterFile("ä.txt", "text/plain", b"x"),),
        )
    )

    found = email.message_from_bytes(raw, policy=email.policy.default)

    assert [part.defects for part in found.walk()] == [[], [], [], [], []]
    assert found["Subject"] == ("Ünïcode " * 20).strip()
    assert found.get_body(("plain",)).get_content().strip() == "ä" * 2_000  # type: ignore[attr-defined]
    assert [part.get_filename() for part in found.iter_attachments()] == ["ä.txt"]  # type: ignore[attr-defined]


def test_every_line_is_short_and_ascii() -> None:
    raw = compose(
        _letter(
            to=tuple(Address(f"Jürgen Nummer {n}", f"jo{n}@example.com") for n in range(50)),
            subject="x" * 500 + " " + "ü" * 500,
            text="word " * 1_000 + "\n.\nFrom here\n",
            references=tuple(f"{n}{'r' * 60}@example.com" for n in range(100)),
        )
    )

    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r\n.\r\n" not in raw


@pytest.mark.parametrize(
    "nasty", ["\r\nBcc: evil@example.org", "\nX: y\n\nbody", "\r", "a\0b", "\u2028X: y", "a\x0bb"]
)
def test_b2_no_header_can_be_smuggled_in(nasty: str) -> None:
    """B2."""
    letter = _letter(
        sender=Address(f"Desk{nasty}", "desk@shop.example"),
        to=(Address(f"Jo{nasty}", "jo@example.com"),),
        subject=f"Hello{nasty}",
        headers={"X-Order": f"12{nasty}"},
        attachments=(LetterFile(f"a{nasty}.txt", f"text/plain{nasty}", b"x"),),
    )

    found = email.message_from_bytes(compose(letter))

    assert sorted(found.keys()) == sorted(
        ["From", "To", "Subject", "Date", "Message-ID", "X-Order", "MIME-Version", "Content-Type"]
    )
    assert len(found.get_payload()) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"to": ()},
        {"to": (Address("", "no address"),)},
        {"to": (Address("", "a@b.example\r\nRCPT TO:<c@d.example>"),)},
        {"to": (Address("", "a@b.example,c@d.example"),)},
        {"sender": Address("", "")},
        {"message_id": "with blank@x"},
        {"message_id": "a@x>\r\nBcc: b@c.example"},
        {"headers": {"X-A: b\r\nBcc": "x"}},
        {"headers": {"Bcc": "evil@example.org"}},
        {"headers": {"content-type": "text/html"}},
    ],
)
def test_b2_an_unfit_letter_is_refused(changes: dict[str, object]) -> None:
    """B2."""
    with pytest.raises(UnfitLetter):
        compose(_letter(**changes))


def test_a_marketplace_gets_plain_text_alone() -> None:
    mail = read_mail(compose(_letter(text="Hello", plain_only=True)))

    assert (mail.text, mail.html) == ("Hello", "")


def test_an_automatic_letter_says_so() -> None:
    assert read_mail(compose(_letter(auto_submitted=True))).auto_reply is AutoReply.AUTO_REPLIED


def test_long_threads_keep_their_first_and_their_latest_ids() -> None:
    ids = tuple(f"{n}@x.example" for n in range(200))

    mail = read_mail(compose(_letter(references=ids, in_reply_to="50@x.example")))

    assert len(mail.references) == 20
    assert (mail.references[0], mail.references[-1]) == ("0@x.example", "50@x.example")


def test_the_same_letter_is_the_same_mail() -> None:
    assert compose(_letter(text="a")) == compose(_letter(text="a"))
    assert compose(_letter(text="a")) != compose(_letter(text="b"))


def test_each_recipient_is_named_once() -> None:
    assert _letter(cc=(JO, DESK)).recipients == ("jo@example.com", "desk@shop.example")


def test_text_becomes_careful_html() -> None:
    found = text_to_html("Hi <b>\n\nsee https://x.example/?a=1&b=2.\n> old\n> <i>\n")

    assert found == (
        "<p>Hi &lt;b&gt;</p>\n"
        '<p>see <a href="https://x.example/?a=1&amp;b=2">https://x.example/?a=1&amp;b=2</a>.</p>\n'
        '<blockquote type="cite"><p>old<br>\n&lt;i&gt;</p></blockquote>'
    )


@pytest.mark.parametrize(
    "language",
    ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "uk", "cs", "sk", "sv", "da", "no", "fi",
     "hu", "ro", "tr", "ja", "zh", "ko", "xx", "pt-BR", ""],
)  # fmt: skip
def test_what_we_quote_is_taken_off_again(language: str) -> None:
    quoted = quote("Where is it?\n\n> older", author="Jo Doe", at=AT, language=language)

    mail = read_mail(compose(_letter(text=f"It comes tomorrow.\n\n{quoted}")))

    assert mail.reply == "It comes tomorrow."
    assert mail.quoted.endswith("> Where is it?\n>\n>> older")


def _picture(name: str = "box.jpg") -> LetterFile:
    return LetterFile(name, "image/jpeg", b"\xff\xd8box", f"{name}@shop.example", inline=True)


def test_a_picture_stands_in_the_html_and_is_named_in_the_plain_words() -> None:
    letter = _letter(
        text="Stick it here:\n[box.jpg: the <long> side]\n\n> [box.jpg: quoted]",
        attachments=(_picture(), LetterFile("label.pdf", "application/pdf", b"%PDF")),
    )

    parsed = email.message_from_bytes(compose(letter), policy=email.policy.default)
    shapes = [part.get_content_type() for part in parsed.walk()]
    related = next(p for p in parsed.walk() if p.get_content_type() == "multipart/related")
    page, picture = related.iter_parts()

    assert shapes == [
        *("multipart/mixed", "multipart/alternative", "text/plain", "multipart/related"),
        *("text/html", "image/jpeg", "application/pdf"),
    ]
    assert picture["Content-ID"] == "<box.jpg@shop.example>"
    assert picture.get_content_disposition() == "inline"
    assert '<img src="cid:box.jpg@shop.example" alt="the &lt;long&gt; side"' in page.get_content()
    assert page.get_content().count("<img") == 1
    assert "[box.jpg: the <long> side]" in read_mail(compose(letter)).text


def test_a_plain_mail_carries_the_picture_as_a_file() -> None:
    letter = _letter(text="[box.jpg: the side]", plain_only=True, attachments=(_picture(),))

    mail = read_mail(compose(letter))

    assert mail.html == ""
    assert mail.text == "[box.jpg: the side]"
    assert [(f.name, f.content) for f in mail.attachments] == [("box.jpg", b"\xff\xd8box")]
