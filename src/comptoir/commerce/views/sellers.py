"""Sellers and their contacts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comptoir.accounts.access import may
from comptoir.accounts.web import MemberRequest, may_somewhere_required, member_required
from comptoir.commerce import services
from comptoir.commerce.access import MANAGE_CONTACTS
from comptoir.commerce.errors import BadContact, UnknownSeller
from comptoir.commerce.forms import ContactForm
from comptoir.commerce.queries.guests import SellerLine, seller_line, seller_lines
from comptoir.kit.db import no_queries
from comptoir.kit.text import clean

MOST_SHOWN = 50


@require_safe
@member_required
@may_somewhere_required(MANAGE_CONTACTS)
def seller_list(request: MemberRequest) -> HttpResponse:
    query = clean(request.GET.get("q", "")).strip()
    found = seller_lines(query, limit=MOST_SHOWN)
    sellers = [line for line in found if may(request.actor, MANAGE_CONTACTS, seller_id=line.id)]
    return _show(request, "sellers", {"sellers": sellers, "query": query, "most": MOST_SHOWN})


@require_safe
@member_required
@may_somewhere_required(MANAGE_CONTACTS)
def seller_detail(request: MemberRequest, seller_id: int) -> HttpResponse:
    return _seller(request, _found(request, seller_id), ContactForm())


def _found(request: MemberRequest, seller_id: int) -> SellerLine:
    line = seller_line(seller_id)
    if line is None or not may(request.actor, MANAGE_CONTACTS, seller_id=seller_id):
        raise UnknownSeller
    return line


def _seller(
    request: MemberRequest, seller: SellerLine, form: ContactForm, status: int = 200
) -> HttpResponse:
    return _show(request, "seller", {"seller": seller, "form": form}, status)


def _show(
    request: HttpRequest, page: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    with no_queries():
        return render(request, f"commerce/{page}.html", context, status=status)


@require_POST
@member_required
def invite_contact(request: MemberRequest, seller_id: int) -> HttpResponse:
    seller, form = _found(request, seller_id), ContactForm(request.POST)
    if not form.is_valid():
        return _seller(request, seller, form, 422)
    told = form.cleaned_data
    try:
        services.invite_contact(
            by=request.actor, seller_id=seller_id, email=told["email"], name=told["name"]
        )
    except BadContact as refusal:
        form.add_error("email", str(refusal))
        return _seller(request, seller, form, 422)
    said = _("%(email)s may come in now, and was told so by mail.") % {"email": told["email"]}
    messages.success(request, said)
    return redirect("commerce:seller", seller_id)


@require_POST
@member_required
def remove_contact(request: MemberRequest, seller_id: int) -> HttpResponse:
    _found(request, seller_id)
    contact = request.POST.get("contact", "")
    if contact.isdecimal() and len(contact) <= 18:
        services.remove_contact(by=request.actor, seller_id=seller_id, contact_id=int(contact))
    messages.success(request, _("The contact is removed and signed out everywhere."))
    return redirect("commerce:seller", seller_id)
