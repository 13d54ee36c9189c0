"""One row of a file, and its cells as values; a bad cell is named with its reason."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from babel.numbers import get_currency_precision
from django.utils.translation import gettext as _

from comptoir.kit.errors import ComptoirError
from comptoir.kit.money import BadAmount, Money
from comptoir.kit.text import clean, excerpt

_YES = frozenset({"1", "true", "yes", "y", "on"})
_NO = frozenset({"0", "false", "no", "n", "off"})
_SPACES = re.compile(r"[\s'’]")
_PLAIN = re.compile(r"\d{1,15}(\.\d+)?")
_GROUPED = re.compile(r"\d{1,3}([.,])\d{3}(\1\d{3})*")
_CURRENCY = re.compile(r"[A-Z]{3}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}([-_][a-zA-Z]{2,4})?")
_YEARS = range(1990, 2101)


class BadValue(ComptoirError):
    """A cell can't be meant as it stands; the sentence begins with the column's name."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(f"{column}: {reason}")
        self.column = column


class Row:
    """The cells of one line. Every reader raises BadValue; an empty cell is "" or None."""

    __slots__ = ("_cells", "_inside", "line")

    def __init__(self, line: int, cells: Mapping[str, Any], *, inside: str = "") -> None:
        self.line = line
        self._cells = cells
        self._inside = inside

    def fault(self, column: str, reason: str) -> BadValue:
        """What to raise when this cell can't be meant."""
        return BadValue(self._inside + column, reason)

    def text(self, column: str, *, most: int = 200, required: bool = False) -> str:
        """The cell without outer spaces, at most `most` characters."""
        value = self._cells.get(column)
        if value is None:
            return self._empty(column, required)
        if isinstance(value, str):
            text = clean(value).strip()
        elif isinstance(value, int | Decimal) and not isinstance(value, bool):
            text = str(value)
        else:
            raise self.fault(column, _("text is expected here"))
        if not text:
            return self._empty(column, required)
        if len(text) > most:
            told = {"length": len(text), "most": most}
            raise self.fault(column, _("%(length)d characters, at most %(most)d fit") % told)
        return text

    def _empty(self, column: str, required: bool) -> str:
        if required:
            raise self.fault(column, _("is missing"))
        return ""

    def id(self, column: str, *, required: bool = False) -> str:
        """An external id: at most 120 characters."""
        return self.text(column, most=120, required=required)

    def need[T](self, column: str, value: T | None) -> T:
        """The value, which must not be missing."""
        if value is None:
            raise self.fault(column, _("is missing"))
        return value

    def moment(self, column: str) -> datetime | None:
        """An aware moment. Without a zone it is UTC, without a time the day's beginning."""
        text = self.text(column, most=40)
        if not text:
            return None
        try:
            at = datetime.fromisoformat(text)
            at = at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
        except (ValueError, OverflowError):
            raise self._no_date(column, text, "2026-12-31T14:05:00Z") from None
        self._check_year(column, at.year)
        return at

    def day(self, column: str) -> date | None:
        text = self.text(column, most=40)
        if not text:
            return None
        try:
            day = date.fromisoformat(text[:10] if "T" in text else text)
        except ValueError:
            raise self._no_date(column, text, "2026-12-31") from None
        self._check_year(column, day.year)
        return day

    def _no_date(self, column: str, text: str, example: str) -> BadValue:
        told = {"text": excerpt(text, 40), "example": example}
        return self.fault(column, _("“%(text)s” is no date; write %(example)s") % told)

    def _check_year(self, column: str, year: int) -> None:
        if year not in _YEARS:
            raise self.fault(column, _("the year %(year)d can't be meant") % {"year": year})

    def amount(self, column: str, currency: str) -> Money | None:
        """An amount of zero or more, with a point or a comma before the decimals."""
        text = self.text(column, most=40)
        if not text:
            return None
        try:
            money = Money.of(self._decimal(column, text, currency), currency)
        except BadAmount as error:
            raise self.fault(column, str(error)) from None
        return money

    def _decimal(self, column: str, text: str, currency: str) -> Decimal:
        if _PLAIN.fullmatch(text):
            return Decimal(text)
        told = {"text": excerpt(text, 40)}
        plain = _SPACES.sub("", text)
        if plain.startswith("-"):
            raise self.fault(column, _("“%(text)s” is less than zero") % told)
        if _GROUPED.fullmatch(plain) and get_currency_precision(currency) != 3:
            reason = _("“%(text)s” may be read in two ways; write 1234 or 1234.00")
            if len(plain) <= 7:
                raise self.fault(column, reason % told)
        number = _point_only(plain)
        if not _PLAIN.fullmatch(number):
            raise self.fault(column, _("“%(text)s” is no amount; write 1234.50") % told)
        return Decimal(number)

    def currency(self, column: str) -> str:
        code = self.text(column, most=3, required=True).upper()
        if not _CURRENCY.fullmatch(code):
            raise self.fault(column, _("three letters are expected, as EUR"))
        return code

    def country(self, column: str) -> str:
        code = self.text(column, most=40).upper()
        if code and not _COUNTRY.fullmatch(code):
            raise self.fault(column, _("two letters are expected, as FR"))
        return code

    def language(self, column: str) -> str:
        tag = self.text(column, most=10)
        if tag and not _LANGUAGE.fullmatch(tag):
            raise self.fault(column, _("a language code is expected, as fr or pt-BR"))
        return tag.replace("_", "-")

    def whole(self, column: str, *, least: int, most: int, default: int) -> int:
        text = self.text(column, most=20)
        if not text:
            return default
        number = text.removesuffix(".0").removesuffix(".00")
        if not number.isascii() or not number.isdigit() or not least <= int(number) <= most:
            told = {"least": least, "most": most}
            reason = _("a whole number from %(least)d to %(most)d is expected")
            raise self.fault(column, reason % told)
        return int(number)

    def flag(self, column: str) -> bool | None:
        value = self._cells.get(column)
        if isinstance(value, bool):
            return value
        word = self.text(column, most=20).lower()
        if not word:
            return None
        if word not in _YES | _NO:
            raise self.fault(column, _("yes or no is expected"))
        return word in _YES

    def link(self, column: str) -> str:
        """A web address; anything else that a browser might run is refused."""
        text = self.text(column, most=1000)
        if text and not _is_web_address(text):
            raise self.fault(column, _("an address that begins with https:// is expected"))
        return text

    def address(self, column: str) -> str:
        """A mail address, as far as its shape tells."""
        text = self.text(column, most=320)
        local, at, host = text.rpartition("@")
        if text and not (local and at and host and not _SPACES.search(text)):
            raise self.fault(column, _("a mail address is expected"))
        return text

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self._cells)

    def rows(self, column: str, *, most: int) -> list["Row"] | None:
        """The objects of a list in JSON; None where the row has no such list."""
        value = self._cells.get(column)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
            raise self.fault(column, _("a list of objects is expected"))
        if len(value) > most:
            told = {"length": len(value), "most": most}
            raise self.fault(column, _("%(length)d entries, at most %(most)d fit") % told)
        return [
            Row(self.line, part, inside=f"{self._inside}{column}[{number}].")
            for number, part in enumerate(value, start=1)
        ]


def _point_only(number: str) -> str:
    """`1.234,50` and `1,234.50` as `1234.50`: the separator that comes last is the decimal one."""
    point, comma = number.rfind("."), number.rfind(",")
    if comma > point:
        if number.count(",") > 1:
            return number.replace(",", "")
        return number.replace(".", "").replace(",", ".")
    if number.count(".") > 1:
        return number.replace(".", "")
    return number.replace(",", "")


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False
