"""Members: who there is, with which role; inviting, switching off."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comptoir.accounts import access, queries, services
from comptoir.accounts.forms import GrantForm, InviteForm, SpokenForm
from comptoir.accounts.models import Invitation, Member
from comptoir.accounts.web import MemberRequest, may_somewhere_required, member_required
from comptoir.kit.actor import Grant
from comptoir.kit.clock import now


@require_safe
@member_required
@may_somewhere_required("accounts.invite")
def member_list(request: MemberRequest) -> HttpResponse:
    context = {
        "members": list(queries.member_lines()),
        "invitations": list(queries.open_invitations()),
        "form": InviteForm(by=request.actor),
        "may_manage": access.may(request.actor, "accounts.manage"),
        "now": now(),
    }
    return render(request, "accounts/members.html", context)


@require_POST
@member_required
@may_somewhere_required("accounts.invite")
def invite(request: MemberRequest) -> HttpResponse:
    form = InviteForm(request.POST, by=request.actor)
    if not form.is_valid():
        return render(request, "accounts/invite.html", {"form": form}, status=422)
    said = form.cleaned_data
    invited = services.invite(
        by=request.actor,
        email=said["email"],
        name=said["name"],
        role=said["role"],
        team_id=said["team"].pk if said["team"] else None,
    )
    messages.success(request, _("%(email)s has a way in by mail, for seven days.") % said)
    return render(request, "accounts/invited.html", {"invited": invited})


@require_POST
@member_required
@may_somewhere_required("accounts.invite")
def revoke_invitation(request: MemberRequest, invitation_id: int) -> HttpResponse:
    get_object_or_404(Invitation, pk=invitation_id)
    services.revoke_invitation(by=request.actor, invitation_id=invitation_id)
    messages.success(request, _("The invitation no longer works."))
    return redirect("account_members")


@require_safe
@member_required
@may_somewhere_required("accounts.manage")
def member_detail(request: MemberRequest, member_id: int) -> HttpResponse:
    found = get_object_or_404(Member, pk=member_id)
    context = {
        "member": queries.member_line(member_id),
        "form": GrantForm(),
        "spoken": SpokenForm(initial={"languages": found.languages}),
    }
    return render(request, "accounts/member.html", context)


@require_POST
@member_required
@may_somewhere_required("accounts.manage")
def set_languages(request: MemberRequest, member_id: int) -> HttpResponse:
    get_object_or_404(Member, pk=member_id)
    form = SpokenForm(request.POST)
    if form.is_valid():
        services.set_languages(
            by=request.actor, member_id=member_id, languages=form.cleaned_data["languages"]
        )
        messages.success(request, _("Saved. It counts for what comes in from now on."))
    else:
        messages.error(request, _("Choose languages from the list."))
    return redirect("account_member", member_id)


@require_POST
@member_required
@may_somewhere_required("accounts.manage")
def add_grant(request: MemberRequest, member_id: int) -> HttpResponse:
    get_object_or_404(Member, pk=member_id)
    form = GrantForm(request.POST)
    if form.is_valid():
        grants = [*queries.grants_of(member_id), form.grant()]
        services.change_grants(by=request.actor, member_id=member_id, grants=grants)
        messages.success(request, _("The role is given."))
    return redirect("account_member", member_id)


@require_POST
@member_required
@may_somewhere_required("accounts.manage")
def remove_grant(request: MemberRequest, member_id: int) -> HttpResponse:
    """The form names the grant by its role, scope and id, so that a repeat is harmless."""
    get_object_or_404(Member, pk=member_id)
    number = request.POST.get("scope_id", "")
    gone = Grant(
        request.POST.get("role", ""),
        request.POST.get("scope", ""),
        int(number) if number.isdecimal() and len(number) < 19 else None,
    )
    grants = [grant for grant in queries.grants_of(member_id) if grant != gone]
    services.change_grants(by=request.actor, member_id=member_id, grants=grants)
    messages.success(request, _("The role is taken back."))
    return redirect("account_member", member_id)


@require_POST
@member_required
@may_somewhere_required("accounts.manage")
def switch_off(request: MemberRequest, member_id: int) -> HttpResponse:
    get_object_or_404(Member, pk=member_id)
    member = services.switch_off(by=request.actor, member_id=member_id)
    messages.success(request, _("%(name)s is signed out and can't come back.") % {"name": member})
    return redirect("account_member", member_id)


@require_POST
@member_required
@may_somewhere_required("accounts.manage")
def switch_on(request: MemberRequest, member_id: int) -> HttpResponse:
    get_object_or_404(Member, pk=member_id)
    member = services.switch_on(by=request.actor, member_id=member_id)
    messages.success(request, _("%(name)s can sign in again.") % {"name": member})
    return redirect("account_member", member_id)
