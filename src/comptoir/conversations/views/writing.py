"""Writing: replies, notes, drafts, files of drafts, undo."""

import re

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comptoir.accounts.parties import Party
from comptoir.accounts.web import MemberRequest, member_required
from comptoir.channels.errors import ForbiddenContent
from comptoir.channels.mail.addresses import is_address
from comptoir.conversations import services
from comptoir.conversations.errors import EmptyMessage, NobodyToWriteTo, StaleReply
from comptoir.conversations.models import Message
from comptoir.conversations.queries.composing import composer, menus
from comptoir.conversations.queries.doors import messages_for
from comptoir.conversations.queries.thread import find, head, letters_of
from comptoir.conversations.services.replying import Recipients
from comptoir.conversations.shapes import Composer
from comptoir.conversations.views.pages import show
from comptoir.kit.errors import ComptoirError, NotFound
from comptoir.ui.toasts import toast

MOST_BYTES = 25 * 1024 * 1024
MOST_FILES = 20


class FileTooBig(ComptoirError):
    """A file is larger than mail servers take."""

    status = 413


@require_POST
@member_required
def send(request: MemberRequest, number: int) -> HttpResponse:
    """A reply or a note; a refusal keeps the words in the composer."""
    found = find(request.viewer, number)
    mode = "note" if request.POST.get("mode") == "note" else "reply"
    try:
        message = _write(request, found.pk, mode)
    except (EmptyMessage, ForbiddenContent, NobodyToWriteTo, StaleReply) as refusal:
        return _refused(request, number, mode, refusal)
    return _sent(request, number, mode, message)


def _write(request: MemberRequest, number: int, mode: str) -> Message:
    text = request.POST.get("text", "")
    if mode == "note":
        return services.write_note(
            by=request.actor, conversation_id=number, text=text, mention_ids=_ids(request)
        )
    return services.reply(
        by=request.actor,
        conversation_id=number,
        text=text,
        audience=_audience(request),
        recipients=Recipients(to=_addresses(request, "to"), cc=_addresses(request, "cc")),
        last_seen_id=None if request.POST.get("anyway") else _last_seen(request),
        then_resolve=request.POST.get("after") == "resolve",
    )


def _audience(request: MemberRequest) -> Party:
    chosen = (int(v) for v in request.POST.getlist("audience") if v in ("1", "2", "4"))
    audience = Party(0)
    for bits in chosen:
        audience |= Party(bits)
    return audience


def _ids(request: MemberRequest) -> tuple[int, ...]:
    return tuple(int(v) for v in request.POST.getlist("mention") if v.isdecimal())


def _last_seen(request: MemberRequest) -> int | None:
    seen = request.POST.get("last_seen", "")
    return int(seen) if seen.isdecimal() else None


def _addresses(request: MemberRequest, name: str) -> tuple[str, ...]:
    """Addresses typed with commas or spaces between; raises on what is none."""
    parts = [p for v in request.POST.getlist(name) for p in re.split(r"[,;\s]+", v) if p]
    for part in parts:
        if not is_address(part):
            raise NobodyToWriteTo(_("“%s” is not an e-mail address.") % part)
    return tuple(dict.fromkeys(parts))


def _refused(
    request: MemberRequest, number: int, mode: str, refusal: ComptoirError
) -> HttpResponse:
    """The composer again, with every word in it and the reason above."""
    services.save_draft(
        by=request.actor,
        conversation_id=number,
        mode=mode,
        text=request.POST.get("text", ""),
        audience=_audience(request) or None,
        cc=[part for part in re.split(r"[,;\s]+", request.POST.get("cc", "")) if part],
    )
    conversation = find(request.viewer, number)
    empty: Composer = composer(request.identity, conversation, mode=mode)
    context = {
        "thread": head(request.identity, conversation),
        "composer": empty,
        "refusal": str(refusal),
        "can_send_anyway": isinstance(refusal, StaleReply),
    }
    response = show(request, "composer", context)
    response.status_code = 200
    return response


