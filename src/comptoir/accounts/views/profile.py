"""What is one's own: profile and sessions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.accounts import queries, services
from comptoir.accounts.errors import BadProfile
from comptoir.accounts.forms import ProfileForm
from comptoir.accounts.web import MemberRequest, member_required
from comptoir.ui.commands import changeable, key_sections

FIELDS = ("name", "language", "time_zone", "languages", "single_keys")


@require_http_methods(["GET", "POST"])
@member_required
def profile(request: MemberRequest) -> HttpResponse:
    member = request.identity.member
    now = {field: getattr(member, field) for field in FIELDS}
    form = ProfileForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        changed = services.update_profile(by=request.actor, **form.cleaned_data)
        with translation.override(changed.language):
            messages.success(request, _("Your profile is saved."))
        return redirect("account_profile")
    return render(request, "accounts/profile.html", {"form": form})


@require_http_methods(["GET", "POST"])
@member_required
def keys(request: MemberRequest) -> HttpResponse:
    """One line a command; what is refused stands there as it was typed."""
    typed, refusal = {}, ""
    if request.method == "POST":
        offered = (name for name, _each in changeable())
        typed = {name: request.POST[name].strip() for name in offered if name in request.POST}
        try:
            services.choose_keys(by=request.actor, typed=typed)
        except BadProfile as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("Your keys are saved."))
            return redirect("account_keys")
    sections = key_sections(request.identity.member.keys, typed)
    context = {"sections": sections, "refusal": refusal}
    return render(request, "accounts/keys.html", context, status=422 if refusal else 200)


@require_safe
@member_required
def sessions(request: MemberRequest) -> HttpResponse:
    lines = queries.sessions_of(
        request.identity.member, current_key=request.session.session_key or ""
    )
    return render(request, "accounts/sessions.html", {"sessions": lines})


@require_POST
@member_required
def end_session(request: MemberRequest, session_id: int) -> HttpResponse:
    services.end_session(by=request.actor, session_id=session_id)
    messages.success(request, _("That browser is signed out."))
    return redirect("usersessions_list")


@require_POST
@member_required
def end_other_sessions(request: MemberRequest) -> HttpResponse:
    services.end_other_sessions(by=request.actor, keep=request.session.session_key or "")
    messages.success(request, _("All other browsers are signed out."))
    return redirect("usersessions_list")
