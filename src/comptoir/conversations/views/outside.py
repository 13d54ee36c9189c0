"""Writing to third parties beside a conversation, and the book of those who are known."""

from functools import partial
from uuid import uuid4

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.accounts.web import MemberRequest, may_somewhere_required, member_required
from comptoir.conversations import services
from comptoir.conversations.access import FORWARD
from comptoir.conversations.errors import StrangeAddress
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries.outside import (
    book_lines,
    forwardable,
    known_address,
    known_id,
    outside_form,
)
from comptoir.conversations.queries.splitting import newest_asking
from comptoir.conversations.queries.thread import find
from comptoir.conversations.services import Addressee
from comptoir.conversations.services.asking import forwarded_text
from comptoir.conversations.slots import PROPOSALS
from comptoir.conversations.states import THIRD_PARTY_NAMES, Sides, ThirdPartyKind
from comptoir.conversations.views import acts
from comptoir.conversations.views.merging import go_to
from comptoir.conversations.views.pages import head_context, show
from comptoir.conversations.views.parsing import choice_of, whole, wholes
from comptoir.kit.db import no_queries
from comptoir.kit.errors import ComptoirError, NotAllowed, NotFound
from comptoir.ui.toasts import toast


@require_http_methods(["GET", "POST"])
@member_required
def ask_outside(request: MemberRequest, number: int) -> HttpResponse:
    """A question to a third party; with messages ticked it is a forward."""
    conversation = find(request.viewer, number)
    if request.method == "GET":
        return _form(request, conversation, "")
    try:
        return acts.closing(_ask(request, conversation))
    except (NotAllowed, NotFound):
        raise
    except StrangeAddress as doubt:
        return acts.in_form(_form(request, conversation, str(doubt), is_strange=True))
    except ComptoirError as refusal:
        return acts.in_form(_form(request, conversation, str(refusal)))


def _form(
    request: MemberRequest, conversation: Conversation, refusal: str, *, is_strange: bool = False
) -> HttpResponse:
    told = request.POST or _proposed(request, conversation)
    ticked = wholes(told or request.GET, "message")
    if "forward" in request.GET and not told:
        ticked = tuple(newest_asking(request.viewer, conversation))
    context = {
        "form": _shown(request, conversation, ticked),
        "told": told,
        "token": told.get("token") or uuid4().hex,
        "is_forward": bool(ticked) if not told else told.get("is_forward") == "1",
        "waits": "waits" in told if told else not ticked,
        "refusal": refusal,
        "is_strange": is_strange,
    }
    return acts.form(request, "outside", context)


def _proposed(request: MemberRequest, conversation: Conversation) -> QueryDict:
    """What a later stage has ready: it is looked at, changed and sent like any other letter."""
    told = QueryDict(mutable=True)
    name, _colon, key = request.GET.get("proposal", "").partition(":")
    ready = PROPOSALS.get(name) if name in PROPOSALS else None
    found = ready(request.identity, conversation, key) if ready is not None else None
    if found is not None:
        known = known_id(found.address)
        told.update({"text": found.text, "address": "" if known else found.address, "waits": "1"})
        told["known"] = str(known or "")
    return told


def _shown(request: MemberRequest, conversation: Conversation, ticked: tuple[int, ...]) -> object:
    chosen = forwardable(request.viewer, conversation, ticked)
    return outside_form(
        request.viewer,
        conversation,
        ticked=[each.pk for each in chosen],
        forwarded=forwarded_text(chosen, conversation.channel),
        without=_without(request),
    )


def _without(request: MemberRequest) -> tuple[int, ...]:
    """Files that were shown and are not ticked any more."""
    kept = set(wholes(request.POST, "file"))
    return tuple(each for each in wholes(request.POST, "shown_file") if each not in kept)


