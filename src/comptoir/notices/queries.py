"""What a member is told, as the pages, the bell, push and mail show it: access is asked anew."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from comptoir.accounts.models import Member
from comptoir.accounts.viewers import Viewer
from comptoir.journal.models import Entry
from comptoir.journal.publishing import current_cause
from comptoir.kit.actor import SYSTEM, Actor, ActorKind
from comptoir.kit.clock import now
from comptoir.notices.models import Browser, Notice, Preferences, Rule
from comptoir.notices.policies import ways_of
from comptoir.notices.slots import KINDS, SUBJECTS, Named, Place
from comptoir.notices.states import Way
from comptoir.ui import times

PAGE = 50
# The bell says “99+” beyond.
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One notice in the reader's language, with what he may know of its subject now."""

    id: int
    kind: str
    icon: str
    tone: str
    sentence: str
    named: Named
    actor: str
    count: int
    at: datetime
    is_unread: bool


@dataclass(frozen=True, slots=True)
class Day:
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list; `older` goes before the next one."""

    days: tuple[Day, ...]
    older: str = ""


def notices_of(viewer: Viewer) -> QuerySet[Notice]:
    """What a member is told in the app, the newest first."""
    found = Notice.objects.filter(member_id=viewer.id, in_app=True, kind__in=_known())
    return found.order_by("-at", "-id")


def _known() -> list[str]:
    """A kind whose package is gone says nothing any more."""
    return [key for key, _kind in KINDS.items()]


def listed(viewer: Viewer, *, only_unread: bool = False, before: str = "") -> Listed:
    """One page, by days of the reader's zone."""
    found = notices_of(viewer)
    if only_unread:
        found = found.filter(read_at=None)
    if (at := _cursor(before)) is not None:
        found = found.filter(at__lt=at)
    rows = list(found[: PAGE + 1])
    shown = lines_of(viewer, rows[:PAGE])
    return Listed(_days(shown), rows[PAGE - 1].at.isoformat() if len(rows) > PAGE else "")


def _cursor(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if timezone.is_aware(at) else None


def _days(lines: Sequence[Line]) -> tuple[Day, ...]:
    zone, today = timezone.get_current_timezone(), now().astimezone(timezone.get_current_timezone())
    grouped = groupby(lines, key=lambda line: line.at.astimezone(zone).date())
    return tuple(
        Day(times.day_of(day, today.date()) or _("Today"), tuple(some)) for day, some in grouped
    )


def unread(viewer: Viewer) -> int:
    """How many he has not read, without those he may not see any more; at most MOST_COUNTED."""
    rows = list(notices_of(viewer).filter(read_at=None)[:MOST_COUNTED])
    return len(_named(viewer, rows))


def newest(viewer: Viewer) -> list[Line]:
    """What is unread, the newest first: what a push asks for."""
    return lines_of(viewer, list(notices_of(viewer).filter(read_at=None)[:MOST_COUNTED]))


def lines_of(viewer: Viewer, rows: Sequence[Notice]) -> list[Line]:
    """Those of them whose subject this viewer may see: a query for each kind of subject, and one
    for the names of colleagues."""
    named = _named(viewer, rows)
    names = _actor_names(rows)
    return [_line(row, named[row.pk], names) for row in rows if row.pk in named]


def _named(viewer: Viewer, rows: Iterable[Notice]) -> dict[int, Named]:
    places: dict[str, dict[int, Place]] = defaultdict(dict)
    for row in rows:
        if row.subject_kind in SUBJECTS:
            places[row.subject_kind][row.pk] = Place(row.subject_id, row.place_id, row.kind)
    found: dict[int, Named] = {}
    for kind, wanted in places.items():
        told = SUBJECTS.get(kind)(viewer, frozenset(wanted.values()))
        found |= {pk: told[place] for pk, place in wanted.items() if place in told}
    return found


def _actor_names(rows: Iterable[Notice]) -> dict[int, str]:
    ids = {row.actor_id for row in rows if row.actor_kind == ActorKind.AGENT and row.actor_id}
    return dict(Member.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def _line(row: Notice, named: Named, names: dict[int, str]) -> Line:
    kind = KINDS.get(row.kind)
    is_colleague = row.actor_kind == ActorKind.AGENT
    actor = names.get(row.actor_id or 0, "") if is_colleague else ""
    return Line(
        id=row.pk,
        kind=row.kind,
        icon=kind.icon,
        tone=kind.tone,
        sentence=kind.say(actor or (_("Somebody") if is_colleague else "Comptoir"), row.count),
        named=named,
        actor=actor,
        count=row.count,
        at=row.at,
        is_unread=row.read_at is None,
    )


def line_of(viewer: Viewer, notice_id: int) -> Line | None:
    """One of his own, if he may still see what it is about."""
    rows = list(notices_of(viewer).filter(pk=notice_id))
    return next(iter(lines_of(viewer, rows)), None)


def current_entry() -> tuple[int, Actor]:
    """The journal's entry that the running handler follows, and who did it.

    Outside of a handler there is none: 0, and the system itself.
    """
    cause = current_cause()
    entry = Entry.objects.filter(pk=cause).first() if cause else None
    if entry is None:
        return 0, SYSTEM
    return entry.pk, Actor(ActorKind(entry.actor_kind), entry.actor_id)


# --- How one wants to be told ---------------------------------------------------------------------


def preferences_of(member_id: int) -> Preferences:
    """His own, or the usual ones where he never chose."""
    found = Preferences.objects.filter(member_id=member_id).first()
    return found or Preferences(member_id=member_id)


def follow_mentions(member_id: int) -> bool:
    """Whether being mentioned somewhere makes him follow it."""
    return preferences_of(member_id).follows_mentions


def chosen_ways(member_id: int) -> dict[str, frozenset[Way]]:
    """By kind: his own choice, else what is usual."""
    own = dict(Rule.objects.filter(member_id=member_id).values_list("kind", "ways"))
    return {key: ways_of(kind, own.get(key)) for key, kind in KINDS.items()}


def browsers_of(member_id: int) -> list[Browser]:
    return list(Browser.objects.filter(member_id=member_id).order_by("-pk"))
