"""Actions on many conversations: the form, the progress, stopping and undoing."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.accounts.web import MemberRequest, member_required
from comptoir.conversations import services
from comptoir.conversations.errors import UnknownChoice
from comptoir.conversations.queries.directory import directory
from comptoir.conversations.queries.selecting import (
    MOST,
    Selection,
    known_of,
    numbers_of,
    progress,
    running_now,
)
from comptoir.conversations.queries.views import DEFAULT_VIEW
from comptoir.conversations.slots import BULK_VERBS, BulkForm, BulkVerb
from comptoir.conversations.views import acts
from comptoir.conversations.views.pages import checked_view
from comptoir.conversations.views.parsing import whole
from comptoir.kit.db import no_queries
from comptoir.kit.errors import NotFound

MOST_TAGS = 9


@require_http_methods(["GET", "POST"])
@member_required
def form(request: MemberRequest, verb: str) -> HttpResponse:
    """What is to be set; who is meant, the page knows. A form of its own asks while it is filled in
    what would come of it: then it is told whom the page means."""
    own = _verb(verb).form
    if request.method == "POST" and own is not None:
        return _look(request, verb, own)
    told = request.GET
    count = len(_all_of(request, told)) if told.get("all") == "1" else whole(told.get("count"))
    return _form(request, verb, count or 0, "")


def _verb(key: str) -> BulkVerb:
    if key not in BULK_VERBS:
        raise UnknownChoice(_("Choose an action from the list."))
    return BULK_VERBS.get(key)


def _look(request: MemberRequest, verb: str, own: BulkForm) -> HttpResponse:
    numbers = known_of(request.viewer, _numbers(request))
    told = own.context(request.identity, numbers, request.POST)
    context = {"key": verb, "verb": _verb(verb), "count": len(numbers), **told}
    with no_queries():
        return render(request, f"{own.template}#look", context)


def _form(
    request: MemberRequest, verb: str, count: int, refusal: str, numbers: Sequence[int] = ()
) -> HttpResponse:
    chosen = _verb(verb)
    context: dict[str, Any] = {
        "key": verb,
        "verb": chosen,
        "can_undo": chosen.undo is not None,
        "count": count,
        "told": request.POST,
        "refusal": refusal,
    }
    if chosen.form is not None:
        context |= chosen.form.context(request.identity, numbers, request.POST)
        with no_queries():
            return render(request, chosen.form.template, context)
    context |= {
        "choices": chosen.choices() if chosen.choices else (),
        "tags": directory().tags,
        "quick_tags": directory().tags[:MOST_TAGS],
    }
    return acts.form(request, "bulk", context)


@require_POST
@member_required
def start(request: MemberRequest) -> HttpResponse:
    """Begin; the answer is the banner with its progress."""
    told = request.POST
    verb, numbers = told.get("verb", ""), _numbers(request)
    own = _verb(verb).form

    def begin() -> HttpResponse:
        value = own.value(told) if own else told.get("typed", "").strip() or told.get("value", "")
        run = services.start_bulk(
            by=request.actor, viewer=request.viewer, verb=verb, value=value, numbers=numbers
        )
        return acts.signalling(_banner(request, run.pk), "picked-done", True)

    def again(said: str) -> HttpResponse:
        return _form(request, verb, len(numbers), said, known_of(request.viewer, numbers))

    return acts.attempt(request, begin, again)


def _numbers(request: MemberRequest) -> list[int]:
    """Those that were picked, or all that the list holds."""
    told = request.POST
    if told.get("all") != "1":
        found = (whole(each) for each in told.get("numbers", "").split(","))
        return [number for number in found if number is not None][:MOST]
    return _all_of(request, told)


def _all_of(request: MemberRequest, told: QueryDict) -> list[int]:
    return numbers_of(request.viewer, _selection(told))


def _selection(told: QueryDict) -> Selection:
    query = told.get("q", "").strip()
    return Selection(query=query) if query else Selection(checked_view(told.get("view", "")))


@require_safe
@member_required
def size(request: MemberRequest) -> JsonResponse:
    """How many the whole list holds, and whether more than can be chosen at once."""
    told = request.GET
    meant = _selection(told) if told else Selection(DEFAULT_VIEW)
    found = len(numbers_of(request.viewer, meant, most=MOST + 1))
    return JsonResponse({"count": min(found, MOST), "is_more": found > MOST})


def _banner(request: MemberRequest, run_id: int) -> HttpResponse:
    told = progress(request.viewer, run_id)
    if told is None:
        raise NotFound(_("There is no such action of yours."))
    with no_queries():
        return render(request, "conversations/acts/bulk_progress.html", {"run": told})


@require_safe
@member_required
def run(request: MemberRequest, run_id: int) -> HttpResponse:
    return _banner(request, run_id)


@require_safe
@member_required
def running(request: MemberRequest) -> HttpResponse:
    """What the member began and is not over: the banner comes back with the page."""
    told = running_now(request.viewer)
    with no_queries():
        return render(request, "conversations/acts/bulk_progress.html", {"run": told})


@require_safe
@member_required
def refused(request: MemberRequest, run_id: int) -> HttpResponse:
    """Which conversations were left out, and why."""
    told = progress(request.viewer, run_id, with_refusals=True)
    if told is None:
        raise NotFound(_("There is no such action of yours."))
    return acts.form(request, "bulk_refused", {"run": told})


@require_POST
@member_required
def stop(request: MemberRequest, run_id: int) -> HttpResponse:
    services.stop_bulk(by=request.actor, run_id=run_id)
    return _banner(request, run_id)


@require_POST
@member_required
def undo(request: MemberRequest, run_id: int) -> HttpResponse:
    services.undo_bulk(by=request.actor, run_id=run_id)
    return _banner(request, run_id)
