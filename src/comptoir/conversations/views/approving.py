"""Replies that wait for approval: approve, send back, take back."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comptoir.accounts.web import MemberRequest, member_required
from comptoir.conversations import services
from comptoir.conversations.errors import NothingToApprove, StaleReply
from comptoir.conversations.models import Message
from comptoir.conversations.queries.composing import composer
from comptoir.conversations.queries.doors import messages_for
from comptoir.conversations.queries.thread import find, head, letters_of
from comptoir.conversations.views.pages import show
from comptoir.conversations.views.parsing import whole
from comptoir.kit.errors import ComptoirError, NotAllowed, NotFound
from comptoir.ui.toasts import toast


def _waiting(request: MemberRequest, message_id: int) -> Message:
    """A message this viewer may see; one that is gone was decided by somebody else."""
    found = messages_for(request.viewer).filter(pk=message_id).first()
    if found is None:
        raise NothingToApprove(_("This reply does not wait any more: it was decided already."))
    return found


@require_POST
@member_required
def approve(request: MemberRequest, message_id: int) -> HttpResponse:
    message = _waiting(request, message_id)
    try:
        message = services.approve(
            by=request.actor,
            message_id=message.pk,
            text=request.POST.get("text", ""),
            last_seen_id=None if "anyway" in request.POST else whole(request.POST.get("last_seen")),
        )
    except (NotAllowed, NotFound, NothingToApprove):
        raise
    except ComptoirError as refusal:
        return _letter(request, message, refusal)
    return toast(_letter(request, message), text=_("Approved. It is on its way"))


def _letter(
    request: MemberRequest, message: Message, refusal: ComptoirError | None = None
) -> HttpResponse:
    """The letter anew; a refusal keeps the words that were edited."""
    conversation = find(request.viewer, message.conversation_id)
    (letter,) = letters_of(request.viewer, [message], conversation)
    context = {
        "letter": letter,
        "thread": head(request.identity, conversation),
        "refusal": str(refusal or ""),
        "can_send_anyway": isinstance(refusal, StaleReply),
        "edited": request.POST.get("text", "") if refusal else letter.text,
    }
    return show(request, "letter", context)


@require_POST
@member_required
def send_back(request: MemberRequest, message_id: int) -> HttpResponse:
    message = _waiting(request, message_id)
    note = request.POST.get("note", "")
    services.send_back(by=request.actor, message_id=message.pk, note=note)
    return toast(_gone(request, message), text=_("Sent back, with your note"))


@require_POST
@member_required
def take_back(request: MemberRequest, message_id: int) -> HttpResponse:
    message = _waiting(request, message_id)
    services.take_back(by=request.actor, message_id=message.pk)
    return toast(_gone(request, message), text=_("Taken back"))


def _gone(request: MemberRequest, message: Message) -> HttpResponse:
    """The letter is away; its author has the words in his composer again."""
    conversation = find(request.viewer, message.conversation_id)
    is_mine = message.author_id == request.viewer.id
    context = {
        "thread": head(request.identity, conversation),
        "withdrawn": message.pk,
        "composer": composer(request.identity, conversation) if is_mine else None,
    }
    return show(request, "decided", context)