def _ask(request: MemberRequest, conversation: Conversation) -> HttpResponse:
    told = request.POST
    known = known_address(whole(told.get("known")))
    message = services.ask_outside(
        by=request.actor,
        conversation_id=conversation.pk,
        to=Addressee(
            address=known or told.get("address", ""),
            name=told.get("name", ""),
            kind=choice_of(ThirdPartyKind, told.get("kind", "")) or ThirdPartyKind.OTHER,
        ),
        text=told.get("text", ""),
        subject=told.get("subject", ""),
        message_ids=wholes(told, "message"),
        file_ids=wholes(told, "file"),
        waits="waits" in told,
        sure="sure" in told,
        token=told.get("token", "")[:40],
    )
    head = show(request, "head", head_context(request, find(request.viewer, conversation.pk)))
    head.headers["HX-Retarget"] = "#head"
    head.headers["HX-Reswap"] = "outerHTML"
    seconds = message.conversation.channel.undo_seconds
    if not seconds:
        return toast(head, text=_("Sent"))
    undo_url = reverse("conversations:undo_outside", args=[message.pk])
    return toast(head, text=_("On its way"), undo_url=undo_url, seconds=seconds)


@require_POST
@member_required
def preview_outside(request: MemberRequest, number: int) -> HttpResponse:
    """What of the ticked messages will leave, before it does."""
    conversation = find(request.viewer, number)
    form = _shown(request, conversation, wholes(request.POST, "message"))
    return show(request, "acts/forwarded", {"form": form})


@require_POST
@member_required
def undo_outside(request: MemberRequest, message_id: int) -> HttpResponse:
    """Taken back, the words are a draft in the side conversation: it opens with them."""
    draft = services.withdraw(by=request.actor, message_id=message_id)
    return toast(go_to(draft.conversation_id), text=_("Taken back"))


@require_http_methods(["GET", "POST"])
@member_required
def settle(request: MemberRequest, number: int) -> HttpResponse:
    """Resolve, and say what becomes of the side conversations that are open."""
    conversation = find(request.viewer, number)
    shown = partial(_settle_form, request, conversation)
    if request.method == "GET":
        return shown("")
    return acts.attempt(request, partial(_settle, request, number), shown)


def _settle_form(request: MemberRequest, conversation: Conversation, refusal: str) -> HttpResponse:
    context = head_context(request, conversation) | {"refusal": refusal}
    return acts.form(request, "settle", context)


def _settle(request: MemberRequest, number: int) -> HttpResponse:
    sides = choice_of(Sides, request.POST.get("sides", "")) or Sides.ASK
    services.resolve(by=request.actor, conversation_id=number, outcome=None, sides=sides)
    head = show(request, "head", head_context(request, find(request.viewer, number)))
    return toast(head, text=_("Resolved"))


PAGE = "conversations/third_parties.html"


@require_safe
@member_required
@may_somewhere_required(FORWARD)
def third_parties(request: MemberRequest) -> HttpResponse:
    return _page(request)


def _page(request: MemberRequest, part: str = "", **more: object) -> HttpResponse:
    kinds = tuple((kind.value, str(name)) for kind, name in THIRD_PARTY_NAMES.items())
    context = {"lines": book_lines(), "kinds": kinds, **more}
    with no_queries():
        return render(request, f"{PAGE}{part}", context)


@require_POST
@member_required
@may_somewhere_required(FORWARD)
def change_third_party(request: MemberRequest, third_party_id: int) -> HttpResponse:
    """Another name or kind, or out of what is offered and back."""
    told = request.POST
    try:
        services.change_third_party(
            by=request.actor,
            third_party_id=third_party_id,
            name=told.get("name", ""),
            kind=choice_of(ThirdPartyKind, told.get("kind", "")),
            is_offered=told.get("offered", "1") == "1",
        )
    except (NotAllowed, NotFound):
        raise
    except ComptoirError as refusal:
        return _page(request, "#book", refusal=str(refusal), refused=third_party_id)
    return toast(_page(request, "#book"), text=_("Saved."))
