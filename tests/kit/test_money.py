"""Money is whole smallest units of one currency."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.kit.money import BadAmount, CurrencyMismatch, Money

AMOUNTS = st.integers(-(10**12), 10**12)


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("74.80", "EUR", 7480),
        ("0.1", "EUR", 10),
        ("-5", "EUR", -500),
        (Decimal("19.99"), "USD", 1999),
        ("1500", "JPY", 1500),
        ("1.234", "KWD", 1234),
        (3, "PLN", 300),
    ],
)
def test_an_amount_counts_the_smallest_unit(
    amount: str | Decimal | int, currency: str, minor: int
) -> None:
    assert Money.of(amount, currency) == Money(minor, currency)
    assert Money(minor, currency).amount == Decimal(amount)


@pytest.mark.parametrize(
    ("amount", "currency"),
    [("0.001", "EUR"), ("1.5", "JPY"), ("five", "EUR"), ("NaN", "EUR"), ("Infinity", "EUR")],
)
def test_an_amount_is_never_rounded_or_guessed(amount: str, currency: str) -> None:
    with pytest.raises(BadAmount):
        Money.of(amount, currency)


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        ("en", "€74.80"),
        ("fr", "74,80 €"),
        ("de", "74,80 €"),
        ("ru", "74,80 €"),
        ("fr-CA", "74,80 €"),
    ],
)
def test_money_is_written_as_the_reader_writes_it(locale: str, written: str) -> None:
    shown = Money(7480, "EUR").format(locale)

    assert shown.replace("\u202f", " ").replace("\xa0", " ") == written


@given(a=AMOUNTS, b=AMOUNTS)
def test_sums_lose_nothing(a: int, b: int) -> None:
    total = Money(a, "EUR") + Money(b, "EUR")

    assert total - Money(b, "EUR") == Money(a, "EUR")
    assert total == Money(b, "EUR") + Money(a, "EUR")
    assert -total + total == Money(0, "EUR")


def test_two_currencies_do_not_add_up_or_compare() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(1, "EUR") + Money(1, "USD")
    with pytest.raises(CurrencyMismatch):
        assert Money(1, "EUR") < Money(1, "USD")

    assert Money(1, "EUR") != Money(1, "USD")


def test_money_orders_and_multiplies() -> None:
    prices = [Money(3, "EUR"), Money(1, "EUR"), Money(2, "EUR")]

    assert max(prices) == Money(3, "EUR")
    assert Money(250, "EUR") * 3 == Money(750, "EUR")
    assert not Money(0, "EUR")


@pytest.mark.parametrize(
    ("minor", "fraction", "part"),
    [(100, "0.5", 50), (5, "0.5", 2), (15, "0.5", 8), (-5, "0.5", -2), (999, "0.333", 333)],
)
def test_a_share_is_rounded_half_to_even(minor: int, fraction: str, part: int) -> None:
    assert Money(minor, "EUR").share(Decimal(fraction)) == Money(part, "EUR")
