"""Handling: each action answers with the head of the conversation anew."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comptoir.accounts.web import MemberRequest, member_required
from comptoir.conversations import services
from comptoir.conversations.errors import UnknownChoice
from comptoir.conversations.queries.thread import find
from comptoir.conversations.states import Intent, Priority
from comptoir.conversations.views.pages import head_context, show
from comptoir.conversations.views.parsing import whole
from comptoir.ui.toasts import toast


def _head(request: MemberRequest, number: int) -> HttpResponse:
    return show(request, "head", head_context(request, find(request.viewer, number)))


def _action(run: Callable[[MemberRequest, int], object]) -> Callable[..., HttpResponse]:
    """A POST that does one thing to a conversation the member may see."""

    @require_POST
    @member_required
    def view(request: MemberRequest, number: int) -> HttpResponse:
        find(request.viewer, number)
        run(request, number)
        return _head(request, number)

    return view


def _assign(request: MemberRequest, number: int) -> None:
    """`member`: an id, “me” or nobody; `team`: an id, which leaves the person open."""
    member, team = request.POST.get("member"), request.POST.get("team")
    services.assign(
        by=request.actor,
        conversation_id=number,
        member_id=_member(request, member) if team is None else None,
        team_id=_number(team) if team is not None else None,
        keep_team=team is None,
    )


def _member(request: MemberRequest, chosen: str | None) -> int | None:
    return request.viewer.id if chosen == "me" else _number(chosen)


def _number(text: str | None) -> int | None:
    if not text:
        return None
    number = whole(text)
    if number is None:
        raise UnknownChoice(_("Choose somebody from the list."))
    return number


def _set_reason(request: MemberRequest, number: int) -> None:
    try:
        reason = Intent(request.POST.get("reason", ""))
    except ValueError:
        raise UnknownChoice(_("Choose a reason from the list.")) from None
    services.set_reason(by=request.actor, conversation_id=number, reason=reason)


def _set_priority(request: MemberRequest, number: int) -> None:
    try:
        priority = Priority(int(request.POST.get("priority", "")))
    except ValueError:
        raise UnknownChoice(_("Choose a priority from the list.")) from None
    services.set_priority(by=request.actor, conversation_id=number, priority=priority)


def _tag(request: MemberRequest, number: int) -> None:
    if unwanted := request.POST.get("remove"):
        services.untag(by=request.actor, conversation_id=number, name=unwanted)
    else:
        services.tag(by=request.actor, conversation_id=number, name=request.POST.get("add", ""))


@require_POST
@member_required
def set_status(request: MemberRequest, number: int) -> HttpResponse:
    find(request.viewer, number)
    status = request.POST.get("status", "")
    services.set_status(by=request.actor, conversation_id=number, status=status)
    said = _("Resolved") if status == "resolved" else _("Status changed")
    return toast(_head(request, number), text=said)


@require_POST
@member_required
def spam(request: MemberRequest, number: int) -> HttpResponse:
    find(request.viewer, number)
    services.mark_as_spam(by=request.actor, conversation_id=number)
    undo = reverse("conversations:not_spam", args=[number])
    return toast(_head(request, number), text=_("Marked as spam"), undo_url=undo, seconds=10)


assign = _action(_assign)
set_reason = _action(_set_reason)
set_priority = _action(_set_priority)
tag = _action(_tag)
not_spam = _action(lambda r, n: services.unmark_as_spam(by=r.actor, conversation_id=n))
block = _action(lambda r, n: services.block_sender(by=r.actor, conversation_id=n))
pause = _action(lambda r, n: services.pause_clock(by=r.actor, conversation_id=n))
resume = _action(lambda r, n: services.resume_clock(by=r.actor, conversation_id=n))
no_reply_needed = _action(
    lambda r, n: services.declare_reply_needless(by=r.actor, conversation_id=n)
)
