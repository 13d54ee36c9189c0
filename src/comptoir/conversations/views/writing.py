"""Writing: replies, notes, drafts, files of drafts, undo."""

from dataclasses import replace

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comptoir.accounts import services as accounts
from comptoir.accounts.web import MemberRequest, member_required
from comptoir.channels.errors import ForbiddenContent
from comptoir.channels.queries import content_findings
from comptoir.conversations import access, services
from comptoir.conversations.errors import (
    EmptyMessage,
    NobodyToWriteTo,
    NoSuchMoment,
    NotReadyToSend,
    SidesOpen,
    StaleReply,
)
from comptoir.conversations.models import Conversation, Draft, Message
from comptoir.conversations.queries.composing import composer, menus
from comptoir.conversations.queries.difference import difference
from comptoir.conversations.queries.doors import messages_for
from comptoir.conversations.queries.thread import find, head, letters_of
from comptoir.conversations.queries.timing import tomorrow
from comptoir.conversations.services.filing import uploaded_files
from comptoir.conversations.shapes import Letter, SystemLine
from comptoir.conversations.views.acts import closing
from comptoir.conversations.views.pages import show
from comptoir.conversations.views.parsing import (
    addresses,
    audience_of,
    mode_of,
    typed_addresses,
    whole,
    wholes,
)
from comptoir.conversations.views.timing import chosen_moment
from comptoir.kit.drawn import NotDrawn
from comptoir.kit.errors import ComptoirError, NotAllowed, NotFound
from comptoir.kit.text import clean
from comptoir.ui import times
from comptoir.ui.toasts import toast

_LONGEST_TOKEN = 40
_RESOLVING = ("resolve", "resolve-next")
_LEAVING = ("next", "resolve-next")
# Refusals after which the words stay in the composer, with the reason above them.
_KEEP_WRITING = (
    EmptyMessage,
    ForbiddenContent,
    NobodyToWriteTo,
    NoSuchMoment,
    NotAllowed,
    NotReadyToSend,
    SidesOpen,
    StaleReply,
)


@require_POST
@member_required
def send(request: MemberRequest, number: int) -> HttpResponse:
    """A reply or a note; a refusal keeps the words in the composer."""
    found = find(request.viewer, number)
    mode = mode_of(request.POST)
    try:
        if mode == "reply" and request.POST.get("after") == "later":
            return _scheduled(request, found)
        message = _write(request, found, mode)
    except _KEEP_WRITING as refusal:
        if not access.may(request.actor, access.NOTE, found):
            raise
        return _refused(request, number, mode, refusal)
    return _sent(request, number, mode, message)


def _scheduled(request: MemberRequest, conversation: Conversation) -> HttpResponse:
    """The reply leaves later: the composer says when, and how to take it back."""
    form, number = request.POST, conversation.pk
    draft = services.schedule_reply(
        by=request.actor,
        conversation_id=number,
        text=form.get("text", ""),
        audience=audience_of(form),
        at=chosen_moment(request, conversation),
        recipients=services.Recipients(to=addresses(form, "to"), cc=addresses(form, "cc")),
        last_seen_id=whole(form.get("last_seen")),
        then_resolve="resolve" in form,
    )
    context = {
        "thread": head(request.identity, conversation),
        "composer": composer(request.identity, conversation),
    }
    said = _("It leaves %(at)s") % {"at": times.moment(draft.send_at)} if draft.send_at else ""
    return closing(toast(show(request, "composer", context), text=said))


def _write(request: MemberRequest, conversation: Conversation, mode: str) -> Message:
    form, number = request.POST, conversation.pk
    text, token = form.get("text", ""), clean(form.get("token", ""))[:_LONGEST_TOKEN]
    if mode == "note":
        return services.write_note(
            by=request.actor,
            conversation_id=number,
            text=text,
            mention_ids=wholes(form, "mention"),
            token=token,
        )
    if conversation.third_party_id is not None:
        return _write_outside(request, number, text, token)
    may_send = access.may(request.actor, access.REPLY, conversation)
    write = services.reply if may_send else services.ask_approval
    return write(
        by=request.actor,
        conversation_id=number,
        text=text,
        audience=audience_of(form),
        recipients=services.Recipients(to=addresses(form, "to"), cc=addresses(form, "cc")),
        last_seen_id=None if form.get("anyway") else whole(form.get("last_seen")),
        then_resolve=_after(request) in _RESOLVING,
        then_snooze=tomorrow(conversation) if form.get("after") == "snooze" else None,
        token=token,
    )


