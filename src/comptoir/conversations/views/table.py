"""The columns of the table: the member's own choice."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from comptoir.accounts.web import MemberRequest, member_required
from comptoir.conversations import services
from comptoir.conversations.drawing.table import chosen_columns
from comptoir.conversations.views.parsing import known_sort, known_view


@require_POST
@member_required
def choose_columns(request: MemberRequest) -> HttpResponse:
    told = request.POST
    columns = chosen_columns(told.getlist("column"))
    services.choose_columns(by=request.actor, columns=columns)
    sort = known_sort(told.get("sort", ""))
    kept = {"as": "table", **({"sort": sort.value} if sort else {})}
    address = reverse("conversations:inbox", args=[known_view(told.get("view", ""))])
    return redirect(f"{address}?{urlencode(kept)}")
