"""The style page, the assets, and the pages for when something went wrong."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comptoir.ui import samples
from comptoir.ui.assets import current

_A_YEAR = "public, max-age=31536000, immutable"


@require_safe
def style_page(request: HttpRequest) -> HttpResponse:
    """Every component on one page."""
    return render(request, "ui/style.html", samples.page(request))


@require_safe
def asset(request: HttpRequest, version: str, path: str) -> HttpResponse:
    """A file of the shelf. A page from before an update gets today's, and may not keep it."""
    shelf = current()
    found = shelf.assets.get(path)
    if found is None:
        raise Http404(path)
    packed = found.zipped if "gzip" in request.headers.get("Accept-Encoding", "") else None
    response = HttpResponse(packed or found.content, content_type=found.content_type)
    response.headers["Cache-Control"] = _A_YEAR if version == shelf.version else "no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _sorry(
        request,
        HTTPStatus.BAD_REQUEST,
        _("The browser sent something this page can’t read. Go back and try again."),
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _sorry(
        request,
        HTTPStatus.FORBIDDEN,
        _("Your role does not allow this page. An administrator can change that."),
    )


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _sorry(
        request,
        HTTPStatus.NOT_FOUND,
        _("Nothing lives at this address, or it is not yours to see."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without the shell's context: whatever failed may fail there again."""
    return HttpResponse(_plain_error(request), status=HTTPStatus.INTERNAL_SERVER_ERROR)


def _sorry(request: HttpRequest, status: HTTPStatus, sentence: str) -> HttpResponse:
    context = {"status": status.value, "sentence": sentence}
    return render(request, "ui/errors/refused.html", context, status=status)


def _plain_error(request: HttpRequest) -> str:
    from django.template.loader import render_to_string

    sentence = _("Something broke on our side, and we have a record of it. Try again in a moment.")
    return render_to_string("ui/errors/broken.html", {"status": 500, "sentence": sentence})
