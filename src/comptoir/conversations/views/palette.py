"""What the palette finds beside its commands."""

from dataclasses import asdict

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from comptoir.accounts.web import MemberRequest, member_required
from comptoir.conversations.queries.palette import find as find_text


@require_safe
@member_required
def find(request: MemberRequest) -> JsonResponse:
    hits = find_text(request.viewer, request.GET.get("q", ""))
    return JsonResponse({"found": [asdict(hit) for hit in hits]})
