"""The one file that a shop's page loads."""

import gzip
import hashlib
import re
from functools import cache
from importlib.resources import files

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

# Long enough to spare a shop's pages the question, short enough to mend something.
_KEPT = "public, max-age=600"
# A line that is a comment, or begins one, or goes on with one; the licence's stays.
_COMMENT = re.compile(r"//|/\*(?!!)|\*(?:\s|/)")


@cache
def source() -> tuple[bytes, bytes, str]:
    """The script without its indentation and comments, packed too, and its mark."""
    text = files("comptoir.connectors.webchat").joinpath("static/webchat/widget.js")
    lines = (line.strip() for line in text.read_text("utf-8").splitlines())
    kept = "\n".join(line for line in lines if line and not _COMMENT.match(line)).encode()
    return kept, gzip.compress(kept, 9, mtime=0), f'"{hashlib.sha256(kept).hexdigest()[:24]}"'


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    text, packed, mark = source()
    headers = {
        "ETag": mark,
        "Cache-Control": _KEPT,
        "Vary": "Accept-Encoding",
        # A classic script may be loaded by any page; what it then asks is let in or not.
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
    }
    if request.headers.get("If-None-Match") == mark:
        return HttpResponseNotModified(headers=headers)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(
            packed,
            content_type="text/javascript; charset=utf-8",
            headers={**headers, "Content-Encoding": "gzip"},
        )
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers=headers)
