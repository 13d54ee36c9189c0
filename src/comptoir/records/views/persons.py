"""A person's data: what is kept, an export, the erasure."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comptoir.accounts.access import may
from comptoir.accounts.web import MemberRequest, member_required
from comptoir.kit import files, signed
from comptoir.kit.errors import ComptoirError, NotAllowed, NotFound
from comptoir.records import access, services
from comptoir.records.queries.persons import PersonPage, find_buyer, find_export, person_page

LINK_MINUTES = 60
_LOCKED = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}


@require_safe
@member_required
def person(request: MemberRequest, buyer: UUID) -> HttpResponse:
    access.require(request.actor, access.EXPORT)
    return _page(request, person_page(find_buyer(buyer), request.actor.row_id))


def _page(
    request: MemberRequest, told: PersonPage, refusal: ComptoirError | None = None
) -> HttpResponse:
    context = {
        "person": told,
        "refusal": str(refusal or ""),
        "typed": request.POST.get("name", ""),
        "may_erase": may(request.actor, access.ERASE),
        "links": {
            each.public_id: _link(request, each.public_id)
            for each in told.exports
            if each.is_ready and each.is_own
        },
    }
    status = refusal.status if refusal else 200
    return render(request, "records/person.html", context, status=status)


def _link(request: MemberRequest, public_id: UUID) -> str:
    token = signed.sign(str(public_id), bound_to=_bound_to(request), minutes=LINK_MINUTES)
    return f"{reverse('records:export', args=[public_id])}?s={token}"


def _bound_to(request: MemberRequest) -> str:
    return f"export:{request.actor.row_id}"


@require_POST
@member_required
def ask_export(request: MemberRequest, buyer: UUID) -> HttpResponse:
    access.require(request.actor, access.EXPORT)
    found = find_buyer(buyer)
    services.ask_export(by=request.actor, buyer_id=found.pk)
    messages.success(request, _("The export is being made. Load this page again in a moment."))
    return redirect("records:person", found.public_id)


@require_safe
@member_required
def export(request: MemberRequest, export: UUID) -> HttpResponse:
    """For who asked, by the link of his page, while he may (C4)."""
    access.require(request.actor, access.EXPORT)
    found = find_export(export)
    told = signed.check(request.GET.get("s", ""), bound_to=_bound_to(request))
    if told != str(export):
        raise NotFound(_("This link is for another file."))
    content = services.open_export(by=request.actor, export=found)
    headers = {"Content-Disposition": files.content_disposition(f"{found.public_id}.zip")}
    return HttpResponse(content, content_type="application/zip", headers=headers | _LOCKED)


@require_POST
@member_required
def erase(request: MemberRequest, buyer: UUID) -> HttpResponse:
    access.require(request.actor, access.ERASE)
    found = find_buyer(buyer)
    typed = request.POST.get("name", "")
    try:
        services.ask_erasure(by=request.actor, buyer_id=found.pk, name=typed)
    except (NotAllowed, NotFound):
        raise
    except ComptoirError as refusal:
        told = person_page(found, request.actor.row_id)
        return _page(request, told, refusal)
    messages.success(request, _("The erasure has begun. It is done in a moment."))
    return redirect("records:person", found.public_id)