def _write_outside(request: MemberRequest, number: int, text: str, token: str) -> Message:
    form = request.POST
    return services.answer_outside(
        by=request.actor,
        conversation_id=number,
        text=text,
        last_seen_id=None if form.get("anyway") else whole(form.get("last_seen")),
        then_resolve=_after(request) in _RESOLVING,
        token=token,
    )


def _after(request: MemberRequest) -> str:
    """What follows the message; who sends it anyway still wants what he had chosen before."""
    return request.POST.get("after") or request.POST.get("anyway", "")


def _refused(
    request: MemberRequest, number: int, mode: str, refusal: ComptoirError
) -> HttpResponse:
    """The composer again, with every word in it and the reason above."""
    _keep_draft(request, number, mode)
    conversation = find(request.viewer, number)
    context = {
        "thread": head(request.identity, conversation),
        "composer": composer(request.identity, conversation, mode=mode),
        "refusal": str(refusal),
        "anyway": _after(request) if isinstance(refusal, StaleReply) else "",
        "difference": _difference(request, conversation, refusal),
    }
    return closing(show(request, "composer", context))


def _difference(
    request: MemberRequest, conversation: Conversation, refusal: ComptoirError
) -> tuple[Letter | SystemLine, ...]:
    """What he could not know when he wrote."""
    if not isinstance(refusal, StaleReply):
        return ()
    return difference(
        request.identity,
        conversation,
        last_seen_id=whole(request.POST.get("last_seen")) or 0,
        token=request.POST.get("token", ""),
    )


def _keep_draft(request: MemberRequest, number: int, mode: str) -> Draft:
    return services.save_draft(
        by=request.actor,
        conversation_id=number,
        mode=mode,
        text=request.POST.get("text", ""),
        audience=audience_of(request.POST) or None,
        to=typed_addresses(request.POST, "to"),
        cc=typed_addresses(request.POST, "cc"),
    )


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
    if _after(request) in _LEAVING:
        response.headers["HX-Trigger"] = '{"next-conversation": true}'
    if mode == "note":
        return toast(response, text=_("Note added"))
    if not access.may(request.actor, access.REPLY, conversation):
        return toast(response, text=_("Waits for approval"))
    # Of the channel that the reply went by: the one shown may be some seconds old.
    seconds = message.conversation.channel.undo_seconds
    if not seconds:
        return toast(response, text=_("Sent"))
    undo_url = reverse("conversations:undo", args=[message.pk])
    return toast(response, text=_("Sending"), undo_url=undo_url, seconds=seconds)


def _visible(request: MemberRequest, message_id: int) -> Message:
    """A message this viewer may see; raises NotFound, the same for none and for not allowed."""
    found = messages_for(request.viewer).filter(pk=message_id).first()
    if found is None:
        raise NotFound(_("This message does not exist any more."))
    return found


@require_POST
@member_required
def choose_after(request: MemberRequest, number: int) -> HttpResponse:
    """What follows what he sends, from now on; answers with the button that knows it."""
    conversation = find(request.viewer, number)
    opens_next = request.POST.get("opens_next") == "1"
    member = accounts.choose_after_sending(by=request.actor, opens_next=opens_next)
    identity = replace(request.identity, member=member)
    context = {"thread": {"number": number}, "composer": composer(identity, conversation)}
    said = (
        _("The next conversation opens after you send.")
        if opens_next
        else _("You stay here after you send.")
    )
    return toast(show(request, "send_ways", context), text=said)


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
    """Keep the words so far; answers with what the marketplace forbids among them."""
    found = find(request.viewer, number)
    draft = _keep_draft(request, number, mode_of(request.POST))
    warnings = content_findings(found.channel, draft.text) if draft.mode == "reply" else ()
    return JsonResponse({"saved_at": draft.saved_at.isoformat(), "warnings": warnings})


@require_POST
@member_required
def attach(request: MemberRequest, number: int) -> HttpResponse:
    """Add files to the draft."""
    find(request.viewer, number)
    mode = mode_of(request.POST)
    for uploaded in request.FILES.getlist("files"):
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
def put_picture(request: MemberRequest, number: int) -> HttpResponse:
    """A picture for the words of the reply: its name for the mark, and the draft's files anew."""
    find(request.viewer, number)
    found = uploaded_files(request.FILES.getlist("picture")[:1])
    if not found:
        raise NotDrawn(_("Choose a picture."))
    name = services.draw_into_draft(
        by=request.actor,
        conversation_id=number,
        mode="reply",
        name=found[0].name,
        content=found[0].content,
    )
    shown = _draft_files(request, number, "reply").content.decode()
    return JsonResponse({"name": name, "files": shown})


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
