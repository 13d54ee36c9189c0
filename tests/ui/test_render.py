"""The small components: what they write, and that nothing a stranger wrote gets through."""

import time
from datetime import UTC, datetime, timedelta
from enum import IntFlag

import pytest
from django.utils import timezone, translation

from comptoir.kit.clock import freeze
from comptoir.kit.money import Money
from comptoir.ui import render
from comptoir.ui.clocks import Clock

NOON = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)


class Party(IntFlag):
    BUYER = 1
    SELLER = 2
    OPERATOR = 4


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Camille Laurent", "CL"),
        ("Мария Соколова", "МС"),
        ("Lena Großmann-Hinterhuber", "LG"),
        ("Jean de la Fontaine", "JF"),
        ("Plato", "PL"),
        ("山田 花子", "山"),
        ("يوسف العامري", "ي"),
        ("buyer@relay.example", "BU"),
        ("(no name)", "NA"),
        ("***", ""),
        ("", ""),
    ],
)
def test_initials_come_from_the_first_and_the_last_word(name: str, letters: str) -> None:
    assert render.initials(name) == letters


def test_a_face_keeps_hue_and_shape_of_its_party() -> None:
    assert 'class="face buyer"' in render.face("Camille Laurent", Party.BUYER)
    assert "#seller" in render.face("Atelier Kéramos", "seller")
    assert 'title="Nobody yet"' in render.face("", "operator", tiny=True)
    assert 'class="face operator tiny typing"' in render.face(
        "Inès", "operator", tiny=True, state="typing"
    )


def test_a_name_is_escaped_everywhere() -> None:
    nasty = '"><script>alert(1)</script>'

    drawn = [
        render.face(nasty, "operator", tiny=True),
        render.face("x", "buyer", sign="mail", sign_label=nasty),
        render.party_chip("buyer", nasty),
        render.tag_chip(nasty),
        render.clock(Clock(1, 2, title=nasty)),
        render.icon("mail", label=nasty),
    ]

    assert [html for html in drawn if "<script>" in html] == []


def test_an_audience_is_one_chip_a_party() -> None:
    chips = render.audience(Party.BUYER | Party.OPERATOR)

    assert chips.count('class="chip') == 2
    assert "Buyer" in chips
    assert "Operator" in chips
    assert "Seller" not in chips


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (NOON - timedelta(hours=1), "10:00"),
        (NOON - timedelta(days=1), "Yesterday, 11:00"),
        (NOON + timedelta(days=1), "Tomorrow, 11:00"),
        (NOON - timedelta(days=3), "Sat 14 Nov, 11:00"),
        (NOON - timedelta(days=30), "18 Oct"),
        (NOON - timedelta(days=400), "13 Oct 2025"),
    ],
)
def test_a_moment_is_said_as_one_says_it(value: datetime, said: str) -> None:
    with freeze(NOON), timezone.override("Europe/Paris"):
        drawn = render.when(value)

    assert f">{said}</time>" in drawn


def test_the_tooltip_of_a_moment_is_exact_and_in_the_readers_zone() -> None:
    with freeze(NOON), timezone.override("Asia/Tokyo"), translation.override("fr"):
        drawn = render.when(NOON - timedelta(days=1))

    assert 'title="lundi 16 novembre 2026, 19:00, Tokyo"' in drawn
    assert 'datetime="2026-11-16T10:00:00+00:00"' in drawn


def test_money_is_written_as_the_reader_writes_it() -> None:
    price = Money.of("1212.40", "EUR")

    with translation.override("fr"):
        french = render.money(price)

    assert "1\u202f212,40\xa0€" in french
    assert "€1,212.40" in render.money(price)


def test_a_page_of_fifty_rows_is_drawn_within_a_few_milliseconds() -> None:
    def draw() -> None:
        for row in range(50):
            render.face(f"Camille {row}", "buyer", sign="mail", sign_label="E-mail")
            render.face("Inès Bernard", "operator", tiny=True)
            render.clock(Clock(4800 + row * 60, 14400, title="Answer due today 12:01"))
            render.icon("clip", "s", "2 files")
            render.when(NOON - timedelta(minutes=row))

    draw()
    best = min(_seconds(draw) for _ in range(5))

    assert best < 0.02


def _seconds(work) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
