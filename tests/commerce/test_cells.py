"""Cells as values: what is read, and the reason when it can't be meant."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from comptoir.commerce.cells import BadValue, Row
from comptoir.kit.money import Money


def row(**cells: Any) -> Row:
    return Row(7, cells)


@pytest.mark.parametrize(
    ("written", "currency", "minor"),
    [
        ("74.80", "EUR", 7480),
        ("74,80", "EUR", 7480),
        ("74", "EUR", 7400),
        ("0", "EUR", 0),
        ("1 234,50", "EUR", 123450),
        ("1\u202f234,5", "EUR", 123450),
        ("1'234.50", "CHF", 123450),
        ("1.234,50", "EUR", 123450),
        ("1,234.50", "USD", 123450),
        ("1,234,567", "USD", 123456700),
        ("1.234.567,89", "EUR", 123456789),
        ("500", "JPY", 500),
        ("1,234", "KWD", 1234),
        (Decimal("74.8"), "EUR", 7480),
        (74, "EUR", 7400),
    ],
)
def test_amounts_are_read_as_people_write_them(written: Any, currency: str, minor: int) -> None:
    assert row(total=written).amount("total", currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("written", "currency", "reason"),
    [
        ("1,234", "EUR", "total: “1,234” may be read in two ways; write 1234 or 1234.00"),
        ("12.345", "EUR", "total: 12.345 has more decimals than EUR knows."),
        ("10.5", "JPY", "total: 10.5 has more decimals than JPY knows."),
        ("-5.00", "EUR", "total: “-5.00” is less than zero"),
        ("€5", "EUR", "total: “€5” is no amount; write 1234.50"),
        ("1e5", "EUR", "total: “1e5” is no amount; write 1234.50"),
        ("NaN", "EUR", "total: “NaN” is no amount; write 1234.50"),
        ("9" * 30, "EUR", f"total: “{'9' * 30}” is no amount; write 1234.50"),
        (True, "EUR", "total: text is expected here"),
        ([1], "EUR", "total: text is expected here"),
    ],
)
def test_amount_that_can_not_be_meant_is_refused(written: Any, currency: str, reason: str) -> None:
    with pytest.raises(BadValue) as refused:
        row(total=written).amount("total", currency)

    assert str(refused.value) == reason


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-03-02T09:14:00Z", datetime(2026, 3, 2, 9, 14, tzinfo=UTC)),
        ("2026-03-02 09:14", datetime(2026, 3, 2, 9, 14, tzinfo=UTC)),
        ("2026-03-02T09:14:00+01:00", datetime(2026, 3, 2, 8, 14, tzinfo=UTC)),
        ("2026-03-02", datetime(2026, 3, 2, tzinfo=UTC)),
    ],
)
def test_times_are_aware_and_in_utc(written: str, moment: datetime) -> None:
    assert row(at=written).moment("at") == moment


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("02/03/2026", "at: “02/03/2026” is no date; write 2026-12-31T14:05:00Z"),
        ("45123", "at: “45123” is no date; write 2026-12-31T14:05:00Z"),
        ("2026-02-29", "at: “2026-02-29” is no date; write 2026-12-31T14:05:00Z"),
        (
            "0001-01-01T00:00:00+10:00",
            "at: “0001-01-01T00:00:00+10:00” is no date; write 2026-12-31T14:05:00Z",
        ),
        ("1899-12-30", "at: the year 1899 can't be meant"),
    ],
)
def test_date_that_can_not_be_meant_is_refused(written: str, reason: str) -> None:
    with pytest.raises(BadValue) as refused:
        row(at=written).moment("at")

    assert str(refused.value) == reason


def test_days_are_read_from_dates_and_times() -> None:
    assert row(on="2026-03-07").day("on") == date(2026, 3, 7)
    assert row(on="2026-03-07T10:00:00Z").day("on") == date(2026, 3, 7)
    assert row(on="").day("on") is None


@pytest.mark.parametrize("formula", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)"])
def test_formula_is_just_text(formula: str) -> None:
    assert row(title=formula).text("title") == formula


@pytest.mark.parametrize(
    ("read", "value", "reason"),
    [
        (
            lambda r: r.link("x"),
            "javascript:alert(1)",
            "x: an address that begins with https:// is expected",
        ),
        (lambda r: r.link("x"), "https://", "x: an address that begins with https:// is expected"),
        (lambda r: r.link("x"), "http://[", "x: an address that begins with https:// is expected"),
        (lambda r: r.address("x"), "no address", "x: a mail address is expected"),
        (lambda r: r.address("x"), "a b@example.com", "x: a mail address is expected"),
        (lambda r: r.country("x"), "France", "x: two letters are expected, as FR"),
        (lambda r: r.currency("x"), "€", "x: three letters are expected, as EUR"),
        (lambda r: r.currency("x"), "", "x: is missing"),
        (lambda r: r.language("x"), "french!", "x: a language code is expected, as fr or pt-BR"),
        (lambda r: r.flag("x"), "maybe", "x: yes or no is expected"),
        (lambda r: r.id("x"), "9" * 121, "x: 121 characters, at most 120 fit"),
        (lambda r: r.id("x", required=True), " ", "x: is missing"),
        (
            lambda r: r.whole("x", least=1, most=9, default=1),
            "1.5",
            "x: a whole number from 1 to 9 is expected",
        ),
        (
            lambda r: r.whole("x", least=1, most=9, default=1),
            "٣",
            "x: a whole number from 1 to 9 is expected",
        ),
        (lambda r: r.rows("x", most=2), "text", "x: a list of objects is expected"),
        (lambda r: r.rows("x", most=1), [{}, {}], "x: 2 entries, at most 1 fit"),
    ],
)
def test_bad_cell_is_named_with_its_reason(
    read: Callable[[Row], Any], value: Any, reason: str
) -> None:
    with pytest.raises(BadValue) as refused:
        read(row(x=value))

    assert str(refused.value) == reason


def test_cell_inside_a_list_is_named_with_its_place() -> None:
    (_, second) = row(lines=[{}, {"title": 1, "quantity": "x"}]).rows("lines", most=9) or []

    with pytest.raises(BadValue, match=r"^lines\[2\]\.quantity: a whole number"):
        second.whole("quantity", least=1, most=9, default=1)


def test_good_cells_come_tidy() -> None:
    cells = row(
        country="fr", language="pt_BR", active="No", url=" https://shop.example/a ", n="2.0"
    )

    assert cells.country("country") == "FR"
    assert cells.language("language") == "pt-BR"
    assert cells.flag("active") is False
    assert cells.link("url") == "https://shop.example/a"
    assert cells.whole("n", least=1, most=9, default=1) == 2
    assert cells.text("absent") == ""
    assert cells.flag("absent") is None
