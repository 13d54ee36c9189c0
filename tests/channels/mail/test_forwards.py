"""A colleague passes a buyer's mail on: the buyer is the one we must answer."""

from datetime import UTC, datetime

import pytest

from comptoir.channels.mail import Address, read_mail

ANA = Address("Ana Silva", "ana@example.com")

GMAIL = """Please take this.

---------- Forwarded message ---------
From: Ana Silva <ana@example.com>
Date: Wed, 18 Mar 2026 10:22:33 +0000
Subject: My vase
To: <info@shop.example>


It came broken.
"""
APPLE = """Please take this.

Begin forwarded message:

From: Ana Silva <ana@example.com>
Subject: My vase
Date: 18 March 2026 at 10:22:33 GMT
To: info@shop.example

It came broken.
"""
OUTLOOK_GERMAN = """Please take this.

Von: Ana Silva <ana@example.com>
Gesendet: Mittwoch, 18. März 2026 10:22
An: info@shop.example
Betreff: My vase

It came broken.
"""
OUTLOOK_OLD = """Please take this.

-----Message d'origine-----
De : Ana Silva [mailto:ana@example.com]
Envoyé : mercredi 18 mars 2026 10:22
À : info@shop.example
Objet : My vase

It came broken.
"""
THUNDERBIRD_SPANISH = """Please take this.

-------- Mensaje reenviado --------
Asunto: My vase
Fecha: Wed, 18 Mar 2026 10:22:33 +0000
De: Ana Silva <ana@example.com>
Para: info@shop.example

It came broken.
"""
YANDEX = """Please take this.

-------- Пересылаемое сообщение --------
От кого: Ana Silva <ana@example.com>
Дата: 18.03.2026, 10:22
Кому: info@shop.example
Тема: My vase

It came broken.
-------- Конец пересылаемого сообщения --------
"""
QUOTED = """Please take this.

Begin forwarded message:

> From: Ana Silva <ana@example.com>
> Subject: My vase
> Date: 18 March 2026 at 10:22:33 GMT
> To: info@shop.example
>
> It came broken.
"""
JAPANESE = """Please take this.

---------- 転送メッセージ ---------
差出人: Ana Silva <ana@example.com>
日時: 2026年3月18日(水) 10:22
件名: My vase
宛先: info@shop.example

It came broken.
"""


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Fwd: My vase", GMAIL),
        ("My vase", GMAIL),
        ("Fwd: My vase", APPLE),
        ("WG: My vase", OUTLOOK_GERMAN),
        ("TR: My vase", OUTLOOK_OLD),
        ("Fwd: My vase", THUNDERBIRD_SPANISH),
        ("Fwd: My vase", YANDEX),
        ("Fwd: My vase", QUOTED),
        ("Fwd: My vase", JAPANESE),
    ],
)
def test_the_original_sender_is_found(subject: str, text: str) -> None:
    raw = f"From: Max <max@shop.example>\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{text}"

    found = read_mail(raw.encode()).forwarded

    assert found is not None
    assert found.sender == ANA
    assert found.subject == "My vase"
    assert found.text.startswith("It came broken.")
    assert found.note == "Please take this."


def test_the_date_is_read_where_it_is_plain() -> None:
    raw = f"From: max@shop.example\nSubject: Fwd: x\n\n{GMAIL}"

    found = read_mail(raw.encode()).forwarded

    assert found is not None
    assert found.date == datetime(2026, 3, 18, 10, 22, 33, tzinfo=UTC)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: My vase", OUTLOOK_GERMAN),
        ("Re: My vase", "Thanks\n\nOn 18/03/2026 10:22, Ana wrote:\n> It came broken."),
        ("Fwd: My vase", "Please look at the vase."),
        ("Fwd: My vase", "From: me\nTo: you"),
    ],
)
def test_a_reply_is_no_forward(subject: str, text: str) -> None:
    raw = f"From: Max <max@shop.example>\nSubject: {subject}\n\n{text}"

    assert read_mail(raw.encode()).forwarded is None


def test_an_outlook_forward_in_html_alone_is_found() -> None:
    raw = (
        "From: max@shop.example\nSubject: FW: My vase\nContent-Type: text/html\n\n"
        "<p>Please take this.</p>"
        '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
        "<p><b>From:</b> Ana Silva &lt;ana@example.com&gt;<br><b>Sent:</b> Wednesday<br>"
        "<b>To:</b> info@shop.example<br><b>Subject:</b> My vase</p></div><p>It came broken.</p>"
    )

    found = read_mail(raw.encode()).forwarded

    assert found is not None
    assert found.sender == ANA
    assert found.text == "It came broken."
