"""Parcels with their tracking events, as shops, marketplaces and carriers tell of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from comptoir.commerce import access
from comptoir.commerce.models import Order
from comptoir.commerce.services import (
    Outcome,
    Stored,
    Told,
    mirror,
    number_key,
    retried,
    told,
)
from comptoir.commerce.states import state_word
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.errors import ComptoirError
from comptoir.kit.text import clean
from comptoir.shipping.errors import AmbiguousOrder, BadParcel, UnknownOrder, UnknownParcel
from comptoir.shipping.events import ParcelMoved, ParcelSent
from comptoir.shipping.models import Parcel, TrackingEvent
from comptoir.shipping.policies import Report, Standing, judge_standing, read_state
from comptoir.shipping.states import ParcelState


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelFacts:
    """Empty text and None mean: not told. An empty `marketplace` means whichever has the order."""

    order_number: str
    marketplace: str = ""
    external_id: str = ""
    carrier: str = ""
    tracking_number: str = ""
    tracking_url: str = ""
    state: str = ""
    shipped_at: datetime | None = None
    expected_on: date | None = None
    delivered_at: datetime | None = None
    events: tuple[Report, ...] = ()

    def __post_init__(self) -> None:
        own = self.external_id or self.tracking_number
        if not own or len(own) > 120 or clean(own) != own:
            raise BadParcel


@transaction.atomic
def upsert_parcel(*, by: Actor, facts: ParcelFacts) -> Parcel:
    """The parcel as told, with what was known and not told now.

    Raises UnknownOrder, AmbiguousOrder.
    """
    (answer,) = store_parcels(by=by, facts=[facts])
    if isinstance(answer, ComptoirError):
        raise answer
    if answer.is_new:
        publish(ParcelSent(order_id=answer.row.order_id, parcel_id=answer.row.pk), by=by)
    return answer.row


@transaction.atomic
def store_parcels(
    *, by: Actor, facts: Sequence[ParcelFacts]
) -> list[Stored[Parcel] | ComptoirError]:
    """Many at once: for each its row, or why it is refused. A known one that moved is published."""
    access.require(by, access.IMPORT)
    orders = _orders_of(facts)
    good = [
        (order, fact) for order, fact in zip(orders, facts, strict=True) if isinstance(order, int)
    ]
    stored = retried(lambda: _store(good))
    for parcel in stored:
        if "state" in parcel.changed:
            _publish_move(by, parcel.row)
    answers = iter(stored)
    return [next(answers) if isinstance(order, int) else order for order in orders]


@transaction.atomic
def record_tracking(*, by: Actor, parcel_id: int, reports: Sequence[Report]) -> Parcel:
    """Add what a carrier reports, in whatever order it comes. Raises UnknownParcel."""
    access.require(by, access.IMPORT)
    parcel = Parcel.objects.select_for_update().filter(pk=parcel_id).first()
    if parcel is None:
        raise UnknownParcel
    known = _reports_of([parcel])[parcel.pk]
    reports = [replace(report, status=_state(report.status)) for report in reports]
    standing = judge_standing(_standing(parcel), stored=known, told=reports)
    moved = standing.state != parcel.state
    for name, value in _columns(standing).items():
        setattr(parcel, name, value)
    parcel.save(update_fields=list(_columns(standing)))
    _store_reports([(parcel, reports)])
    if moved:
        _publish_move(by, parcel)
    return parcel


def _publish_move(by: Actor, parcel: Parcel) -> None:
    state = ParcelState(parcel.state) if parcel.state in set(ParcelState) else None
    event = ParcelMoved(order_id=parcel.order_id, parcel_id=parcel.pk, state=state)
    publish(event, by=by)


def _state(word: str) -> str:
    return read_state(state_word(word))


def _orders_of(facts: Sequence[ParcelFacts]) -> list[int | ComptoirError]:
    keys = {number_key(parcel.order_number) for parcel in facts}
    found: dict[str, list[Order]] = defaultdict(list)
    for order in Order.objects.filter(number_key__in=keys).select_related("marketplace"):
        found[order.number_key].append(order)
    return [_order_of(parcel, found[number_key(parcel.order_number)]) for parcel in facts]


def _order_of(parcel: ParcelFacts, candidates: Iterable[Order]) -> int | ComptoirError:
    fitting = [order for order in candidates if parcel.marketplace in {"", order.marketplace.key}]
    exact = [order for order in fitting if order.external_id == parcel.order_number] or fitting
    if not exact:
        return UnknownOrder(parcel.order_number)
    return exact[0].pk if len(exact) == 1 else AmbiguousOrder(parcel.order_number)


def _store(facts: Sequence[tuple[int, ParcelFacts]]) -> list[Stored[Parcel]]:
    existing = list(Parcel.objects.filter(order_id__in={order_id for order_id, _ in facts}))
    by_id = {(row.order_id, row.external_id): row for row in existing}
    by_number = {(row.order_id, row.tracking_key): row for row in existing if row.tracking_key}
    reports = _reports_of(existing)
    told_reports = [_told_reports(parcel) for _, parcel in facts]
    tellings = []
    for (order_id, parcel), told_now in zip(facts, told_reports, strict=True):
        row = by_id.get((order_id, parcel.external_id)) or by_number.get(
            (order_id, number_key(parcel.tracking_number))
        )
        key = {"order_id": order_id, "external_id": _own_id(parcel, row)}
        stored = reports[row.pk] if row else ()
        tellings.append(Told(key, _values(parcel, row, stored, told_now)))
    answers = mirror(Parcel, tellings, existing)
    pairs = [(answer.row, told_now) for answer, told_now in zip(answers, told_reports, strict=True)]
    for answer, changed in zip(answers, _store_reports(pairs), strict=True):
        if changed:
            answer.touched()
    return answers


def _own_id(parcel: ParcelFacts, row: Parcel | None) -> str:
    return row.external_id if row else parcel.external_id or parcel.tracking_number


def _told_reports(parcel: ParcelFacts) -> list[Report]:
    return [replace(report, status=_state(report.status)) for report in parcel.events]


def _values(
    parcel: ParcelFacts, row: Parcel | None, stored: Sequence[Report], reports: Sequence[Report]
) -> dict[str, Any]:
    before = _standing(row) if row else Standing()
    before = replace(
        before,
        shipped_at=parcel.shipped_at or before.shipped_at,
        delivered_at=parcel.delivered_at or before.delivered_at,
    )
    standing = judge_standing(before, stored=stored, told=reports, told_state=_state(parcel.state))
    # The first promise stays; what is promised later is only expected.
    promised = row.expected_on if row else None
    return told(
        carrier=parcel.carrier,
        tracking_number=parcel.tracking_number,
        tracking_key=number_key(parcel.tracking_number),
        tracking_url=parcel.tracking_url,
        expected_on=promised or parcel.expected_on,
        expected_now=parcel.expected_on,
        **_columns(standing),
    )


def _standing(row: Parcel) -> Standing:
    return Standing(
        state=row.state,
        shipped_at=row.shipped_at,
        delivered_at=row.delivered_at,
        last_event_at=row.last_event_at,
    )


def _columns(standing: Standing) -> dict[str, Any]:
    return {
        "state": standing.state,
        "shipped_at": standing.shipped_at,
        "delivered_at": standing.delivered_at,
        "last_event_at": standing.last_event_at,
    }


def _reports_of(parcels: Sequence[Parcel]) -> Mapping[int, list[Report]]:
    reports: dict[int, list[Report]] = defaultdict(list)
    for row in TrackingEvent.objects.filter(parcel_id__in=[parcel.pk for parcel in parcels]):
        report = Report(at=row.at, status=row.status, place=row.place, description=row.description)
        reports[row.parcel_id].append(report)
    return reports


def _store_reports(pairs: Sequence[tuple[Parcel, Sequence[Report]]]) -> list[bool]:
    """Store the reports of each parcel; answers whether any was new or different."""
    named = [(parcel.pk, report) for parcel, reports in pairs for report in reports]
    existing = TrackingEvent.objects.filter(parcel_id__in={parcel_id for parcel_id, _ in named})
    answers = mirror(
        TrackingEvent, [_told_report(*pair) for pair in named], existing if named else ()
    )
    changed = {
        parcel_id
        for (parcel_id, _), answer in zip(named, answers, strict=True)
        if answer.outcome is not Outcome.UNCHANGED
    }
    return [parcel.pk in changed for parcel, _ in pairs]


def _told_report(parcel_id: int, report: Report) -> Told:
    key = {"parcel_id": parcel_id, "at": report.at, "status": report.status}
    return Told(key, told(place=report.place, description=report.description))
