"""Handling: each action answers with the head of the conversation anew."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comptoir.accounts.web import MemberRequest, member_required
from comptoir.conversations import services
from comptoir.conversations.errors import (
    ChangedMeanwhile,
    OutcomeMissing,
    SidesOpen,
    UnknownChoice,
)
from comptoir.conversations.queries.thread import find
from comptoir.conversations.queries.timeline import last_line
from comptoir.conversations.services.meanwhile import Seen
from comptoir.conversations.shapes import Meanwhile
from comptoir.conversations.states import Intent, Priority
from comptoir.conversations.views.acts import opening
from comptoir.conversations.views.pages import head_context, show
from comptoir.conversations.views.parsing import whole
from comptoir.ui.toasts import toast


def _head(request: MemberRequest, number: int, **more: object) -> HttpResponse:
    context = head_context(request, find(request.viewer, number))
    return show(request, "head", {**context, **more})


def _action(
    run: Callable[[MemberRequest, int], object], said: Callable[[MemberRequest], str] | None = None
) -> Callable[..., HttpResponse]:
    """A POST that does one thing to a conversation the member may see, and `said` so."""

    @require_POST
    @member_required
    def view(request: MemberRequest, number: int) -> HttpResponse:
        find(request.viewer, number)
        try:
            run(request, number)
        except ChangedMeanwhile as refusal:
            return _head(request, number, meanwhile=_meanwhile(request, number, refusal))
        except SidesOpen:
            return opening(_head(request, number), reverse("conversations:settle", args=[number]))
        except OutcomeMissing:
            return opening(_head(request, number), reverse("conversations:resolve", args=[number]))
        head = _head(request, number)
        return toast(head, text=said(request)) if said else head

    return view


def _meanwhile(request: MemberRequest, number: int, refusal: ChangedMeanwhile) -> Meanwhile:
    """Who was faster, and the same form once more for who wants it nevertheless."""
    line = last_line(number, refusal.event)
    told = request.POST
    takes_over = told.get("member") in ("me", str(request.viewer.id))
    return Meanwhile(
        text=line.text if line else str(refusal),
        at=line.at if line else None,
        url=request.get_full_path(),
        fields=tuple((name, told[name]) for name in told if name not in _NOT_AGAIN),
        label=_("Take it over") if takes_over else _("Change it anyway"),
    )


_NOT_AGAIN = ("seen", "seen_team", "csrfmiddlewaretoken")


def _seen(request: MemberRequest) -> Seen[str] | None:
    """What the page showed of what is changed now; None for a form that does not say."""
    told = request.POST.get("seen")
    return None if told is None else Seen(told)


def _assign(request: MemberRequest, number: int) -> None:
    """`member`: an id, “me” or nobody; `team`: an id, which leaves the person open."""
    member, team = request.POST.get("member"), request.POST.get("team")
    if member is None and team is None:
        raise UnknownChoice(_("Choose somebody from the list."))
    seen = _seen(request)
    services.assign(
        by=request.actor,
        conversation_id=number,
        member_id=_member(request, member) if team is None else None,
        team_id=_number(team) if team is not None else None,
        keep_team=team is None,
        seen=Seen((whole(seen.value), whole(request.POST.get("seen_team")))) if seen else None,
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
    seen = _seen(request)
    services.set_reason(by=request.actor, conversation_id=number, reason=reason, seen=seen)


def _set_priority(request: MemberRequest, number: int) -> None:
    try:
        priority = Priority(int(request.POST.get("priority", "")))
    except ValueError:
        raise UnknownChoice(_("Choose a priority from the list.")) from None
    seen = _seen(request)
    services.set_priority(
        by=request.actor,
        conversation_id=number,
        priority=priority,
        seen=Seen(int(seen.value)) if seen and seen.value.lstrip("-").isdecimal() else None,
    )


def _tag(request: MemberRequest, number: int) -> None:
    if unwanted := request.POST.get("remove"):
        services.untag(by=request.actor, conversation_id=number, name=unwanted)
    else:
        services.tag(by=request.actor, conversation_id=number, name=request.POST.get("add", ""))


def _set_status(request: MemberRequest, number: int) -> None:
    status = request.POST.get("status", "")
    services.set_status(
        by=request.actor, conversation_id=number, status=status, seen=_seen(request)
    )


def _status_said(request: MemberRequest) -> str:
    return _("Resolved") if request.POST.get("status") == "resolved" else _("Status changed")


@require_POST
@member_required
def spam(request: MemberRequest, number: int) -> HttpResponse:
    find(request.viewer, number)
    services.mark_as_spam(by=request.actor, conversation_id=number)
    undo = reverse("conversations:not_spam", args=[number])
    return toast(_head(request, number), text=_("Marked as spam"), undo_url=undo, seconds=10)


assign = _action(_assign)
set_reason = _action(_set_reason)
set_status = _action(_set_status, _status_said)
set_priority = _action(_set_priority)
tag = _action(_tag)
not_spam = _action(lambda r, n: services.unmark_as_spam(by=r.actor, conversation_id=n))
block = _action(lambda r, n: services.block_sender(by=r.actor, conversation_id=n))
pause = _action(lambda r, n: services.pause_clock(by=r.actor, conversation_id=n))
resume = _action(lambda r, n: services.resume_clock(by=r.actor, conversation_id=n))
follow = _action(lambda r, n: services.follow(by=r.actor, conversation_id=n))
unfollow = _action(lambda r, n: services.unfollow(by=r.actor, conversation_id=n))
no_reply_needed = _action(
    lambda r, n: services.declare_reply_needless(by=r.actor, conversation_id=n)
)
