"""What waits on us when the demo starts: a few overdue, some due within the hour, the rest later."""

from datetime import timedelta

from comptoir.conversations.states import Intent
from comptoir.demo.content.planning import Plan
from comptoir.demo.content.shapes import Conversation
from comptoir.demo.content.topics import TOPICS

# Minutes until a reply is due, by intent, as the shipped clock policies have it.
_DELIVERY = {
    Intent.DELIVERY_DELAY, Intent.NOT_RECEIVED, Intent.DAMAGED_ITEM, Intent.DEFECTIVE_ITEM,
    Intent.WRONG_ITEM, Intent.MISSING_ITEM, Intent.NOT_AS_DESCRIBED,
}  # fmt: skip
_RETURN = {Intent.RETURN_REQUEST, Intent.EXCHANGE_REQUEST, Intent.REFUND_REQUEST}
_BY_INTENT = {topic.intent: topic for topic in TOPICS}

# Intent and minutes until it is due at the start; a minus is overdue.
_WAITING = (
    (Intent.DELIVERY_DELAY, -47), (Intent.ORDER_STATUS, -22), (Intent.DAMAGED_ITEM, -9),
    (Intent.PRODUCT_QUESTION, 6), (Intent.DELIVERY_DELAY, 11), (Intent.ORDER_STATUS, 17),
    (Intent.NOT_RECEIVED, 24), (Intent.ORDER_STATUS, 31), (Intent.STOCK_AVAILABILITY, 38),
    (Intent.RETURN_REQUEST, 44), (Intent.DELIVERY_DELAY, 52),
    (Intent.DAMAGED_ITEM, 74), (Intent.WRONG_ITEM, 83), (Intent.PRODUCT_QUESTION, 92),
    (Intent.DELIVERY_DELAY, 108), (Intent.INVOICE_REQUEST, 127),
    (Intent.CANCEL_ORDER, 151), (Intent.PRODUCT_QUESTION, 166),
    (Intent.ORDER_STATUS, 193), (Intent.CHANGE_ORDER, 205),
    (Intent.DISCOUNT_PROMO, 217), (Intent.ORDER_STATUS, 229), (Intent.RETURN_REQUEST, 340),
    (Intent.EXCHANGE_REQUEST, 520), (Intent.REFUND_REQUEST, 715), (Intent.RETURN_REQUEST, 930),
    (Intent.RETURN_REQUEST, 1_190), (Intent.REFUND_REQUEST, 1_340),
)  # fmt: skip


def target_minutes(intent: Intent) -> int:
    if intent in _DELIVERY:
        return 120
    return 24 * 60 if intent in _RETURN else 240


def waiting_conversations(plan: Plan) -> list[Conversation]:
    return [
        plan.waiting(
            f"waiting-{number:02}",
            _BY_INTENT[intent],
            plan.start - timedelta(minutes=target_minutes(intent) - due_in),
            due_in=due_in,
        )
        for number, (intent, due_in) in enumerate(_WAITING, 1)
    ]
