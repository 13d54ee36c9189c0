"""Two conversations become one, and two again: of two clocks of one kind the earliest runs on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comptoir.deadlines.events import DeadlineReopened
from comptoir.deadlines.models import Deadline
from comptoir.deadlines.policies.running import NextDue
from comptoir.deadlines.queries import of_subject
from comptoir.deadlines.services.clocks import call_off, locked, shown, together, write
from comptoir.deadlines.states import CancelReason, Kind, State, Subject
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now

_STAND = ("state", "due_at", "paused_at", "pauses", "ended_at", "late_seconds", "why")


@dataclass(frozen=True, slots=True)
class Joined:
    """What is due now, and what `part` needs to put everything back as it stood."""

    due: NextDue | None
    kept: dict[str, Any]


@together
def join(*, by: Actor, into: Subject, other: Subject) -> Joined:
    """The other's clocks go on here, where they are due before ours of their kind; his end (H5)."""
    at, own, theirs = now(), locked(into), locked(other)
    kept: dict[str, Any] = {"theirs": [_stand(c) for c in theirs], "own": [], "taken": []}
    for clock in theirs:
        rival = next((c for c in own if _kind(c) == _kind(clock)), None)
        if rival is None or _sooner(clock, rival):
            if rival is not None:
                kept["own"].append(_stand(rival))
                call_off(rival, by, CancelReason.MERGED, at)
            kept["taken"].append(_copied(clock, into).pk)
        call_off(clock, by, CancelReason.MERGED, at)
    return Joined(shown(locked(into)), kept)


def _kind(clock: Deadline) -> tuple[str, str]:
    return clock.kind, clock.source


def _sooner(clock: Deadline, rival: Deadline) -> bool:
    """One that runs comes before one that rests."""
    return (clock.state == State.PAUSED, clock.due_at) < (
        rival.state == State.PAUSED,
        rival.due_at,
    )


def _copied(clock: Deadline, into: Subject) -> Deadline:
    copy = Deadline(
        **{f.attname: getattr(clock, f.attname) for f in Deadline._meta.concrete_fields}
    )
    copy.pk, copy.subject_kind, copy.subject_id = None, into.kind, into.id
    copy.save(force_insert=True)
    return copy


@together
def part(
    *, by: Actor, into: Subject, other: Subject, kept: Mapping[str, Any]
) -> tuple[NextDue | None, NextDue | None]:
    """Put the clocks of both back as `join` found them; what is due here, and there.

    A promise that was kept since stays kept.
    """
    at, taken = now(), frozenset(kept["taken"])
    answered = _answered(into, taken)
    for clock in locked(into):
        if clock.pk in taken:
            call_off(clock, by, CancelReason.MERGED, at)
    open_kinds = {_kind(c) for c in locked(into)} | answered
    _put_back(by, into, kept["own"], without=open_kinds)
    _put_back(by, other, kept["theirs"], without={_kind(c) for c in locked(other)})
    return shown(locked(into)), shown(locked(other))


def _answered(subject: Subject, taken: Collection[int]) -> set[tuple[str, str]]:
    ended = of_subject(subject).filter(pk__in=taken, ended_at__isnull=False)
    return {_kind(clock) for clock in ended}


def _put_back(
    by: Actor,
    subject: Subject,
    stands: Sequence[Mapping[str, Any]],
    *,
    without: Collection[tuple[str, str]],
) -> None:
    found = {c.pk: c for c in of_subject(subject).filter(pk__in=[s["id"] for s in stands])}
    for stand in stands:
        clock = found.get(stand["id"])
        if clock is None or _kind(clock) in without:
            continue
        for name in _STAND:
            setattr(clock, name, _read(name, stand[name]))
        write(clock, *_STAND)
        reopened = DeadlineReopened(
            subject_kind=subject.kind,
            subject_id=subject.id,
            deadline_id=clock.pk,
            kind=Kind(clock.kind),
            due_at=clock.due_at,
        )
        publish(reopened, by=by)


_TIMES = frozenset({"due_at", "paused_at", "ended_at"})


def _stand(clock: Deadline) -> dict[str, Any]:
    """How a clock stands, as JSON."""
    return {"id": clock.pk} | {name: _said(getattr(clock, name)) for name in _STAND}


def _said(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return [_said(each) for each in value] if isinstance(value, list) else value


def _read(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _TIMES:
        return datetime.fromisoformat(value)
    return [datetime.fromisoformat(each) for each in value] if name == "pauses" else value
