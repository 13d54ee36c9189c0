"""Numbers of payment cards and bank accounts in text: found by what they are, masked for good.

A card's number has 13 to 19 digits, begins as an issuer's does, fits Luhn's check and stands by
itself; an IBAN fits its country's length and leaves 1 when divided by 97.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is masked."""

    CARD = "card"
    IBAN = "iban"


EVERYTHING = frozenset(Kind)
DOTS = "••••"

# First digits and the lengths that belong to them. Sources: ISO/IEC 7812, the networks' own lists.
_ISSUERS: tuple[tuple[re.Pattern[str], frozenset[int]], ...] = tuple(
    (re.compile(begins), frozenset(lengths))
    for begins, lengths in (
        (r"4", (13, 16, 19)),  # Visa
        (r"5[1-5]|2(22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)", (16,)),  # Mastercard
        (r"3[47]", (15,)),  # American Express
        (r"3(0[0-5]|095|[689])", (14, 16, 19)),  # Diners Club
        (r"6011|64[4-9]|65", (16, 19)),  # Discover
        (r"35(2[89]|[3-8]\d)", (16, 17, 18, 19)),  # JCB
        (r"62|81", (16, 17, 18, 19)),  # UnionPay
        (r"220[0-4]", (16, 17, 18, 19)),  # Mir
        (r"5018|5020|5038|5893|6304|6759|676[1-3]", (13, 14, 15, 16, 17, 18, 19)),  # Maestro
    )
)
# Digits of any script, with a space, a dash or a dot between groups; nothing that is part of a
# longer number, a word or an address.
_APART = r"[ \u00a0\u2007\u202f\u2009.\-\u2010-\u2015]"
_CARD = re.compile(rf"(?<![\w.@/=&-])\d(?:{_APART}?\d){{12,18}}(?![\w@-]|[.,]\d)")
_IBAN = re.compile(
    rf"(?<![\w-])[A-Z]{{2}}\d{{2}}(?:{_APART}?[A-Z0-9]){{11,30}}(?![\w-])", re.IGNORECASE
)
_SHORTEST = 13
_GROUPS = re.compile(r"\d+")
_IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22,
    "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28,
    "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23,
    "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26,
    "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20,
    "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30,
    "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22,
    "SA": 24, "SC": 31, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "ST": 25, "SV": 28, "TL": 23,
    "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """Where it stands, and its last four signs."""

    kind: Kind
    start: int
    end: int
    last: str


def find(text: str, kinds: frozenset[Kind] = EVERYTHING) -> list[Hit]:
    """In their order."""
    if len(text) < _SHORTEST or not any(letter.isdigit() for letter in text):
        return []
    hits: list[Hit] = []
    if Kind.IBAN in kinds:
        hits += _ibans(text)
    if Kind.CARD in kinds:
        taken = [range(hit.start, hit.end) for hit in hits]
        hits += [hit for hit in _cards(text) if not any(hit.start in span for span in taken)]
    return sorted(hits, key=lambda hit: hit.start)


def mask(text: str, kinds: frozenset[Kind] = EVERYTHING) -> str:
    """“4242 4242 4242 4242” → “•••• 4242”."""
    made, at = [], 0
    for hit in find(text, kinds):
        made += [text[at : hit.start], f"{DOTS} {hit.last}"]
        at = hit.end
    return "".join([*made, text[at:]]) if made else text


def _cards(text: str) -> list[Hit]:
    found = []
    for match in _CARD.finditer(text):
        digits = _plain(match[0])
        if _is_card(digits) and _is_grouped(match[0]):
            found.append(Hit(Kind.CARD, match.start(), match.end(), digits[-4:]))
    return found


def _plain(text: str) -> str:
    """The digits, whatever script they are written in."""
    return "".join(str(unicodedata.digit(letter)) for letter in text if letter.isdigit())


def _is_card(digits: str) -> bool:
    if len(set(digits)) < 2:
        return False
    known = any(issuer.match(digits) and len(digits) in sizes for issuer, sizes in _ISSUERS)
    return known and _fits_luhn(digits)


def _fits_luhn(digits: str) -> bool:
    total = 0
    for at, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if at % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _is_grouped(written: str) -> bool:
    """Cards are written in one piece or in groups of about four; “4 07-1234567-1234567” is an
    order of a marketplace."""
    sizes = [len(group) for group in _GROUPS.findall(written)]
    if len(sizes) == 1:
        return True
    usual = all(2 <= size <= 6 for size in sizes)
    return usual or all(size == 1 for size in sizes)


def _ibans(text: str) -> list[Hit]:
    found = []
    for match in _IBAN.finditer(text):
        end = _end_of_iban(match[0])
        if end:
            plain = _letters(match[0][:end])
            found.append(Hit(Kind.IBAN, match.start(), match.start() + end, plain[-4:]))
    return found


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum()).upper()


def _end_of_iban(written: str) -> int:
    """Where the number ends in what may run on into words; 0 where it is none."""
    wanted = _IBAN_LENGTHS.get(written[:2].upper(), 0)
    count = 0
    for at, letter in enumerate(written):
        count += letter.isalnum()
        if wanted and count == wanted:
            whole = _letters(written[: at + 1])
            turned = whole[4:] + whole[:4]
            number = "".join(str(int(letter, 36)) for letter in turned if letter.isascii())
            follows = written[at + 1 : at + 2]
            is_end = not follows.isalnum()
            return at + 1 if is_end and int(number) % 97 == 1 else 0
    return 0
