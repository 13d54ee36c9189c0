"""The buyer beside a conversation: the team's note, and who is the same person."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comptoir.accounts.access import require
from comptoir.accounts.web import MemberRequest, member_required
from comptoir.commerce import services as commerce
from comptoir.commerce.access import MERGE_BUYERS, READ
from comptoir.commerce.queries import buyer_card, search_buyers
from comptoir.conversations import services
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries.case_file import case_file
from comptoir.conversations.queries.thread import find, head
from comptoir.conversations.views.pages import show
from comptoir.conversations.views.parsing import whole
from comptoir.kit.errors import ComptoirError, NotFound
from comptoir.kit.text import clean
from comptoir.ui.toasts import toast

MOST_FOUND = 8


def buyer_id_of(conversation: Conversation) -> int:
    if conversation.identity is None:
        raise NotFound(_("This conversation has no buyer."))
    return conversation.identity.buyer_id


def card(request: MemberRequest, number: int) -> HttpResponse:
    """The case file anew: what changed about a buyer changes his orders and conversations too."""
    conversation = find(request.viewer, number)
    context = {
        "case": case_file(request.viewer, conversation),
        "thread": head(request.identity, conversation),
    }
    return show(request, "case_file", context)


@require_POST
@member_required
def write_buyer_note(request: MemberRequest, number: int) -> HttpResponse:
    """Refused when somebody else wrote meanwhile: his words are shown, ours are in the message."""
    buyer_id = buyer_id_of(find(request.viewer, number))
    commerce.change_note(
        by=request.actor,
        buyer_id=buyer_id,
        note=request.POST.get("note", ""),
        version=_whole(request.POST.get("version", "")),
    )
    return toast(card(request, number), text=_("Note saved"))


@require_POST
@member_required
def answers_only(request: MemberRequest, number: int) -> HttpResponse:
    """Whether letters that we would begin are left out for this buyer."""
    buyer_id = buyer_id_of(find(request.viewer, number))
    is_so = request.POST.get("only") == "1"
    services.want_answers_only(by=request.actor, buyer_id=buyer_id, is_so=is_so)
    return toast(card(request, number), text=_("Noted") if is_so else _("Taken back"))


def _whole(text: str) -> int:
    number = whole(text)
    if number is None:
        raise ComptoirError(_("This page is out of date. Open the conversation again."))
    return number


@require_safe
@member_required
def same_person(request: MemberRequest, number: int) -> HttpResponse:
    """Buyers who may be the same person, by name, address or phone."""
    require(request.actor, READ)
    buyer_id = buyer_id_of(find(request.viewer, number))
    query = clean(request.GET.get("q", "")).strip()
    hits = [hit for hit in search_buyers(query, limit=MOST_FOUND + 1) if hit.id != buyer_id]
    context = {"hits": hits[:MOST_FOUND], "query": query, "thread": {"number": number}}
    return show(request, "same_person", context)


@require_POST
@member_required
def merge_buyer(request: MemberRequest, number: int) -> HttpResponse:
    """The other buyer's addresses and orders come to this one; it can be undone exactly."""
    require(request.actor, MERGE_BUYERS)
    keep_id = buyer_id_of(find(request.viewer, number))
    merge_id = _whole(request.POST.get("buyer", ""))
    commerce.merge_buyers(by=request.actor, keep_id=keep_id, merge_id=merge_id)
    return toast(card(request, number), text=_("Now one person"))


@require_POST
@member_required
def separate_identity(request: MemberRequest, number: int) -> HttpResponse:
    """Give an address back to the person it came from."""
    require(request.actor, MERGE_BUYERS)
    buyer_id = buyer_id_of(find(request.viewer, number))
    identity_id = _whole(request.POST.get("identity", ""))
    if identity_id not in {identity.id for identity in buyer_card(buyer_id).identities}:
        raise NotFound(_("This buyer has no such address."))
    commerce.unmerge_identity(by=request.actor, identity_id=identity_id)
    return toast(card(request, number), text=_("Separated"))
