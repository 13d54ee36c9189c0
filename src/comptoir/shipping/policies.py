"""What the reports about a parcel mean, and whether it is late."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from comptoir.shipping.states import ParcelState

# Other words that carriers and label services have for the same.
_SYNONYMS = {
    "accepted": ParcelState.IN_TRANSIT,
    "announced": ParcelState.PRE_TRANSIT,
    "available_for_pickup": ParcelState.OUT_FOR_DELIVERY,
    "collected": ParcelState.DELIVERED,
    "delayed": ParcelState.EXCEPTION,
    "error": ParcelState.EXCEPTION,
    "failure": ParcelState.EXCEPTION,
    "info_received": ParcelState.PRE_TRANSIT,
    "label_created": ParcelState.PRE_TRANSIT,
    "picked_up": ParcelState.IN_TRANSIT,
    "return_to_sender": ParcelState.RETURNED,
    "shipped": ParcelState.IN_TRANSIT,
    "transit": ParcelState.IN_TRANSIT,
}
_KNOWN = frozenset(ParcelState)
_MOVING = frozenset({ParcelState.IN_TRANSIT, ParcelState.OUT_FOR_DELIVERY, ParcelState.DELIVERED})
_RANK = {state.value: rank for rank, state in enumerate(ParcelState)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a carrier reported at a time."""

    at: datetime
    status: str
    place: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a parcel stands."""

    state: str = ParcelState.PRE_TRANSIT.value
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    last_event_at: datetime | None = None


def read_state(word: str) -> str:
    """One of ours where the word means it; a word of the carrier's own stays as it is."""
    return str(_SYNONYMS.get(word, word))


def judge_standing(
    before: Standing,
    *,
    stored: Sequence[Report],
    told: Sequence[Report],
    told_state: str = "",
) -> Standing:
    """The parcel's standing after `told`, whatever the order in which reports arrive.

    The latest report that we understand decides. A state told by itself wins, unless a report is
    stored that is later than all that came with it.
    """
    seen = {(report.at, report.status) for report in stored}
    fresh = [report for report in told if (report.at, report.status) not in seen]
    everything = [*stored, *fresh]
    return Standing(
        state=_state(before, stored, told, fresh, told_state),
        shipped_at=before.shipped_at or _first(everything, _MOVING),
        delivered_at=before.delivered_at or _first(everything, {ParcelState.DELIVERED}),
        last_event_at=max((report.at for report in everything), default=before.last_event_at),
    )


def _state(
    before: Standing,
    stored: Sequence[Report],
    told: Sequence[Report],
    fresh: Sequence[Report],
    told_state: str,
) -> str:
    if told_state and not _outdated(stored, told):
        return told_state
    if not fresh:
        return before.state
    understood = [report for report in (*stored, *fresh) if report.status in _KNOWN]
    latest = max(understood, key=lambda r: (r.at, _RANK[r.status]), default=None)
    return latest.status if latest else before.state


def _outdated(stored: Sequence[Report], told: Sequence[Report]) -> bool:
    if not stored or not told:
        return False
    return max(report.at for report in told) < max(report.at for report in stored)


def _first(reports: Iterable[Report], states: Iterable[str]) -> datetime | None:
    return min((report.at for report in reports if report.status in states), default=None)


def is_late(
    *, state: str, expected_on: date | None, delivered_at: datetime | None, today: date
) -> bool:
    """Whether the first promise is broken: delivered after it, or not there though it is past."""
    if expected_on is None:
        return False
    if state == ParcelState.DELIVERED:
        return delivered_at is not None and delivered_at.date() > expected_on
    return today > expected_on
