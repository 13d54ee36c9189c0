"""What is done with a buyer: in the case file beside a conversation, and on his own page."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comptoir.accounts.access import require
from comptoir.accounts.web import MemberRequest, may_somewhere_required, member_required
from comptoir.commerce import services as commerce
from comptoir.commerce.access import MERGE_BUYERS, READ
from comptoir.commerce.errors import NotMerged, UnknownLabel
from comptoir.commerce.queries import buyer_card, merged_into, search_buyers
from comptoir.conversations import services
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries.buyer_file import buyer_file
from comptoir.conversations.queries.buyers import find_buyer, paths_beside, paths_on_page
from comptoir.conversations.queries.case_file import case_file
from comptoir.conversations.queries.thread import find, head
from comptoir.conversations.shapes import BuyerPaths
from comptoir.conversations.views.pages import show
from comptoir.conversations.views.parsing import whole
from comptoir.kit.errors import ComptoirError, NotFound
from comptoir.kit.text import clean
from comptoir.ui.toasts import toast

MOST_FOUND = 8

# Does something with a buyer and says what was done.
type Act = Callable[[MemberRequest, int], str]


@require_safe
@member_required
@may_somewhere_required(READ)
def buyer_page(request: MemberRequest, buyer: UUID) -> HttpResponse:
    """Of one who was merged: the page of the one he is."""
    found = find_buyer(request.viewer, buyer)
    if found.public_id != buyer:
        return redirect("conversations:buyer", found.public_id)
    talks, orders = whole(request.GET.get("talks", "")), _uuid(request.GET.get("orders", ""))
    file = buyer_file(request.viewer, buyer, talks_before=talks, orders_before=orders)
    if request.headers.get("HX-Request") and (talks or orders):
        return show(request, "buyer_parts", {"file": file}, part="talks" if talks else "orders")
    return show(request, "buyer", {"file": file})


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


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


def _beside(act: Act) -> Callable[..., HttpResponse]:
    """The act as the case file asks for it; answers with the case file anew."""

    @require_POST
    @member_required
    @wraps(act)
    def view(request: MemberRequest, number: int) -> HttpResponse:
        said = act(request, buyer_id_of(find(request.viewer, number)))
        return toast(card(request, number), text=said)

    return view


def _on_page(act: Act) -> Callable[..., HttpResponse]:
    """The act as the buyer's own page asks for it; answers with what stands on it anew."""

    @require_POST
    @member_required
    @wraps(act)
    def view(request: MemberRequest, buyer: UUID) -> HttpResponse:
        found = find_buyer(request.viewer, buyer)
        said = act(request, found.pk)
        file = buyer_file(request.viewer, found.public_id)
        return toast(show(request, "buyer_parts", {"file": file}), text=said)

    return view


def _write_note(request: MemberRequest, buyer_id: int) -> str:
    """Refused when somebody else wrote meanwhile: his words are shown, ours are in the message."""
    commerce.change_note(
        by=request.actor,
        buyer_id=buyer_id,
        note=request.POST.get("note", ""),
        version=_whole(request.POST.get("version", "")),
    )
    return _("Note saved")


def _answers_only(request: MemberRequest, buyer_id: int) -> str:
    """Whether letters that we would begin are left out for this buyer."""
    is_so = request.POST.get("only") == "1"
    services.want_answers_only(by=request.actor, buyer_id=buyer_id, is_so=is_so)
    return _("Noted") if is_so else _("Taken back")


def _label(request: MemberRequest, buyer_id: int) -> str:
    commerce.label_buyer(
        by=request.actor,
        buyer_id=buyer_id,
        label_id=_label_id(request),
        why=request.POST.get("why", ""),
    )
    return _("Labelled. A promise for this label counts from the next message on.")


def _unlabel(request: MemberRequest, buyer_id: int) -> str:
    commerce.unlabel_buyer(by=request.actor, buyer_id=buyer_id, label_id=_label_id(request))
    return _("The label is taken off.")


def _label_id(request: MemberRequest) -> int:
    number = whole(request.POST.get("label", ""))
    if number is None:
        raise UnknownLabel
    return number


def _merge(request: MemberRequest, buyer_id: int) -> str:
    """The other buyer's addresses and orders come to this one; it can be undone exactly."""
    require(request.actor, MERGE_BUYERS)
    merge_id = _whole(request.POST.get("buyer", ""))
    commerce.merge_buyers(by=request.actor, keep_id=buyer_id, merge_id=merge_id)
    return _("Now one person")


def _separate(request: MemberRequest, buyer_id: int) -> str:
    """Give an address back to the person it came from."""
    require(request.actor, MERGE_BUYERS)
    identity_id = _whole(request.POST.get("identity", ""))
    if identity_id not in {identity.id for identity in buyer_card(buyer_id).identities}:
        raise NotFound(_("This buyer has no such address."))
    commerce.unmerge_identity(by=request.actor, identity_id=identity_id)
    return _("Separated")


def _split(request: MemberRequest, buyer_id: int) -> str:
    """Make somebody who was merged into him a person of his own again, with all that was his."""
    require(request.actor, MERGE_BUYERS)
    merged_id = _whole(request.POST.get("buyer", ""))
    if merged_id not in {one.id for one in merged_into(buyer_id)}:
        raise NotMerged
    commerce.unmerge_buyer(by=request.actor, buyer_id=merged_id)
    return _("Two people again")


def _whole(text: str) -> int:
    number = whole(text)
    if number is None:
        raise ComptoirError(_("This page is out of date. Load it again."))
    return number


write_buyer_note, note_on_buyer = _beside(_write_note), _on_page(_write_note)
answers_only, buyer_answers_only = _beside(_answers_only), _on_page(_answers_only)
label_buyer, add_buyer_label = _beside(_label), _on_page(_label)
unlabel_buyer, drop_buyer_label = _beside(_unlabel), _on_page(_unlabel)
merge_buyer, merge_into_buyer = _beside(_merge), _on_page(_merge)
separate_identity, separate_from_buyer = _beside(_separate), _on_page(_separate)
split_buyer = _on_page(_split)


@require_safe
@member_required
def same_person(request: MemberRequest, number: int) -> HttpResponse:
    """Buyers who may be the same person, by name, address or phone."""
    require(request.actor, READ)
    buyer_id = buyer_id_of(find(request.viewer, number))
    return _alike(request, buyer_id, paths_beside(number))


@require_safe
@member_required
def same_as_buyer(request: MemberRequest, buyer: UUID) -> HttpResponse:
    require(request.actor, READ)
    found = find_buyer(request.viewer, buyer)
    return _alike(request, found.pk, paths_on_page(found.public_id))


def _alike(request: MemberRequest, buyer_id: int, paths: BuyerPaths) -> HttpResponse:
    query = clean(request.GET.get("q", "")).strip()
    hits = [hit for hit in search_buyers(query, limit=MOST_FOUND + 1) if hit.id != buyer_id]
    return show(request, "same_person", {"hits": hits[:MOST_FOUND], "query": query, "paths": paths})
