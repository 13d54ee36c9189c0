"""The description for programs, and what answers where nothing lives."""

import json
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from comptoir.rest.openapi import schema
from comptoir.rest.problems import problem_for_status


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1."""
    return HttpResponse(_description(), content_type="application/json")


@csrf_exempt
def nothing_here(request: HttpRequest) -> HttpResponse:
    return problem_for_status(404)


@cache
def _description() -> str:
    told = schema() | {"servers": [{"url": settings.PUBLIC_URL}]}
    return json.dumps(told, ensure_ascii=False)
