"""Resolving with an outcome, and which teams note one."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts.web import MemberRequest, member_required
from comptoir.conversations import services
from comptoir.conversations.errors import WrongAmount
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries.habits import team_lines
from comptoir.conversations.queries.outcomes import outcome_form
from comptoir.conversations.queries.thread import find
from comptoir.conversations.services.meanwhile import Seen
from comptoir.conversations.states import Intent, Outcome
from comptoir.conversations.views import acts
from comptoir.conversations.views.pages import head_context, show
from comptoir.conversations.views.parsing import choice_of
from comptoir.kit.db import no_queries
from comptoir.kit.money import BadAmount, Money
from comptoir.ui.addresses import way_back
from comptoir.ui.toasts import toast


@require_http_methods(["GET", "POST"])
@member_required
def resolve(request: MemberRequest, number: int) -> HttpResponse:
    """The form with reason, outcome and amount; sent, the conversation is resolved."""
    conversation = find(request.viewer, number)
    shown = partial(_form, request, conversation)
    if request.method == "GET":
        return shown("")
    return acts.attempt(request, partial(_resolve, request, number), shown)


def _form(request: MemberRequest, conversation: Conversation, refusal: str) -> HttpResponse:
    context = {"form": outcome_form(request.identity, conversation), "told": request.POST}
    return acts.form(request, "outcome", context | {"refusal": refusal})


def _resolve(request: MemberRequest, number: int) -> HttpResponse:
    told = request.POST
    services.resolve(
        by=request.actor,
        conversation_id=number,
        outcome=choice_of(Outcome, told.get("outcome", "")),
        amount=_amount(told.get("amount", ""), told.get("currency", "")),
        reason=choice_of(Intent, told.get("reason", "")),
        seen=Seen(told["seen"]) if "seen" in told else None,
    )
    head = show(request, "head", head_context(request, find(request.viewer, number)))
    return toast(head, text=_("Resolved"))


def _amount(typed: str, currency: str) -> Money | None:
    """“12,50” and “12.50” alike; None for an empty field."""
    digits, code = typed.strip().replace(",", "."), currency.strip().upper()
    if not digits:
        return None
    if len(code) != 3 or not (code.isascii() and code.isalpha()):
        raise WrongAmount(_("Write the currency in three letters, like EUR."))
    try:
        return Money.of(digits, code)
    except BadAmount:
        said = _("“%(typed)s” is not an amount of %(currency)s. Write it like 12.50.")
        raise WrongAmount(said % {"typed": typed.strip(), "currency": code}) from None


@require_POST
@member_required
def ask_outcome(request: MemberRequest, team_id: int) -> HttpResponse:
    """Whether a team notes outcomes; answers with the list of teams anew."""
    asked = request.POST.get("asked") == "1"
    services.ask_outcome(by=request.actor, team_id=team_id, asked=asked)
    return _habits(request)


@require_POST
@member_required
def share_drafts(request: MemberRequest, team_id: int) -> HttpResponse:
    """Whether colleagues read a team's drafts; answers with the list of teams anew."""
    shared = request.POST.get("shared") == "1"
    services.share_drafts_of_team(by=request.actor, team_id=team_id, shared=shared)
    return _habits(request)


def _habits(request: MemberRequest) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        messages.success(request, _("Saved."))
        return redirect(way_back(request, reverse("conversations:statuses")))
    teams = team_lines()
    with no_queries():
        page = render(request, "conversations/statuses.html#teams", {"teams": teams})
    return toast(page, text=_("Saved."))
