"""Resolving with an outcome: what came of it, what it cost, and which teams want to know."""

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.models import Team
from comptoir.conversations import access
from comptoir.conversations.errors import NotAMember, WrongAmount
from comptoir.conversations.events import OutcomeAsked, OutcomeNoted
from comptoir.conversations.models import Conversation, TeamHabit
from comptoir.conversations.services import rows
from comptoir.conversations.services.habits import require_outcome
from comptoir.conversations.services.handling import apply_reason, check_offered, resolve_locked
from comptoir.conversations.services.meanwhile import Seen, check_status
from comptoir.conversations.services.settling import settle_sides
from comptoir.conversations.states import (
    FLOW,
    WITH_AMOUNT,
    Category,
    Intent,
    Outcome,
    ReasonSource,
    Sides,
)
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.money import Money


@transaction.atomic
def resolve(
    *,
    by: Actor,
    conversation_id: int,
    outcome: Outcome | None,
    amount: Money | None = None,
    reason: Intent | None = None,
    seen: Seen[str] | None = None,
    sides: Sides = Sides.ASK,
) -> Conversation:
    """Resolve with what came of it; on one that is resolved the outcome is only corrected.

    Raises OutcomeMissing where its team wants one, SidesOpen, WrongAmount, ChangedMeanwhile.
    """
    conversation = rows.lock(conversation_id)
    access.require(by, access.HANDLE, conversation)
    check_status(seen, conversation, by)
    if reason is not None:
        _choose(by, conversation, reason)
    if outcome is not None:
        _note(by, conversation, outcome, amount)
    require_outcome(by, conversation)
    if conversation.category != Category.RESOLVED:
        FLOW.check(Category(conversation.category), Category.RESOLVED)
        settle_sides(by, conversation, sides, resolve_locked)
        resolve_locked(by=by, conversation=conversation)
    return conversation


def _choose(by: Actor, conversation: Conversation, reason: Intent) -> None:
    is_chosen = conversation.reason_source == ReasonSource.PERSON
    if conversation.reason != reason or not is_chosen:
        check_offered(conversation, reason)
        source = ReasonSource.PERSON
        apply_reason(by=by, conversation=conversation, reason=reason, source=source)


def _note(by: Actor, conversation: Conversation, outcome: Outcome, amount: Money | None) -> None:
    _check_amount(outcome, amount)
    if (conversation.outcome, conversation.outcome_amount) == (outcome, amount):
        return
    conversation.outcome = outcome
    conversation.outcome_minor = amount.minor if amount else None
    conversation.outcome_currency = amount.currency if amount else ""
    conversation.save(update_fields=["outcome", "outcome_minor", "outcome_currency"])
    reason = Intent(conversation.reason) if conversation.reason else None
    noted = OutcomeNoted(
        conversation_id=conversation.pk, outcome=outcome, reason=reason, amount=amount
    )
    publish(noted, by=by)


def _check_amount(outcome: Outcome, amount: Money | None) -> None:
    if amount is None:
        return
    if outcome not in WITH_AMOUNT:
        raise WrongAmount(_("This outcome has no amount. Leave the field empty."))
    if amount.minor <= 0:
        raise WrongAmount(_("Write an amount greater than nothing, or leave the field empty."))


@transaction.atomic
def ask_outcome(*, by: Actor, team_id: int, asked: bool) -> None:
    """Whether this team notes an outcome whenever it resolves something."""
    access.require_statuses(by)
    if not Team.objects.filter(pk=team_id, is_active=True).exists():
        raise NotAMember(_("This team does not exist any more."))
    habit, _new = TeamHabit.objects.select_for_update().get_or_create(team_id=team_id)
    if habit.asks_outcome is asked:
        return
    habit.asks_outcome = asked
    habit.save(update_fields=["asks_outcome"])
    publish(OutcomeAsked(team_id=team_id, is_asked=asked), by=by)
