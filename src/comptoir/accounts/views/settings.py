"""The settings' home: every page of the settings, by topic, found by its words."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comptoir.accounts.web import MemberRequest, member_required
from comptoir.kit.db import no_queries
from comptoir.kit.text import clean
from comptoir.ui.settings_home import chapters


@require_safe
@member_required
def settings_home(request: MemberRequest) -> HttpResponse:
    query = clean(request.GET.get("q", ""))[:100].strip()
    told = {"chapters": chapters(request, query), "query": query}
    with no_queries():
        return render(request, "accounts/settings_home.html", told)
