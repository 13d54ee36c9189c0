"""Writing first: a small form about an order."""

from functools import partial
from uuid import uuid4

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.accounts.parties import Party
from comptoir.accounts.web import MemberRequest, member_required
from comptoir.commerce.errors import UnknownOrder
from comptoir.commerce.models import Order
from comptoir.conversations import services
from comptoir.conversations.queries.writing_first import first_form, order_to_write_about
from comptoir.conversations.views import acts
from comptoir.conversations.views.merging import go_to
from comptoir.ui.toasts import toast


@require_http_methods(["GET", "POST"])
@member_required
def write_first(request: MemberRequest, order_id: int) -> HttpResponse:
    order = order_to_write_about(request.viewer, order_id)
    if order is None:
        raise UnknownOrder
    shown = partial(_form, request, order)
    if request.method == "GET":
        return shown("")
    return acts.attempt(request, partial(_write, request, order), shown)


def _form(request: MemberRequest, order: Order, refusal: str) -> HttpResponse:
    told = request.POST
    context = {
        "form": first_form(request.viewer, order),
        "told": told,
        "token": told.get("token") or uuid4().hex,
        "to_seller": told.get("to", request.GET.get("to")) == "seller",
        "refusal": refusal,
    }
    return acts.form(request, "write_first", context)


def _write(request: MemberRequest, order: Order) -> HttpResponse:
    told = request.POST
    message = services.write_first(
        by=request.actor,
        viewer=request.viewer,
        order_id=order.pk,
        to=Party.SELLER if told.get("to") == "seller" else Party.BUYER,
        text=told.get("text", ""),
        subject=told.get("subject", ""),
        token=told.get("token", "")[:64],
    )
    return toast(go_to(message.conversation_id), text=_("On its way"))
