"""Signing in at a provider: there, and back with a code."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comptoir.accounts.access import require
from comptoir.accounts.web import MemberRequest, member_required
from comptoir.channels.errors import ConnectorError
from comptoir.channels.models import Channel
from comptoir.channels.services import note_connected
from comptoir.connectors.email import oauth
from comptoir.connectors.email.setting_up import redirect_url

_REMEMBERED = "mailbox_sign_in"


@require_safe
@member_required
def oauth_start(request: MemberRequest, channel_id: int) -> HttpResponse:
    """To the provider's own page. The verifier stays in the session: the code alone is no use."""
    require(request.actor, "channels.manage")
    channel = get_object_or_404(Channel, pk=channel_id, settings__has_key="oauth")
    started = oauth.start(
        channel, redirect_url=redirect_url(), member_id=request.identity.member.pk
    )
    request.session[_REMEMBERED] = started.verifier
    return redirect(started.url)


@require_safe
@member_required
def oauth_callback(request: MemberRequest) -> HttpResponse:
    """Back with a code, or with the provider's refusal."""
    require(request.actor, "channels.manage")
    channel_id = None
    try:
        channel_id = oauth.channel_of_state(
            request.GET.get("state", ""), member_id=request.identity.member.pk
        )
        _finish(request, get_object_or_404(Channel, pk=channel_id))
    except ConnectorError as error:
        messages.error(request, str(error))
        if channel_id is None:
            return redirect("channels:channel_list")
    else:
        note_connected(by=request.actor, channel_id=channel_id)
        messages.success(request, _("Connected. Mail is fetched from where it stopped."))
    return redirect("channels:change_channel", channel_id)


def _finish(request: MemberRequest, channel: Channel) -> None:
    verifier = request.session.pop(_REMEMBERED, "")
    if refusal := request.GET.get("error"):
        said = request.GET.get("error_description") or refusal
        raise ConnectorError(_("The provider refused: %s"), facts=(said[:200],))
    if not verifier or not request.GET.get("code"):
        raise ConnectorError(_("This sign-in is over. Start it again."))
    oauth.finish(
        channel,
        code=request.GET["code"],
        verifier=verifier,
        redirect_url=redirect_url(),
    )
