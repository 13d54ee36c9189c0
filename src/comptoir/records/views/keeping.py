"""What is kept, for how long; what is held; what is masked."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comptoir.accounts.web import MemberRequest, member_required
from comptoir.kit.cards import Kind as Number
from comptoir.kit.errors import ComptoirError, NotAllowed, NotFound
from comptoir.records import access, services
from comptoir.records.errors import BadDays
from comptoir.records.policies import KEEPING, KeptKind, check_days
from comptoir.records.queries.keeping import AS_HOUSE, DAYS, Preview, keeping_page, preview
from comptoir.records.queries.masking import masked_kinds

_LONGEST = 5


@require_safe
@member_required
def keeping(request: MemberRequest) -> HttpResponse:
    access.require(request.actor, access.KEEPING)
    return _page(request)


def _page(
    request: MemberRequest, refusal: ComptoirError | None = None, look: Preview | None = None
) -> HttpResponse:
    context = {
        "page": keeping_page(),
        "names": {kind.value: keeping.name for kind, keeping in KEEPING.items()},
        "numbers": [
            (Number.CARD, _("Numbers of payment cards"), Number.CARD in masked_kinds()),
            (Number.IBAN, _("Numbers of bank accounts (IBAN)"), Number.IBAN in masked_kinds()),
        ],
        "refusal": str(refusal or ""),
        "told": request.POST,
        "look": look,
    }
    status = refusal.status if refusal else 200
    return render(request, "records/keeping.html", context, status=status)


@require_POST
@member_required
def set_days(request: MemberRequest, kept: str) -> HttpResponse:
    access.require(request.actor, access.KEEPING)
    if kept not in list(KeptKind):
        raise NotFound(_("There is no such kind."))
    kind, typed = KeptKind(kept), request.POST.get("days", "").strip()
    try:
        days = _days(typed, kind)
        if "look" in request.POST:
            return _page(request, look=preview(kind, days))
        services.set_days(by=request.actor, kind=kind, days=days)
    except BadDays as refusal:
        return _page(request, refusal)
    messages.success(request, _("Saved. It counts from tonight on."))
    return redirect("records:keeping")


@require_POST
@member_required
def set_channel_days(request: MemberRequest, channel_id: int) -> HttpResponse:
    """Of words and files of one channel; `look` only shows what would go."""
    access.require(request.actor, access.KEEPING)
    chosen = request.POST.get("chosen", AS_HOUSE)
    try:
        days = (
            _days(request.POST.get("days", "").strip(), KeptKind.WORDS) if chosen == DAYS else None
        )
        if "look" in request.POST:
            return _page(request, look=preview(KeptKind.WORDS, days, channel_id))
        services.set_channel_days(by=request.actor, channel_id=channel_id, chosen=chosen, days=days)
    except BadDays as refusal:
        return _page(request, refusal)
    messages.success(request, _("Saved. It counts from tonight on."))
    return redirect("records:keeping")


def _days(typed: str, kind: KeptKind) -> int | None:
    if not typed:
        return None
    is_number = typed.isascii() and typed.isdecimal() and len(typed) <= _LONGEST
    days = int(typed) if is_number else 0
    check_days(kind, days)
    return days


@require_POST
@member_required
def hold(request: MemberRequest) -> HttpResponse:
    typed = request.POST.get("number", "").strip().lstrip("#")
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else 0
    try:
        services.hold(by=request.actor, conversation_id=number, why=request.POST.get("why", ""))
    except (NotAllowed, NotFound):
        raise
    except ComptoirError as refusal:
        return _page(request, refusal)
    messages.success(request, _("Held: nothing is taken from it."))
    return redirect("records:keeping")


@require_POST
@member_required
def lift(request: MemberRequest, hold_id: int) -> HttpResponse:
    services.lift(by=request.actor, hold_id=hold_id)
    messages.success(request, _("The hold is lifted."))
    return redirect("records:keeping")


@require_POST
@member_required
def set_masking(request: MemberRequest) -> HttpResponse:
    chosen = request.POST.getlist("masked")
    for kind in Number:
        services.set_masked(by=request.actor, kind=kind, is_masked=kind.value in chosen)
    messages.success(request, _("Saved. It counts for what is stored from now on."))
    return redirect("records:keeping")
