"""What the API can do, for people who write programs."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comptoir.rest.openapi import PREFIX, schema
from comptoir.rest.pages import Reference, reference


@require_safe
def api_reference(request: HttpRequest) -> HttpResponse:
    context = {"reference": _reference(), "address": f"{settings.PUBLIC_URL}/{PREFIX}"}
    return render(request, "accounts/api/reference.html", context)


@cache
def _reference() -> Reference:
    return reference(schema())
