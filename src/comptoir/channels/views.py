"""Settings: channels, what waits in quarantine, blocked senders, the rules of mail profiles."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.accounts.access import may, may_somewhere, require
from comptoir.accounts.visitors import DOORS
from comptoir.accounts.web import MemberRequest, may_somewhere_required, member_required
from comptoir.channels import queries, services, watch
from comptoir.channels.errors import ConnectorError
from comptoir.channels.forms import USUAL, ChannelForm, ProfileForm
from comptoir.channels.models import Channel, Envelope, KnownSender, MailProfile
from comptoir.channels.slots import CHANNEL_PAGES, SETUPS, Setup
from comptoir.channels.states import Intake, Verdict
from comptoir.kit import files
from comptoir.ui.forms import accepted

UNCLEAR = 422
VARIABLE = "{{promised_time}}"


@dataclass(frozen=True, slots=True)
class Tab:
    url: str
    label: str
    is_current: bool
    count: int | None = None


def _tabs(request: MemberRequest) -> list[Tab]:
    pages: list[tuple[str, str, int | None]] = [("channels:channel_list", _("Channels"), None)]
    if may_somewhere(request.actor, "channels.quarantine"):
        waiting = queries.quarantine_count() or None
        pages.append(("channels:quarantine", _("Quarantine"), waiting))
    if may(request.actor, "channels.manage"):
        pages.append(("channels:doors", _("Buyers’ and sellers’ doors"), None))
    pages.append(("channels:blocked_senders", _("Blocked senders"), None))
    pages.append(("channels:profile_list", _("Mail profiles"), None))
    addresses = [reverse(name) for name, _label, _count in pages]
    here = max((each for each in addresses if request.path.startswith(each)), key=len, default="")
    return [
        Tab(address, label, address == here, count)
        for address, (_name, label, count) in zip(addresses, pages, strict=True)
    ]


def _page(request: MemberRequest, template: str, status: int = 200, **more: object) -> HttpResponse:
    may_manage = may(request.actor, "channels.manage")
    context = {**more, "tabs": _tabs(request), "may_manage": may_manage}
    return render(request, f"channels/{template}.html", context, status=status)


# --- Channels -------------------------------------------------------------------------------


@require_safe
@member_required
@may_somewhere_required("channels.read")
def channel_list(request: MemberRequest) -> HttpResponse:
    return _page(request, "channels", channels=queries.channels(), pages=CHANNEL_PAGES.all())


@require_http_methods(["GET", "POST"])
@member_required
def add_mailbox(request: MemberRequest) -> HttpResponse:
    require(request.actor, "channels.manage")
    setup = SETUPS.get("email")
    form = ChannelForm(request.POST or None, initial=USUAL)
    connection = setup.form(request.POST or None, prefix="server")
    if _is_right(form, connection):
        saved: list[Channel] = []
        values = form.values(setup.connection(connection))
        if accepted(
            form, lambda: saved.append(services.add_channel(by=request.actor, values=values))
        ):
            messages.success(request, _("The mailbox is saved. Press Test to try it."))
            return redirect("channels:change_channel", saved[0].pk)
    return _channel_page(request, None, setup, form, connection)


@require_http_methods(["GET", "POST"])
@member_required
def change_channel(request: MemberRequest, channel_id: int) -> HttpResponse:
    require(request.actor, "channels.manage")
    channel = get_object_or_404(Channel, pk=channel_id)
    if channel.kind == "space":
        return redirect("channels:doors")
    if channel.kind in CHANNEL_PAGES:
        return redirect(CHANNEL_PAGES.get(channel.kind).url_name, channel_id)
    setup = SETUPS.get(channel.kind)
    form = ChannelForm(request.POST or None, initial=ChannelForm.initial_of(channel))
    told = setup.initial(channel)
    connection = setup.form(request.POST or None, initial=told, prefix="server")
    if _is_right(form, connection):
        values = form.values(setup.connection(connection))
        if accepted(
            form,
            lambda: services.change_channel(by=request.actor, channel_id=channel_id, values=values),
        ):
            messages.success(request, _("Saved. Press Test to try it."))
            return redirect("channels:change_channel", channel_id)
    return _channel_page(request, channel, setup, form, connection)


@require_http_methods(["GET", "POST"])
@member_required
def doors(request: MemberRequest) -> HttpResponse:
    """Where buyers and sellers come in, whose letters answer them, and who may write to whom."""
    require(request.actor, "channels.manage")
    if request.method == "POST":
        allowed = request.POST.get("sellers_write_to_buyers") == "on"
        services.let_sellers_write_to_buyers(by=request.actor, allowed=allowed)
        messages.success(request, _("Saved."))
        return redirect("channels:doors")
    space = queries.space_channel()
    return _page(
        request,
        "doors",
        addresses=[settings.PUBLIC_URL + door.path for door in DOORS.values()],
        mailbox=queries.way_out(space),
        allowed=bool(space and space.settings.get("sellers_write_to_buyers")),
    )


def _is_right(*forms: Form) -> bool:
    """Both halves are checked, so that all faults show at once."""
    verdicts = [form.is_valid() for form in forms]
    return all(verdicts)


def _channel_page(
    request: MemberRequest, channel: Channel | None, setup: Setup, form: ChannelForm, server: Form
) -> HttpResponse:
    return _page(
        request,
        "channel",
        status=UNCLEAR if form.is_bound else 200,
        channel=channel,
        form=form,
        server=server,
        server_template=setup.template,
        sign_in_url=setup.sign_in_url(channel) if channel else "",
        facts=setup.facts(channel),
        variable=VARIABLE,
        title=channel.name if channel else _("New mailbox"),
    )


@require_POST
@member_required
def check_channel(request: MemberRequest, channel_id: int) -> HttpResponse:
    """The Test button: connects both ways and says in a sentence how it went."""
    require(request.actor, "channels.manage")
    channel = get_object_or_404(Channel, pk=channel_id)
    try:
        said = SETUPS.get(channel.kind).check(channel)
    except ConnectorError as error:
        found = {"tone": "danger", "said": str(error)}
    else:
        services.note_connected(by=request.actor, channel_id=channel_id)
        found = {"tone": "success", "said": said}
    if request.headers.get("HX-Request"):
        return render(request, "channels/found.html", found)
    add = messages.success if found["tone"] == "success" else messages.error
    add(request, found["said"])
    return redirect("channels:change_channel", channel_id)


# --- Quarantine -----------------------------------------------------------------------------


@require_safe
@member_required
@may_somewhere_required("channels.quarantine")
def quarantine(request: MemberRequest) -> HttpResponse:
    return _page(request, "quarantine", envelopes=queries.quarantine())


@require_POST
@member_required
@may_somewhere_required("channels.quarantine")
def try_again(request: MemberRequest, envelope_id: int) -> HttpResponse:
    get_object_or_404(Envelope, pk=envelope_id)
    try:
        result = services.try_again(by=request.actor, envelope_id=envelope_id)
    except ConnectorError as error:
        messages.error(request, str(error))
        return redirect("channels:quarantine")
    if result.state in (Intake.FAILED, Intake.QUARANTINED):
        messages.error(request, _("It still can't be read: %s") % result.reason)
    else:
        messages.success(request, _("The mail is taken in."))
    return redirect("channels:quarantine")


@require_POST
@member_required
@may_somewhere_required("channels.quarantine")
def discard(request: MemberRequest, envelope_id: int) -> HttpResponse:
    get_object_or_404(Envelope, pk=envelope_id)
    services.discard(by=request.actor, envelope_id=envelope_id)
    messages.success(request, _("The mail is put aside. Its raw file stays for its time."))
    return redirect("channels:quarantine")


@require_safe
@member_required
@may_somewhere_required("channels.quarantine")
def download(request: MemberRequest, envelope_id: int) -> HttpResponse:
    """The raw mail, never opened by the browser."""
    waiting = Envelope.objects.filter(state=Intake.QUARANTINED).exclude(raw_key="")
    get_object_or_404(waiting, pk=envelope_id)
    raw = services.take_quarantined(by=request.actor, envelope_id=envelope_id)
    response = HttpResponse(raw, content_type="application/octet-stream")
    name = f"mail-{envelope_id}.eml"
    response.headers["Content-Disposition"] = files.content_disposition(name)
    return response


# --- Senders --------------------------------------------------------------------------------


@require_safe
@member_required
@may_somewhere_required("channels.unblock")
def blocked_senders(request: MemberRequest) -> HttpResponse:
    return _page(request, "blocked", senders=queries.blocked_senders())


@require_POST
@member_required
def unblock(request: MemberRequest, sender_id: int) -> HttpResponse:
    sender = get_object_or_404(KnownSender, pk=sender_id)
    services.judge_sender(by=request.actor, address=sender.address, verdict=Verdict.UNBLOCKED)
    messages.success(request, _("Mail of %s comes in again.") % sender.address)
    return redirect("channels:blocked_senders")


# --- Profiles -------------------------------------------------------------------------------


@require_safe
@member_required
@may_somewhere_required("channels.read")
def profile_list(request: MemberRequest) -> HttpResponse:
    return _page(request, "profiles", profiles=queries.profile_rows())


@require_http_methods(["GET", "POST"])
@member_required
def change_profile(request: MemberRequest, key: str) -> HttpResponse:
    require(request.actor, "channels.manage")
    row = get_object_or_404(MailProfile, key=key)
    form = ProfileForm(request.POST or None, initial=ProfileForm.initial_of(row))
    if form.is_valid() and accepted(
        form,
        lambda: services.change_profile(by=request.actor, key=key, rules=form.rules()),
    ):
        messages.success(request, _("Saved. It counts for the next message."))
        return redirect("channels:profile_list")
    return _page(
        request, "profile", status=UNCLEAR if form.is_bound else 200, form=form, profile=row
    )


# --- After a restore ------------------------------------------------------------------------


@require_safe
@member_required
def restored(request: MemberRequest) -> HttpResponse:
    """What a restore held back, and the word that lets the desk go on."""
    require(request.actor, "channels.go_on")
    return _page(request, "restored", found=queries.after_restore())


@require_POST
@member_required
def go_on(request: MemberRequest) -> HttpResponse:
    services.go_on(by=request.actor)
    watch.look()
    messages.success(request, _("The desk works again: mail is fetched and sent from now on."))
    return redirect("channels:restored")
