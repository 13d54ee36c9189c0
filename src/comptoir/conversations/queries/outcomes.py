"""The small form in which a conversation is resolved with what came of it."""

from dataclasses import dataclass

from comptoir.accounts.identity import Identity
from comptoir.commerce.models import Order
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries.composing import menus
from comptoir.conversations.queries.habits import asks_outcome
from comptoir.conversations.shapes import Choice
from comptoir.conversations.states import OUTCOME_NAMES, WITH_AMOUNT, Outcome


@dataclass(frozen=True, slots=True)
class OutcomeChoice:
    """`key` is what is sent, `digit` the key that chooses it."""

    key: str
    label: str
    digit: int
    has_amount: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class OutcomeForm:
    number: int
    outcomes: tuple[OutcomeChoice, ...]
    reasons: tuple[Choice, ...]
    reason: str
    amount: str
    currency: str
    status: str
    is_asked: bool
    is_resolved: bool


def outcome_form(identity: Identity, conversation: Conversation) -> OutcomeForm:
    """What the small form shows: what is noted already, else what suits the order."""
    noted = conversation.outcome_amount
    return OutcomeForm(
        number=conversation.pk,
        outcomes=tuple(
            OutcomeChoice(
                key=each,
                label=str(OUTCOME_NAMES[each]),
                digit=at,
                has_amount=each in WITH_AMOUNT,
                is_chosen=each == conversation.outcome,
            )
            for at, each in enumerate(Outcome, start=1)
        ),
        reasons=menus(identity, conversation).reasons,
        reason=conversation.reason,
        amount=str(noted.amount) if noted else "",
        currency=noted.currency if noted else currency_of(conversation.order),
        status=conversation.status_id or "",
        is_asked=asks_outcome(conversation.team_id),
        is_resolved=conversation.category == "resolved",
    )


def currency_of(order: Order | None) -> str:
    return order.currency if order is not None else "EUR"
