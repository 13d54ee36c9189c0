"""Drafts of colleagues, read as they are written, and taken over."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comptoir.accounts.web import MemberRequest, member_required
from comptoir.conversations import services
from comptoir.conversations.queries.composing import composer
from comptoir.conversations.queries.drafts import drafts_here
from comptoir.conversations.queries.thread import find, head
from comptoir.conversations.views.pages import show
from comptoir.conversations.views.parsing import whole
from comptoir.ui.toasts import toast


@require_safe
@member_required
def drafts(request: MemberRequest, number: int) -> HttpResponse:
    """What colleagues write here now, and who reads one's own."""
    return _shown(request, number)


def _shown(request: MemberRequest, number: int) -> HttpResponse:
    here = drafts_here(request.identity, find(request.viewer, number))
    return show(request, "drafts", {"here": here, "number": number})


@require_POST
@member_required
def take_draft(request: MemberRequest, number: int, draft_id: int) -> HttpResponse:
    """The composer with the colleague's words."""
    conversation = find(request.viewer, number)
    services.take_over_draft(
        by=request.actor,
        conversation_id=number,
        draft_id=draft_id,
        version=whole(request.POST.get("version")) or 0,
    )
    context = {
        "thread": head(request.identity, conversation),
        "composer": composer(request.identity, conversation, mode="reply"),
    }
    return toast(show(request, "composer", context), text=_("The draft is yours now"))


@require_POST
@member_required
def share_draft(request: MemberRequest, number: int) -> HttpResponse:
    find(request.viewer, number)
    services.share_draft(by=request.actor, conversation_id=number)
    return _shown(request, number)
