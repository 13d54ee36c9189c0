"""Settings: the contact reasons, what is promised for each, who chose them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comptoir.accounts.web import MemberRequest, may_somewhere_required, member_required
from comptoir.conversations.access import STATUSES
from comptoir.conversations.queries.reasons import reason_lines
from comptoir.kit.db import no_queries


@require_safe
@member_required
@may_somewhere_required(STATUSES)
def reason_list(request: MemberRequest) -> HttpResponse:
    context = {
        "buyers": reason_lines(of_sellers=False),
        "sellers": reason_lines(of_sellers=True),
    }
    with no_queries():
        return render(request, "conversations/reasons.html", context)
