"""Pages for somebody who is not signed in: an invitation, a forgotten password."""

from allauth.account import views as account
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from comptoir.accounts import services
from comptoir.accounts.errors import InvitationUnusable
from comptoir.accounts.forms import AcceptForm, ResetRequestForm, SignInForm
from comptoir.accounts.queries import usable_invitation
from comptoir.ui.forms import accepted


class SignIn(account.LoginView):  # type: ignore[misc]
    form_class = SignInForm


class PasswordReset(account.PasswordResetView):  # type: ignore[misc]
    form_class = ResetRequestForm


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation. The address is the invited one, whoever opens the link (D8)."""
    too_often: HttpResponse | None = ratelimit.consume_or_429(
        request, action="reset_password_from_key"
    )
    if too_often:
        return too_often
    try:
        found = usable_invitation(token)
    except InvitationUnusable as refused:
        return render(
            request, "accounts/invitation_gone.html", {"sentence": refused}, status=refused.status
        )
    form = AcceptForm(request.POST or None, invitation=found)
    if (
        request.method == "POST"
        and form.is_valid()
        and accepted(form, lambda: services.accept_invitation(token=token, **form.cleaned_data))
    ):
        messages.success(request, _("Welcome. Sign in with your new password."))
        return redirect("account_login")
    return render(request, "accounts/invitation.html", {"invitation": found, "form": form})
