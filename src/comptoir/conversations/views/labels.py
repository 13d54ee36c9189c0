"""What the team calls the buyer beside a conversation."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comptoir.accounts.web import MemberRequest, member_required
from comptoir.commerce import services as commerce
from comptoir.commerce.errors import UnknownLabel
from comptoir.conversations.queries.thread import find
from comptoir.conversations.views.buyers import buyer_id_of, card
from comptoir.conversations.views.parsing import whole
from comptoir.ui.toasts import toast


@require_POST
@member_required
def label_buyer(request: MemberRequest, number: int) -> HttpResponse:
    commerce.label_buyer(
        by=request.actor,
        buyer_id=buyer_id_of(find(request.viewer, number)),
        label_id=_label_id(request),
        why=request.POST.get("why", ""),
    )
    said = _("Labelled. A promise for this label counts from the next message on.")
    return toast(card(request, number), text=said)


@require_POST
@member_required
def unlabel_buyer(request: MemberRequest, number: int) -> HttpResponse:
    commerce.unlabel_buyer(
        by=request.actor,
        buyer_id=buyer_id_of(find(request.viewer, number)),
        label_id=_label_id(request),
    )
    return toast(card(request, number), text=_("The label is taken off."))


def _label_id(request: MemberRequest) -> int:
    number = whole(request.POST.get("label", ""))
    if number is None:
        raise UnknownLabel
    return number
