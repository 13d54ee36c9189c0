"""One letter to the buyers of many orders: prepared, looked through, sent, stopped."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comptoir.accounts.web import MemberRequest, may_somewhere_required, member_required
from comptoir.automation import services
from comptoir.automation.access import MAIL_MANY
from comptoir.automation.errors import MailingUnclear, NoSuchMailing
from comptoir.automation.models import Mailing
from comptoir.automation.queries.mailings import (
    PAGE,
    Progress,
    find_mailing,
    progress_of,
    row_lines,
    sample_of,
    template_choices,
)
from comptoir.automation.queries.orders import order_ids
from comptoir.automation.states import RowState
from comptoir.automation.variables import NAMES, VOUCHER
from comptoir.automation.views.orders import filter_of, whole
from comptoir.kit.db import no_queries


@require_safe
@member_required
@may_somewhere_required(MAIL_MANY)
def mailing_list(request: MemberRequest) -> HttpResponse:
    context = {"mailings": progress_of(request.viewer)}
    with no_queries():
        return render(request, "automation/mailings.html", context)


@require_POST
@member_required
def new_mailing(request: MemberRequest) -> HttpResponse:
    """Whom it is for: the orders that were ticked, or all that the list holds."""
    told = request.POST
    if told.get("all") == "1":
        chosen = order_ids(request.viewer, filter_of(told))
    else:
        chosen = [number for each in told.getlist("order") if (number := whole(each)) is not None]
    try:
        mailing = services.prepare_mailing(
            by=request.actor, viewer=request.viewer, order_ids=chosen
        )
    except MailingUnclear as refusal:
        messages.error(request, str(refusal))
        return redirect(reverse("automation:orders", query=filter_of(told).as_query()))
    return redirect("automation:mailing", mailing.pk)


def _found(request: MemberRequest, mailing_id: int) -> tuple[Mailing, Progress]:
    mailing = find_mailing(request.viewer, mailing_id)
    if mailing is None:
        raise NoSuchMailing
    (progress,) = progress_of(request.viewer, mailing_id=mailing_id)
    return mailing, progress


@require_safe
@member_required
def mailing(request: MemberRequest, mailing_id: int) -> HttpResponse:
    """While it is prepared the form with a letter to look at, then how far it has come."""
    found, progress = _found(request, mailing_id)
    if progress.is_draft:
        context = _prepared(request, found) | {"progress": progress}
    else:
        context = _sent(request, progress)
    with no_queries():
        name = "mailing_form" if progress.is_draft else "mailing"
        return render(request, f"automation/{name}.html", context)


def _prepared(request: MemberRequest, found: Mailing) -> dict[str, Any]:
    return {
        "mailing": found,
        "templates": template_choices(request.identity),
        "names": [(name, said) for name, said in NAMES.items() if name not in VOUCHER],
        "sample": sample_of(request.identity, found, at=whole(request.GET.get("at", "")) or 0),
    }


def _sent(request: MemberRequest, progress: Progress) -> dict[str, Any]:
    told = request.GET
    state = told.get("state", "")
    after = whole(told.get("after", "")) or 0
    lines = row_lines(progress.id, state=state, after=after)
    return {
        "progress": progress,
        "lines": lines,
        "state": state if state in tuple(RowState) else "",
        "next_after": after + PAGE if len(lines) == PAGE else None,
    }


@require_POST
@member_required
def word_mailing(request: MemberRequest, mailing_id: int) -> HttpResponse:
    """Keep the words and show the letter at one place; or keep them and send."""
    told = request.POST
    words = services.MailingWords(
        template_id=whole(told.get("template", "")),
        subject=told.get("subject", ""),
        text=told.get("text", ""),
        skips_open=told.get("skips_open") == "1",
    )
    services.word_mailing(identity=request.identity, mailing_id=mailing_id, words=words)
    if "start" in told:
        return _start(request, mailing_id)
    at = whole(told.get("at") or told.get("now", "")) or 0
    if request.headers.get("HX-Request") != "true":
        return redirect(reverse("automation:mailing", args=[mailing_id], query={"at": at}))
    found, progress = _found(request, mailing_id)
    sample = sample_of(request.identity, found, at=at)
    context = {"sample": sample, "mailing": found, "progress": progress}
    with no_queries():
        return render(request, "automation/mailing_form.html#sample", context)


def _start(request: MemberRequest, mailing_id: int) -> HttpResponse:
    try:
        services.start_mailing(by=request.actor, mailing_id=mailing_id)
    except MailingUnclear as refusal:
        messages.error(request, str(refusal))
    return redirect("automation:mailing", mailing_id)


@require_POST
@member_required
def resume_mailing(request: MemberRequest, mailing_id: int) -> HttpResponse:
    """Go on with what a stop left alone."""
    return _start(request, mailing_id)


@require_POST
@member_required
def stop_mailing(request: MemberRequest, mailing_id: int) -> HttpResponse:
    services.stop_mailing(by=request.actor, mailing_id=mailing_id)
    messages.info(request, _("Stopped. What was written stays written."))
    return redirect("automation:mailing", mailing_id)


@require_safe
@member_required
def mailing_progress(request: MemberRequest, mailing_id: int) -> HttpResponse:
    """How far it has come, while it runs; when it is over the page loads anew."""
    _mailing, progress = _found(request, mailing_id)
    with no_queries():
        response = render(request, "automation/mailing.html#progress", {"progress": progress})
    if not progress.is_running:
        response.headers["HX-Redirect"] = reverse("automation:mailing", args=[mailing_id])
    return response
