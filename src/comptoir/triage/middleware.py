"""Before a page is drawn: what was handed over to whom, read again every few seconds."""

from collections.abc import Callable, Mapping
from time import monotonic

from django.db.models import Count
from django.http import HttpRequest, HttpResponse

from comptoir.triage.models import Handover

FRESH_FOR = 5.0
_kept: tuple[float, Mapping[int, int]] | None = None


class HandoverMiddleware:
    """Pages ask nothing while they are drawn: who has something to look at is known by then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if getattr(request, "identity", None) is not None:
            _look()
        return self.get_response(request)


def handed_over(member_id: int) -> int:
    """How many conversations wait to be looked at, as it was a few seconds ago."""
    return _kept[1].get(member_id, 0) if _kept else 0


def forget_handed_over() -> None:
    """Read anew before the next page."""
    global _kept
    _kept = None


def _look() -> None:
    global _kept
    if _kept is None or monotonic() - _kept[0] > FRESH_FOR:
        waiting = Handover.objects.filter(seen_at=None).order_by()
        _kept = monotonic(), dict(waiting.values_list("taker").annotate(Count("pk")))
