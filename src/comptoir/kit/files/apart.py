"""Strangers' files as downloads, on an origin of their own where one is given (C2, C4).

The desk has asked who may before it hands a file over. The address it hands over is good for one
file and a minute, and needs no cookie: what a file could do there, it does to nobody.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponseRedirect
from django.http.response import HttpResponseBase

from comptoir.kit.files.blobs import BlobMissing, read
from comptoir.kit.files.names import content_disposition

PREFIX = "/f/"
GOOD_FOR_SECONDS = 60
_SALT = "comptoir.kit.files.apart"
LOCKED = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}

type Next = Callable[[HttpRequest], HttpResponseBase]


def hand_over(key: str, name: str) -> HttpResponse:
    """A stored file, only to be saved: from here, or the way to where files are served."""
    if not settings.FILES_URL:
        return _as_download(key, name)
    token = signing.dumps([key, name], salt=_SALT)
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return HttpResponseRedirect(f"{settings.FILES_URL}{PREFIX}{token}", headers=headers)


class FilesHostMiddleware:
    """Outermost: on the host of files nothing else answers, and nothing is asked of a session."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not settings.FILES_URL or not _is_for_files(request):
            return self.get_response(request)
        if request.method in ("GET", "HEAD") and request.path_info.startswith(PREFIX):
            return _open(request.path_info.removeprefix(PREFIX))
        return HttpResponseNotFound(content_type="text/plain")


def _is_for_files(request: HttpRequest) -> bool:
    try:
        return request.get_host().casefold() == urlsplit(settings.FILES_URL).netloc.casefold()
    except DisallowedHost:
        return False


def _open(token: str) -> HttpResponse:
    try:
        key, name = signing.loads(token, salt=_SALT, max_age=GOOD_FOR_SECONDS)
        return _as_download(key, name)
    except (signing.BadSignature, BlobMissing):
        return HttpResponseNotFound(content_type="text/plain")


def _as_download(key: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition(name), **LOCKED}
    return HttpResponse(read(key), content_type="application/octet-stream", headers=headers)
