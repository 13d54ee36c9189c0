"""Setting a chat up: how it looks, where it is offered, its secret, the line to copy."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.accounts.access import require
from comptoir.accounts.web import MemberRequest, member_required
from comptoir.channels.errors import BadSetting
from comptoir.channels.models import Channel
from comptoir.connectors.webchat import services
from comptoir.connectors.webchat.access import MANAGE
from comptoir.connectors.webchat.forms import ChatForm
from comptoir.connectors.webchat.queries import find_chat
from comptoir.ui.forms import accepted

UNCLEAR = 422


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def add_chat(request: MemberRequest) -> HttpResponse:
    require(request.actor, MANAGE)
    form = ChatForm(request.POST or None, initial=ChatForm.initial_of(None))
    if form.is_valid():
        try:
            channel, secret = services.add_chat(by=request.actor, values=form.values())
        except BadSetting as refusal:
            form.add_error(None, str(refusal))
        else:
            return _page(request, ChatForm(initial=ChatForm.initial_of(channel)), channel, secret)
    return _page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def change_chat(request: MemberRequest, channel_id: int) -> HttpResponse:
    require(request.actor, MANAGE)
    channel = find_chat(channel_id)
    form = ChatForm(request.POST or None, initial=ChatForm.initial_of(channel))
    if form.is_valid() and accepted(
        form,
        lambda: services.change_chat(by=request.actor, channel_id=channel_id, values=form.values()),
    ):
        messages.success(request, _("Saved. Pages that are open show it when they are loaded."))
        return redirect("webchat:change_chat", channel_id)
    return _page(request, form, channel)


@require_POST
@member_required
def renew_secret(request: MemberRequest, channel_id: int) -> HttpResponse:
    """Shown in this answer and never again."""
    secret = services.renew_secret(by=request.actor, channel_id=channel_id)
    channel = find_chat(channel_id)
    return _page(request, ChatForm(initial=ChatForm.initial_of(channel)), channel, secret)


@never_cache
def _page(
    request: MemberRequest, form: ChatForm, channel: Channel | None, secret: str = ""
) -> HttpResponse:
    page: dict[str, Any] = {"form": form, "channel": channel, "secret": secret}
    if channel is not None:
        page["snippet"] = snippet_of(channel)
    status = UNCLEAR if form.is_bound else 200
    return render(request, "webchat/chat.html", page, status=status)


def snippet_of(channel: Channel) -> str:
    """The line for the shop's page."""
    address = str(settings.PUBLIC_URL) + reverse("webchat:script")
    return f'<script src="{address}" data-chat="{channel.public_id}" async></script>'


@require_safe
@member_required
def preview(request: MemberRequest, channel_id: int) -> HttpResponse:
    """A page with nothing but the chat, for the frame of the settings."""
    require(request.actor, MANAGE)
    return render(request, "webchat/preview.html", {"channel": find_chat(channel_id)})
