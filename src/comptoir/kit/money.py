"""Money: a whole number of the currency's smallest unit, never a float."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import total_ordering
from typing import Self

from babel.numbers import format_currency, get_currency_precision

from comptoir.kit.errors import ComptoirError


class CurrencyMismatch(ComptoirError):
    """Two currencies were added or compared."""


class BadAmount(ComptoirError):
    """The amount has more decimals than the currency, or is no number."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """`minor` counts the smallest unit (cents, yen); `currency` is ISO 4217."""

    minor: int
    currency: str

    @classmethod
    def of(cls, amount: str | Decimal | int, currency: str) -> Self:
        """`Money.of("74.80", "EUR")`; raises BadAmount rather than round."""
        try:
            scaled = Decimal(amount).scaleb(get_currency_precision(currency))
            minor = int(scaled)
        except (ArithmeticError, ValueError):
            raise BadAmount(f"{amount!r} is not an amount of {currency}.") from None
        if minor != scaled:
            raise BadAmount(f"{amount} has more decimals than {currency} knows.")
        return cls(minor, currency)

    @property
    def amount(self) -> Decimal:
        return Decimal(self.minor).scaleb(-get_currency_precision(self.currency))

    def format(self, locale: str = "en") -> str:
        """As a reader of that language writes it, for instance “74,80 €”."""
        return format_currency(self.amount, self.currency, locale=locale.replace("-", "_"))

    def share(self, fraction: Decimal) -> Self:
        """A part of it, rounded half to even to the smallest unit."""
        part = (self.minor * fraction).quantize(Decimal(1), ROUND_HALF_EVEN)
        return type(self)(int(part), self.currency)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other).minor, self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.minor * times, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other).minor

    def __bool__(self) -> bool:
        return bool(self.minor)

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} don't add up.")
        return other
