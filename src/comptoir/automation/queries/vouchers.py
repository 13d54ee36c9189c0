"""Which vouchers are left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Min, Q, QuerySet

from comptoir.automation.models import Voucher, VoucherList
from comptoir.kit.clock import now
from comptoir.kit.money import Money


def free_vouchers(*, currency: str) -> QuerySet[Voucher]:
    """Those that may be given away today, the first to expire first.

    Without a currency, for there is no order, any will do.
    """
    valid = Q(valid_until=None) | Q(valid_until__gte=now().date())
    found = Voucher.objects.filter(valid, taken_at=None, list__closed_at=None)
    if currency:
        found = found.filter(currency=currency)
    return found.order_by("valid_until", "id")


def has_voucher(*, currency: str) -> bool:
    return free_vouchers(currency=currency).exists()


@dataclass(frozen=True, slots=True)
class VoucherLine:
    """One list as its page shows it. `left` counts what may be given away today."""

    id: int
    name: str
    total: int
    taken: int
    left: int
    values: tuple[Money, ...]
    ends_on: date | None
    created_at: datetime
    is_closed: bool


def voucher_lines() -> list[VoucherLine]:
    """All lists, the open ones first: two queries."""
    found = voucher_lists().order_by(F("closed_at").asc(nulls_first=True), "-created_at")
    return told_lists(list(found))


def voucher_lists() -> QuerySet[VoucherList]:
    """With how many codes each has, and how many are left."""
    today = now().date()
    is_free = Q(vouchers__taken_at=None) & (
        Q(vouchers__valid_until=None) | Q(vouchers__valid_until__gte=today)
    )
    return VoucherList.objects.annotate(
        total=Count("vouchers"),
        taken=Count("vouchers", filter=Q(vouchers__taken_at__isnull=False)),
        left=Count("vouchers", filter=is_free),
        ends_on=Min("vouchers__valid_until", filter=is_free),
    )


def told_lists(rows: Sequence[VoucherList]) -> list[VoucherLine]:
    """Rows of `voucher_lists`, with what their codes are worth: one query more."""
    values = _values(row.pk for row in rows)
    return [_line(row, values.get(row.pk, ())) for row in rows]


def _values(list_ids: Iterable[int]) -> dict[int, tuple[Money, ...]]:
    found: dict[int, tuple[Money, ...]] = {}
    held = Voucher.objects.filter(list__in=list(list_ids))
    pairs = held.values_list("list_id", "value_minor", "currency").distinct()
    for list_id, minor, currency in pairs.order_by("list_id", "value_minor"):
        found[list_id] = (*found.get(list_id, ()), Money(minor, currency))
    return found


def _line(row: VoucherList, values: tuple[Money, ...]) -> VoucherLine:
    return VoucherLine(
        id=row.pk,
        name=row.name,
        total=row.total,  # type: ignore[attr-defined]
        taken=row.taken,  # type: ignore[attr-defined]
        left=0 if row.closed_at else row.left,  # type: ignore[attr-defined]
        values=values,
        ends_on=row.ends_on,  # type: ignore[attr-defined]
        created_at=row.created_at,
        is_closed=row.closed_at is not None,
    )
