"""Lists of vouchers: what is left, more codes, the end of a list."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts.web import MemberRequest, may_somewhere_required, member_required
from comptoir.automation import services
from comptoir.automation.access import VOUCHERS
from comptoir.automation.errors import VouchersUnclear
from comptoir.automation.forms import VoucherForm
from comptoir.automation.queries.vouchers import voucher_lines

UNCLEAR = 422


@require_http_methods(["GET", "POST"])
@member_required
@may_somewhere_required(VOUCHERS)
def voucher_list(request: MemberRequest) -> HttpResponse:
    form = VoucherForm(request.POST or None, request.FILES or None)
    if form.is_valid() and _imported(request, form):
        return redirect("automation:vouchers")
    context = {"form": form, "lines": voucher_lines()}
    status = UNCLEAR if form.is_bound else 200
    return render(request, "automation/vouchers.html", context, status=status)


def _imported(request: MemberRequest, form: VoucherForm) -> bool:
    """Import, or write on the form which lines are wrong."""
    try:
        told = services.import_vouchers(
            by=request.actor,
            name=form.cleaned_data["name"],
            content=form.cleaned_data["file"].read(),
            defaults=form.defaults(),
        )
    except VouchersUnclear as refusal:
        for line in refusal.lines or (str(refusal),):
            form.add_error("file", line)
        return False
    said = ngettext("%(count)d code was added.", "%(count)d codes were added.", told.added)
    messages.success(request, said % {"count": told.added})
    if told.known:
        known = ngettext("%(count)d was there before.", "%(count)d were there before.", told.known)
        messages.info(request, known % {"count": told.known})
    return True


@require_POST
@member_required
def close_list(request: MemberRequest, list_id: int) -> HttpResponse:
    services.close_voucher_list(by=request.actor, list_id=list_id)
    messages.success(request, _("Closed. What was given away stays valid."))
    return redirect("automation:vouchers")
