"""Who wrote this, a person or a machine? (A6)"""

import pytest

from comptoir.channels.mail import read_mail
from comptoir.channels.mail.shapes import AutoReply


def _found(*headers: str, subject: str = "Your order") -> AutoReply | None:
    lines = ["From: Jo <jo@example.com>", f"Subject: {subject}", *headers]
    return read_mail("\n".join(lines).encode() + b"\n\nHello").auto_reply


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("Auto-Submitted: auto-replied", AutoReply.AUTO_REPLIED),
        ("Auto-Submitted: auto-replied (vacation)", AutoReply.AUTO_REPLIED),
        ("Auto-Submitted: auto-generated", AutoReply.AUTO_GENERATED),
        ("Auto-Submitted: auto-notified; owner-email=a@b", AutoReply.AUTO_NOTIFIED),
        ("Auto-Submitted: No", None),
        ("X-Auto-Response-Suppress: All", AutoReply.SUPPRESS),
        ("X-Auto-Response-Suppress: DR, OOF, AutoReply", AutoReply.SUPPRESS),
        ("Precedence: bulk", AutoReply.PRECEDENCE),
        ("Precedence: auto_reply", AutoReply.PRECEDENCE),
        ("Precedence: list", None),
        ("X-Autoreply: yes", AutoReply.HEADER),
        ("X-Autorespond: Your order", AutoReply.HEADER),
        ("X-Autoreply: no", None),
        ("Return-Path: <>", AutoReply.RETURN_PATH),
        ("Return-Path: <jo@example.com>", None),
        ("Received: by mx.example.com", None),
    ],
)
def test_a6_headers_tell(header: str, found: AutoReply | None) -> None:
    """A6."""
    assert _found(header) is found


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Your order",
        "Out of Office: Your order",
        "Automatische Antwort: Ihre Bestellung",
        "Abwesenheitsnotiz: Ihre Bestellung",
        "Abwesend: Ihre Bestellung",
        "Réponse automatique : votre commande",
        "Absence du bureau : votre commande",
        "Respuesta automática: su pedido",
        "Fuera de la oficina: su pedido",
        "Risposta automatica: il suo ordine",
        "Resposta automática: seu pedido",
        "Automatisch antwoord: uw bestelling",
        "Autoodpowiedź: zamówienie",
        "Автоответ: ваш заказ",
        "Автоматический ответ: заказ",
        "Автоматична відповідь: замовлення",
        "Automatická odpověď: objednávka",
        "Automatiskt svar: din order",
        "Automatisk svar: din ordre",
        "Automaattinen vastaus: tilaus",
        "Otomatik yanıt: siparişiniz",
        "Automatikus válasz: rendelés",
        "自動応答: ご注文",
        "自动回复: 订单",
        "자동 응답: 주문",
        "AW: Automatische Antwort: Bestellung",
    ],
)
def test_a6_vacation_is_recognised_in_many_languages(subject: str) -> None:
    """A6."""
    assert _found(subject=subject) is AutoReply.SUBJECT


@pytest.mark.parametrize(
    "subject",
    [
        "Vacation dress in size 38",
        "Is the shop on holiday?",
        "Urlaubskleid falsche Größe",
        "Absence de facture dans le colis",
        "Out of office chair, where is my order",
        "Automatic watch is broken",
        "Automatische Uhr defekt",
        "Where is my automatic reply",
        "Ferienwohnung",
        "Отпускная цена",
        "Ausencia de tornillos en el paquete",
        "Re: Your order",
        "",
    ],
)
def test_buyers_words_are_no_vacation(subject: str) -> None:
    assert _found(subject=subject) is None


def test_a_list_is_a_list() -> None:
    mail = read_mail(b"From: a@b.example\nList-Id: <x.example>\nPrecedence: bulk\n\nHi")

    assert mail.is_list
    assert mail.auto_reply is None


def test_weak_signs_are_not_certain() -> None:
    assert AutoReply.AUTO_REPLIED.is_certain
    assert not AutoReply.PRECEDENCE.is_certain
