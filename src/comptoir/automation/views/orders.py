"""The list of orders: narrowed, ticked, written to."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from comptoir.accounts.web import MemberRequest, may_somewhere_required, member_required
from comptoir.automation.access import MAIL_MANY, may_somewhere
from comptoir.automation.queries.orders import OrderFilter, order_choices, order_page
from comptoir.commerce.access import READ
from comptoir.commerce.states import OrderState
from comptoir.kit.db import no_queries
from comptoir.kit.text import clean
from comptoir.shipping.states import ParcelState

_LONGEST = 80
_MOST_DIGITS = 18
_MOST_DAYS = 3_650


@require_safe
@member_required
@may_somewhere_required(READ)
def order_list(request: MemberRequest) -> HttpResponse:
    wanted = filter_of(request.GET)
    page = order_page(request.viewer, wanted, after=whole(request.GET.get("after", "")))
    context = {
        "page": page,
        "wanted": wanted,
        "query": urlencode(wanted.as_query()),
        "choices": order_choices(),
        "may_write": may_somewhere(request.actor, MAIL_MANY),
    }
    with no_queries():
        return render(request, "automation/orders.html", context)


def filter_of(told: QueryDict) -> OrderFilter:
    """What stands in an address or a form; what nobody offers says nothing."""
    parcel, state = told.get("parcel", ""), told.get("state", "")
    days = whole(told.get("quiet_days", ""))
    return OrderFilter(
        number=_words(told, "number"),
        carrier=_words(told, "carrier"),
        parcel=parcel if parcel in tuple(ParcelState) else "",
        quiet_days=None if days is None else min(days, _MOST_DAYS),
        seller=_words(told, "seller"),
        market=whole(told.get("market", "")),
        state=state if state in tuple(OrderState) else "",
    )


def _words(told: QueryDict, name: str) -> str:
    return " ".join(clean(told.get(name, "")).split())[:_LONGEST]


def whole(text: str) -> int | None:
    is_number = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
    return int(text) if is_number else None
