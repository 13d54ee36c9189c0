"""Merging two conversations, and taking one out again."""

import json
from functools import partial

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts.web import MemberRequest, member_required
from comptoir.conversations import services
from comptoir.conversations.errors import MergeRefused
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries.merging import mergeable
from comptoir.conversations.queries.thread import find
from comptoir.conversations.views import acts
from comptoir.conversations.views.parsing import whole
from comptoir.ui.toasts import toast

UNDO_SECONDS = 20


@require_http_methods(["GET", "POST"])
@member_required
def merge(request: MemberRequest, number: int) -> HttpResponse:
    """The nearest conversations to choose from; sent, the two are one."""
    conversation = find(request.viewer, number)
    shown = partial(_form, request, conversation)
    if request.method == "GET":
        return shown("")
    return acts.attempt(request, partial(_merge, request, number), shown)


def _form(request: MemberRequest, conversation: Conversation, refusal: str) -> HttpResponse:
    offered = mergeable(request.viewer, conversation)
    chosen = whole(request.POST.get("other") or request.GET.get("with"))
    context = {
        "number": conversation.pk,
        "offered": offered,
        "chosen": chosen or (offered[0].number if offered else None),
        "typed": request.POST.get("typed", ""),
        "refusal": refusal,
    }
    return acts.form(request, "merge", context)


def _merge(request: MemberRequest, number: int) -> HttpResponse:
    """“here”: the other one comes into this one; “there”: this one goes into the other."""
    told = request.POST
    other = whole(told.get("typed", "").strip().removeprefix("#")) or whole(told.get("other"))
    if other is None:
        raise MergeRefused(_("Choose a conversation, or write its number."))
    find(request.viewer, other)
    source, target = (number, other) if told.get("way") == "there" else (other, number)
    services.merge(by=request.actor, conversation_id=source, into_id=target)
    said = _("#%(number)s is part of this conversation now") % {"number": source}
    undo = reverse("conversations:unmerge", args=[source])
    return toast(go_to(target), text=said, undo_url=undo, seconds=UNDO_SECONDS)


def go_to(number: int) -> HttpResponse:
    """Read the conversation anew: messages came or went between those that are shown."""
    address = reverse("conversations:conversation", args=["all", number])
    where = {"path": address, "target": "#open", "swap": "outerHTML show:none"}
    return HttpResponse(status=200, headers={"HX-Location": json.dumps(where)})


@require_POST
@member_required
def unmerge(request: MemberRequest, number: int) -> HttpResponse:
    find(request.viewer, number)
    services.unmerge(by=request.actor, conversation_id=number)
    said = _("#%(number)s stands for itself again") % {"number": number}
    return toast(go_to(number), text=said)
