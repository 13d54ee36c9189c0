"""Reading what a browser sends: numbers, addresses and choices out of forms."""

import re
from enum import StrEnum

from django.http import QueryDict
from django.utils.translation import gettext as _

from comptoir.accounts.parties import Party
from comptoir.channels.mail.addresses import is_address
from comptoir.conversations.errors import NobodyToWriteTo, UnknownChoice
from comptoir.conversations.filters.shapes import Sort
from comptoir.conversations.queries.saved import saved_number
from comptoir.conversations.queries.views import DEFAULT_VIEW, VIEWS

# The longest number that fits a bigint whatever its digits.
_MOST_DIGITS = 18
_BETWEEN_ADDRESSES = re.compile(r"[,;\s]+")


def whole(text: str | None) -> int | None:
    """A whole number of ordinary digits that a table may hold; None for anything else."""
    if text and text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS:
        return int(text)
    return None


def wholes(form: QueryDict, name: str) -> tuple[int, ...]:
    """All numbers of one field; what is none is left out."""
    found = (whole(value) for value in form.getlist(name))
    return tuple(number for number in found if number is not None)


def audience_of(form: QueryDict) -> Party:
    """The parties whose chips are on."""
    audience = Party(0)
    for bits in wholes(form, "audience"):
        if bits in tuple(Party):
            audience |= Party(bits)
    return audience


def mode_of(form: QueryDict) -> str:
    return "note" if form.get("mode") == "note" else "reply"


def typed_addresses(form: QueryDict, name: str) -> tuple[str, ...]:
    """What stands between commas or spaces, addresses or not yet."""
    parts = [part for value in form.getlist(name) for part in _BETWEEN_ADDRESSES.split(value)]
    return tuple(dict.fromkeys(filter(None, parts)))


def addresses(form: QueryDict, name: str) -> tuple[str, ...]:
    """The addresses of a field; raises NobodyToWriteTo for what is none (B2)."""
    typed = typed_addresses(form, name)
    for part in typed:
        if not is_address(part):
            raise NobodyToWriteTo(_("“%s” is not an e-mail address.") % part)
    return typed


def choice_of[E: StrEnum](kind: type[E], value: str) -> E | None:
    """None for an empty field; raises UnknownChoice for what the menu never offered."""
    try:
        return kind(value) if value else None
    except ValueError:
        raise UnknownChoice(_("Choose one from the list.")) from None


def known_sort(name: str) -> Sort | None:
    """An order by its name in the address; None for anything else (F3)."""
    return Sort(name) if name in tuple(Sort) else None


def known_view(name: str) -> str:
    """A view's key as it came along with an action; the default for anything else."""
    return name if name in VIEWS or saved_number(name) is not None else DEFAULT_VIEW
