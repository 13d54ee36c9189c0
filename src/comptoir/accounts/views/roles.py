"""What each role may, and who has it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comptoir.accounts import access, matrix
from comptoir.accounts.web import MemberRequest, may_somewhere_required, member_required
from comptoir.kit.db import no_queries


@require_safe
@member_required
@may_somewhere_required("accounts.invite")
def role_list(request: MemberRequest) -> HttpResponse:
    context = {
        "roles": matrix.roles(),
        "areas": matrix.areas(),
        "may_manage": access.may(request.actor, "accounts.manage"),
    }
    with no_queries():
        return render(request, "accounts/roles.html", context)
