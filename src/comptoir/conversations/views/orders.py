"""An order's own page: what was bought, where it is, who talked about it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comptoir.accounts.web import MemberRequest, may_somewhere_required, member_required
from comptoir.commerce.access import READ
from comptoir.commerce.errors import UnknownOrder
from comptoir.conversations.queries.orders import order_file
from comptoir.kit.db import no_queries


@require_safe
@member_required
@may_somewhere_required(READ)
def order_page(request: MemberRequest, order_id: int) -> HttpResponse:
    found = order_file(request.viewer, order_id)
    if found is None:
        raise UnknownOrder
    with no_queries():
        return render(request, "conversations/order.html", {"file": found})
