"""The mail itself: as it was sent, in a frame that can do nothing, and as a raw download."""

import re

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from comptoir.accounts.web import MemberRequest, member_required
from comptoir.conversations import services
from comptoir.conversations.models import Attachment, Message
from comptoir.conversations.queries.doors import messages_for
from comptoir.kit import files
from comptoir.kit.errors import NotFound
from comptoir.ui.templatetags.ui import asset

_PAGE = """<!doctype html><html><head><meta charset="utf-8"><base target="_blank">
<link rel="stylesheet" href="{style}"></head><body class="mail">{body}</body></html>"""
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src {images}; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)
_CID = re.compile(r'src="cid:([^"]{1,255})"')


def _find(request: MemberRequest, message_id: int) -> Message:
    theirs = messages_for(request.viewer).select_related("envelope", "conversation")
    found = theirs.filter(pk=message_id).first()
    if found is None:
        raise NotFound(_("This message does not exist, or you may not see it."))
    return found


@require_safe
@member_required
@xframe_options_sameorigin
def mail_frame(request: MemberRequest, message_id: int) -> HttpResponse:
    """The sanitised HTML under a policy of its own; pictures from elsewhere when asked (C5)."""
    message = _find(request, message_id)
    pictures = request.GET.get("pictures") == "1"
    page = _PAGE.format(style=asset("ui/mail.css"), body=_with_own_pictures(message))
    policy = _POLICY.format(images="'self' https: http:" if pictures else "'self'")
    return HttpResponse(
        page,
        headers={"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer"},
    )


def _with_own_pictures(message: Message) -> str:
    """Pictures that came inside the mail show their safe copy."""
    if "cid:" not in message.html:
        return message.html
    known = {
        attachment.content_id.strip("<>"): attachment
        for attachment in Attachment.objects.filter(message=message, preview="ready")
    }

    def address(found: re.Match[str]) -> str:
        attachment = known.get(found[1])
        return f'src="/files/{attachment.public_id}/page/0/"' if attachment else 'alt=""'

    return _CID.sub(address, message.html)


@require_safe
@member_required
def raw(request: MemberRequest, message_id: int) -> HttpResponse:
    """The mail as it came, as long as it is kept."""
    message = _find(request, message_id)
    content = services.take_original(by=request.actor, message=message)
    name = files.content_disposition(f"message-{message.pk}.eml")
    return HttpResponse(
        content,
        content_type="application/octet-stream",
        headers={"Content-Disposition": name, "X-Content-Type-Options": "nosniff"},
    )
