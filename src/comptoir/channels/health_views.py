"""The page that says whether the machine is well."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comptoir.accounts.web import MemberRequest, may_somewhere_required, member_required
from comptoir.channels import machine, services
from comptoir.kit.db import no_queries


@require_safe
@member_required
@may_somewhere_required("channels.health")
def health(request: MemberRequest) -> HttpResponse:
    context = {"machine": machine.look(), "said": list(messages.get_messages(request))}
    with no_queries():
        return render(request, "channels/health.html", context)


@require_POST
@member_required
def run_again(request: MemberRequest, job_id: int) -> HttpResponse:
    services.try_work_again(by=request.actor, job_id=job_id)
    messages.success(request, _("Tried again now. If it fails, it comes back with its reason."))
    return redirect("channels:health")


@require_POST
@member_required
def discard_job(request: MemberRequest, job_id: int) -> HttpResponse:
    services.discard_work(by=request.actor, job_id=job_id)
    messages.success(request, _("Discarded: what it should have done is left undone."))
    return redirect("channels:health")
