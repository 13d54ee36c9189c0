"""Serving files: the safe copy to look at, the original as a signed download (C2, C3, C4)."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comptoir.accounts.viewers import Viewer
from comptoir.accounts.web import MemberRequest, member_required
from comptoir.conversations.models import Attachment
from comptoir.conversations.queries.files import bound_to, find_attachment
from comptoir.kit import files, signed
from comptoir.kit.errors import NotFound

_COPY_KEPT = "private, max-age=86400, immutable"


@require_safe
@member_required
def download(request: MemberRequest, public_id: UUID) -> HttpResponse:
    return original(request.viewer, public_id, request.GET.get("s", ""))


def original(viewer: Viewer, public_id: UUID, signature: str) -> HttpResponse:
    """The original, never shown: only saved."""
    attachment = find_file(viewer, public_id)
    signed_id = signed.check(signature, bound_to=bound_to(viewer))
    if signed_id != str(public_id):
        raise NotFound(_("This link is for another file."))
    return files.hand_over(attachment.content_key, attachment.name)


@require_safe
@member_required
def thumb(request: MemberRequest, public_id: UUID) -> HttpResponse:
    return safe_copy(find_file(request.viewer, public_id).thumb_key)


@require_safe
@member_required
def page(request: MemberRequest, public_id: UUID, at: int) -> HttpResponse:
    return safe_page(find_file(request.viewer, public_id), at)


def safe_page(attachment: Attachment, at: int) -> HttpResponse:
    keys = attachment.page_keys
    return safe_copy(keys[at] if at < len(keys) else "")


def find_file(viewer: Viewer, public_id: UUID) -> Attachment:
    found = find_attachment(viewer, public_id)
    if found is None:
        raise NotFound(_("There is no such file, or you may not see it."))
    return found


def safe_copy(key: str) -> HttpResponse:
    if not key:
        raise NotFound(_("This file has no picture to show."))
    headers = {"Cache-Control": _COPY_KEPT, **files.LOCKED}
    return HttpResponse(files.read(key), content_type="image/jpeg", headers=headers)
