"""Which conversations an action on many means, and how far it has come."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from comptoir.accounts.viewers import Viewer
from comptoir.conversations.models import BulkRow, BulkRun
from comptoir.conversations.queries.doors import conversations_for
from comptoir.conversations.queries.saved import find_list
from comptoir.conversations.queries.searching import numbers_found
from comptoir.conversations.queries.views import scope
from comptoir.conversations.slots import BULK_VERBS
from comptoir.kit import db
from comptoir.kit.clock import now

MOST = 1_000
MOST_TOLD = 200

_OF_VIEW = """
SELECT c.id FROM conversations_conversation c WHERE {where} ORDER BY {order} LIMIT %(most)s"""


def numbers_of_view(viewer: Viewer, view: str, *, most: int = MOST) -> list[int]:
    """All of a view, in its order, up to a number."""
    chosen = find_list(viewer, view)
    condition, params = scope(viewer)
    order = f"c.{chosen.order_by} {chosen.direction}, c.id {chosen.direction}"
    where = f"{chosen.where} AND {condition}"
    sql = _OF_VIEW.format(where=where, order=order)
    values = {**chosen.params, **params, "member": viewer.id, "now": now(), "most": most}
    found = db.rows(sql, values)
    return [number for (number,) in found]


@dataclass(frozen=True, slots=True)
class Selection:
    """All that a list holds: of a search where `query` says something, else of a view."""

    view: str = ""
    query: str = ""


def numbers_of(viewer: Viewer, selection: Selection, *, most: int = MOST) -> list[int]:
    """Raises NoSuchView."""
    if selection.query:
        return numbers_found(viewer, selection.query, most=most)
    return numbers_of_view(viewer, selection.view, most=most)


def known_of(viewer: Viewer, numbers: Sequence[int]) -> list[int]:
    """Those of them that the viewer may know of, in their order (D1)."""
    wanted = list(dict.fromkeys(numbers))[:MOST]
    known = set(conversations_for(viewer).filter(pk__in=wanted).values_list("pk", flat=True))
    return [number for number in wanted if number in known]


@dataclass(frozen=True, slots=True)
class Refused:
    number: int
    subject: str
    said: str


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` counts what was changed; `same` what was so already; `undone` what was put back.

    `sends`: it wrote to the parties.
    """

    id: int
    verb: str
    title: str
    total: int
    waiting: int
    done: int
    same: int
    refused: int
    undone: int
    is_stopped: bool
    is_undone: bool
    may_undo: bool
    sends: bool = False
    refusals: tuple[Refused, ...] = ()

    @property
    def is_running(self) -> bool:
        return self.waiting > 0 and not self.is_stopped

    @property
    def ready(self) -> int:
        return self.total - self.waiting


def progress(viewer: Viewer, run_id: int, *, with_refusals: bool = False) -> Progress | None:
    """A member's own run; None for anybody else's."""
    run = BulkRun.objects.filter(pk=run_id, member_id=viewer.id).first()
    return _told(run, with_refusals) if run else None


def running_now(viewer: Viewer) -> Progress | None:
    """The member's last run, while it is not over."""
    run = BulkRun.objects.filter(member_id=viewer.id, finished_at=None).order_by("-pk").first()
    return _told(run, with_refusals=False) if run else None


def _told(run: BulkRun, with_refusals: bool) -> Progress:
    counts = run.rows.aggregate(
        total=Count("pk"),
        waiting=Count("pk", filter=Q(state="waiting")),
        done=Count("pk", filter=Q(state="done")),
        same=Count("pk", filter=Q(state="same")),
        refused=Count("pk", filter=Q(state="refused")),
        undone=Count("pk", filter=Q(state="undone")),
    )
    if run.undone_at is not None and run.finished_at is None:
        counts["waiting"] += run.rows.filter(state="done", before__isnull=False).count()
    verb = BULK_VERBS.get(run.verb) if run.verb in BULK_VERBS else None
    can_be_undone = verb is not None and verb.undo is not None
    return Progress(
        id=run.pk,
        verb=run.verb,
        title=verb.say(run.value) if verb else run.verb,
        is_stopped=run.stopped_at is not None,
        is_undone=run.undone_at is not None,
        may_undo=can_be_undone and run.undone_at is None and counts["done"] > 0,
        sends=verb is not None and verb.sends,
        refusals=_refusals(run) if with_refusals else (),
        **counts,
    )


def _refusals(run: BulkRun) -> tuple[Refused, ...]:
    rows = BulkRow.objects.filter(run=run, state="refused").order_by("pk")
    found = rows.values_list("conversation_id", "conversation__subject", "said")[:MOST_TOLD]
    return tuple(Refused(*each) for each in found)


def rows_of_run(viewer: Viewer, run_id: int) -> QuerySet[BulkRow]:
    """What became of each, for who may still know of it."""
    rows = BulkRow.objects.filter(run=run_id, conversation__in=conversations_for(viewer))
    return rows.select_related("conversation")