def _sent(request: MemberRequest, number: int, mode: str, message: Message) -> HttpResponse:
    conversation = find(request.viewer, number)
    context = {
        "thread": head(request.identity, conversation),
        "menus": menus(request.identity, conversation),
        "composer": composer(request.identity, conversation, mode="reply"),
        "items": letters_of(request.viewer, [message], conversation),
    }
    services.mark_read(by=request.actor, conversation_id=number, up_to=message.pk)
    response = show(request, "sent", context)
    if request.POST.get("after") == "next":
        response.headers["HX-Trigger"] = '{"next-conversation": true}'
    if mode == "note":
        return toast(response, text=_("Note added"))
    return toast(
        response,
        text=_("Sending"),
        undo_url=reverse("conversations:undo", args=[message.pk]),
        seconds=conversation.channel.undo_seconds,
    )


def _visible(request: MemberRequest, message_id: int) -> Message:
    """A message this viewer may see; raises NotFound, the same for none and for not allowed."""
    found = messages_for(request.viewer).filter(pk=message_id).first()
    if found is None:
        raise NotFound(_("This message does not exist any more."))
    return found


@require_POST
@member_required
def undo(request: MemberRequest, message_id: int) -> HttpResponse:
    """Take a reply back: the composer gets its words again."""
    message = _visible(request, message_id)
    number = message.conversation_id
    services.withdraw(by=request.actor, message_id=message.pk)
    conversation = find(request.viewer, number)
    context = {
        "thread": head(request.identity, conversation),
        "menus": menus(request.identity, conversation),
        "composer": composer(request.identity, conversation, mode="reply"),
        "withdrawn": message_id,
    }
    return toast(show(request, "withdrawn", context), text=_("Taken back"))


@require_POST
@member_required
def resend(request: MemberRequest, message_id: int) -> HttpResponse:
    message = _visible(request, message_id)
    services.resend_message(by=request.actor, message_id=message.pk)
    conversation = find(request.viewer, message.conversation_id)
    (letter,) = letters_of(request.viewer, [message], conversation)
    context = {"letter": letter, "thread": head(request.identity, conversation)}
    return toast(show(request, "letter", context), text=_("It is sent again"))


@require_POST
@member_required
def save_draft(request: MemberRequest, number: int) -> HttpResponse:
    find(request.viewer, number)
    draft = services.save_draft(
        by=request.actor,
        conversation_id=number,
        mode="note" if request.POST.get("mode") == "note" else "reply",
        text=request.POST.get("text", ""),
        audience=_audience(request) or None,
        cc=[part for part in re.split(r"[,;\s]+", request.POST.get("cc", "")) if part],
    )
    return JsonResponse({"saved_at": draft.saved_at.isoformat()})


@require_POST
@member_required
def attach(request: MemberRequest, number: int) -> HttpResponse:
    """Add files to the draft; each is refused by itself."""
    find(request.viewer, number)
    mode = "note" if request.POST.get("mode") == "note" else "reply"
    for uploaded in request.FILES.getlist("files")[:MOST_FILES]:
        if (uploaded.size or 0) > MOST_BYTES:
            raise FileTooBig(
                _("%s is larger than 25 MB. Send a link or a smaller file.") % uploaded.name
            )
        services.attach_to_draft(
            by=request.actor,
            conversation_id=number,
            mode=mode,
            name=uploaded.name or "",
            content_type=uploaded.content_type or "",
            content=uploaded.read(),
        )
    return _draft_files(request, number, mode)


@require_POST
@member_required
def remove_file(request: MemberRequest, number: int, public_id: str) -> HttpResponse:
    find(request.viewer, number)
    mode = services.remove_from_draft(by=request.actor, conversation_id=number, public_id=public_id)
    return _draft_files(request, number, mode)


def _draft_files(request: MemberRequest, number: int, mode: str) -> HttpResponse:
    conversation = find(request.viewer, number)
    context = {
        "composer": composer(request.identity, conversation, mode=mode),
        "thread": {"number": number},
    }
    return show(request, "draft_files", context)
