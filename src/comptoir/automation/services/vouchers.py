"""Vouchers: imported as codes, taken once, given back when the message is taken back."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.automation import access
from comptoir.automation.errors import NoSuchVoucherList, VouchersUnclear
from comptoir.automation.events import (
    VoucherGivenBack,
    VoucherListClosed,
    VouchersImported,
    VoucherTaken,
)
from comptoir.automation.models import Voucher, VoucherList
from comptoir.automation.queries.vouchers import free_vouchers
from comptoir.conversations.models import Conversation, Message
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.errors import ComptoirError
from comptoir.kit.money import BadAmount, Money
from comptoir.kit.text import clean

MOST_CODES = 50_000
MOST_BYTES = 5 * 1024 * 1024
MOST_ERRORS = 20
_LONGEST_CODE = 60
_TOO_MUCH = 10**12


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a code is worth and until when, where its line does not say so."""

    value: str = ""
    currency: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """`known` codes were there before, in this list or another."""

    list_id: int
    added: int
    known: int


class _BadLine(ComptoirError):
    pass


@transaction.atomic
def import_vouchers(*, by: Actor, name: str, content: bytes, defaults: Defaults) -> Imported:
    """Add the codes of a CSV file to a list, new or known by its name.

    Columns: `code`, and as wished `value`, `currency`, `valid_until` (2027-01-31). A file with
    one bad line is refused as a whole: raises VouchersUnclear with its first bad lines.
    """
    access.require(by, access.VOUCHERS)
    name = " ".join(clean(name).split())[:120]
    if not name:
        raise VouchersUnclear(_("Give the list a name."))
    vouchers = _read(content, defaults)
    found, _new = VoucherList.objects.get_or_create(
        name=name, defaults={"owner_id": by.id, "created_at": now()}
    )
    known = set(
        Voucher.objects.filter(code__in=[v.code for v in vouchers]).values_list("code", flat=True)
    )
    added = [voucher for voucher in vouchers if voucher.code not in known]
    for voucher in added:
        voucher.list = found
    Voucher.objects.bulk_create(added, batch_size=2_000)
    publish(VouchersImported(list_id=found.pk, added=len(added)), by=by)
    return Imported(found.pk, len(added), len(vouchers) - len(added))


def _read(content: bytes, defaults: Defaults) -> list[Voucher]:
    """One voucher a code; a code that stands twice in the file is one."""
    if len(content) > MOST_BYTES:
        raise VouchersUnclear(_("The file is larger than 5 MB. Import it in parts."))
    vouchers: dict[str, Voucher] = {}
    bad: dict[int, str] = {}
    for number, row in _rows(content):
        try:
            voucher = _voucher(row, defaults)
        except ComptoirError as refusal:
            bad[number] = str(refusal)
            continue
        vouchers.setdefault(voucher.code, voucher)
    if bad:
        raise VouchersUnclear.at(bad, most=MOST_ERRORS)
    if not vouchers or len(vouchers) > MOST_CODES:
        raise VouchersUnclear(
            _("A file holds between one code and %(number)d.") % {"number": MOST_CODES}
        )
    return list(vouchers.values())


def _rows(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = clean(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise VouchersUnclear(_("Save the file as CSV in UTF-8, then choose it again.")) from None
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        head = [cell.strip().casefold() for cell in next(reader, [])]
        if "code" not in head:
            # A bare column of codes, as shops export it.
            head, reader = ["code"], csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, {k: c.strip() for k, c in zip(head, cells, strict=False)}
    except csv.Error as error:
        raise VouchersUnclear(_("no valid CSV: %(error)s") % {"error": error}) from None


def _voucher(row: dict[str, str], defaults: Defaults) -> Voucher:
    code = row.get("code", "")
    if not code or len(code) > _LONGEST_CODE or any(c.isspace() or c in "{}[]" for c in code):
        raise _BadLine(_("“%s” is no code: at most 60 characters, without blanks.") % code[:60])
    currency = (row.get("currency") or defaults.currency).upper()
    if len(currency) != 3 or not currency.isalpha() or not currency.isascii():
        raise _BadLine(_("the currency has three letters, like EUR."))
    value = Money.of((row.get("value") or defaults.value).replace(",", "."), currency)
    if value.minor <= 0:
        raise _BadLine(_("a voucher is worth more than nothing."))
    if value.amount >= _TOO_MUCH:
        raise BadAmount(f"{value.amount} is not an amount of {currency}.")
    until = row.get("valid_until")
    return Voucher(
        code=code,
        value_minor=value.minor,
        currency=currency,
        valid_until=_day(until) if until else defaults.valid_until,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _BadLine(_("“%s” is no day: write it like 2027-01-31.") % text[:20]) from None


@transaction.atomic
def close_voucher_list(*, by: Actor, list_id: int) -> VoucherList:
    """Nothing more is taken from it; what was given stays valid."""
    access.require(by, access.VOUCHERS)
    found = VoucherList.objects.select_for_update().filter(pk=list_id).first()
    if found is None:
        raise NoSuchVoucherList
    if found.closed_at is None:
        found.closed_at = now()
        found.save(update_fields=["closed_at"])
        publish(VoucherListClosed(list_id=found.pk), by=by)
    return found


def take_voucher(*, by: Actor, conversation: Conversation) -> Voucher | None:
    """The next voucher of the order's currency, for the caller's transaction; None: none is left.

    A code that another transaction holds is passed over; when none else is left, its end is
    awaited, for it may give the code free.
    """
    access.require(by, access.GIVE_VOUCHER, team_id=conversation.team_id)
    currency = conversation.order.currency if conversation.order else ""
    free = free_vouchers(currency=currency)
    voucher = (
        free.select_for_update(of=("self",), skip_locked=True).first()
        or free.select_for_update(of=("self",)).first()
    )
    if voucher is None:
        return None
    voucher.taken_at = now()
    voucher.taken_by_id = by.id
    voucher.save(update_fields=["taken_at", "taken_by"])
    publish(VoucherTaken(conversation_id=conversation.pk, voucher_id=voucher.pk), by=by)
    return voucher


def bind_voucher(*, voucher: Voucher, message: Message) -> None:
    """Remember which message carries it."""
    voucher.message = message
    voucher.save(update_fields=["message"])


def give_back(*, by: Actor, message: Message) -> None:
    """The message never left: its code is free again."""
    for voucher in Voucher.objects.select_for_update().filter(message=message):
        voucher.taken_at, voucher.taken_by, voucher.message = None, None, None
        voucher.save(update_fields=["taken_at", "taken_by", "message"])
        publish(
            VoucherGivenBack(conversation_id=message.conversation_id, voucher_id=voucher.pk),
            by=by,
        )
