"""Pages of webhooks: which there are, what they were told, trying one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.accounts.access import require
from comptoir.accounts.web import MemberRequest, may_somewhere_required, member_required
from comptoir.connectors.webhooks import queries, services
from comptoir.connectors.webhooks.access import MANAGE
from comptoir.connectors.webhooks.errors import BadEndpoint
from comptoir.connectors.webhooks.forms import EndpointForm
from comptoir.connectors.webhooks.models import Endpoint
from comptoir.kit.outbound import ForbiddenAddress
from comptoir.ui.forms import accepted

UNCLEAR = 422


@require_safe
@member_required
@may_somewhere_required(MANAGE)
def webhook_list(request: MemberRequest) -> HttpResponse:
    return render(request, "webhooks/webhooks.html", {"endpoints": list(queries.endpoints())})


@require_http_methods(["GET", "POST"])
@member_required
def add_webhook(request: MemberRequest) -> HttpResponse:
    require(request.actor, MANAGE)
    form = EndpointForm(request.POST or None)
    if form.is_valid():
        try:
            endpoint, _secret = services.add_endpoint(by=request.actor, **form.cleaned_data)
        except (BadEndpoint, ForbiddenAddress) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The webhook is set up. Send it a ping to try it."))
            return redirect("webhooks:webhook", endpoint.pk)
    return _form_page(request, form)


def _form_page(
    request: MemberRequest, form: EndpointForm, endpoint: Endpoint | None = None
) -> HttpResponse:
    context = {"form": form, "endpoint": endpoint}
    status = UNCLEAR if form.errors else 200
    return render(request, "webhooks/change.html", context, status=status)


@require_http_methods(["GET", "POST"])
@member_required
def change_webhook(request: MemberRequest, endpoint_id: int) -> HttpResponse:
    require(request.actor, MANAGE)
    endpoint = queries.find_endpoint(endpoint_id)
    form = EndpointForm(request.POST or None, initial=_initial(endpoint))
    if form.is_valid() and accepted(
        form,
        lambda: services.change_endpoint(
            by=request.actor, endpoint_id=endpoint_id, **form.cleaned_data
        ),
    ):
        messages.success(request, _("Saved. It counts for the next event."))
        return redirect("webhooks:webhook", endpoint_id)
    return _form_page(request, form, endpoint)


def _initial(endpoint: Endpoint) -> dict[str, Any]:
    return {name: getattr(endpoint, name) for name in ("name", "url", "events", "is_active")}


@require_safe
@member_required
def webhook(request: MemberRequest, endpoint_id: int) -> HttpResponse:
    """One endpoint with what it was told. `?state=` narrows the list."""
    require(request.actor, MANAGE)
    endpoint = queries.find_endpoint(endpoint_id)
    state = request.GET.get("state", "")
    context = {
        "endpoint": endpoint,
        "secret": queries.secret_of(endpoint),
        "notices": queries.notice_lines(endpoint_id, state=state),
        "state": state,
        "most": queries.MOST_NOTICES,
    }
    return render(request, "webhooks/webhook.html", context)


@require_POST
@member_required
def remove_webhook(request: MemberRequest, endpoint_id: int) -> HttpResponse:
    services.remove_endpoint(by=request.actor, endpoint_id=endpoint_id)
    messages.success(request, _("The webhook is gone, and what it had not been told."))
    return redirect("webhooks:webhooks")


@require_POST
@member_required
def renew_secret(request: MemberRequest, endpoint_id: int) -> HttpResponse:
    services.renew_secret(by=request.actor, endpoint_id=endpoint_id)
    messages.success(
        request, _("The secret is new. For a day requests are signed with the former one too.")
    )
    return redirect("webhooks:webhook", endpoint_id)


@require_POST
@member_required
def ping(request: MemberRequest, endpoint_id: int) -> HttpResponse:
    services.ping(by=request.actor, endpoint_id=endpoint_id)
    messages.success(request, _("A ping is on its way. Load the page again to see its answer."))
    return redirect("webhooks:webhook", endpoint_id)


@require_POST
@member_required
def replay(request: MemberRequest, endpoint_id: int) -> HttpResponse:
    """All dead notices, or the one that the form names."""
    told = request.POST.get("notice", "")
    number = int(told) if told.isascii() and told.isdecimal() and len(told) < 19 else None
    count = services.replay(by=request.actor, endpoint_id=endpoint_id, notice_id=number)
    said = ngettext("%(n)s notice is sent again.", "%(n)s notices are sent again.", count)
    messages.success(request, said % {"n": count})
    return redirect("webhooks:webhook", endpoint_id)
