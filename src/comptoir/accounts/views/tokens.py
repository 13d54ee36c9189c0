"""API tokens: one's own, and for administrators everybody's."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from comptoir.accounts import access, queries, services
from comptoir.accounts.errors import BadToken
from comptoir.accounts.forms import TokenForm
from comptoir.accounts.models import ApiToken
from comptoir.accounts.web import MemberRequest, may_somewhere_required, member_required


@require_safe
@member_required
@may_somewhere_required("accounts.tokens")
def token_list(request: MemberRequest) -> HttpResponse:
    return _page(request, TokenForm(by=request.actor))


def _page(request: MemberRequest, form: TokenForm, status: int = 200) -> HttpResponse:
    may_manage = access.may(request.actor, "accounts.manage")
    lines = queries.token_lines(member_id=None if may_manage else request.actor.row_id)
    context = {
        "form": form,
        "own": [line for line in lines if line.member_id == request.actor.id],
        "others": [line for line in lines if line.member_id != request.actor.id],
        "may_manage": may_manage,
    }
    return render(request, "accounts/tokens.html", context, status=status)


@never_cache
@require_POST
@member_required
@may_somewhere_required("accounts.tokens")
def make_token(request: MemberRequest) -> HttpResponse:
    """The page that follows is the only one that ever shows the secret."""
    form = TokenForm(request.POST, by=request.actor)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        made = services.make_token(
            by=request.actor,
            name=form.cleaned_data["name"],
            permissions=form.cleaned_data["permissions"],
            valid_for=form.valid_for(),
        )
    except BadToken as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, status=422)
    return render(request, "accounts/token_made.html", {"made": made})


@require_POST
@member_required
def revoke_token(request: MemberRequest, token_id: int) -> HttpResponse:
    get_object_or_404(ApiToken, pk=token_id)
    token = services.revoke_token(by=request.actor, token_id=token_id)
    messages.success(request, _("“%(name)s” no longer works.") % {"name": token.name})
    return redirect("account_tokens")
