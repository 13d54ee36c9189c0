"""What came of a matter that is settled: what our letters say the buyer got."""

import re
from collections.abc import Callable
from random import Random

from comptoir.conversations.states import Intent
from comptoir.conversations.states import Outcome as Result
from comptoir.demo.content.grammar import book
from comptoir.demo.content.shapes import Author, Conversation, Outcome
from comptoir.kit.money import Money

type Settled = tuple[Result, Money | None]
type Settle = Callable[[Conversation], Settled]

# Some forget to note it: so it is at every desk.
_NOTED = 0.9
_HOLE = re.compile(r"\{[^}]*\}")
_FIVE_EUROS = Money(500, "EUR")


def settled_with(told: Conversation) -> Settled | None:
    """The outcome that was noted when it was resolved, or None where nobody noted one."""
    is_resolved = told.outcome is Outcome.RESOLVED and not told.is_spam
    if not is_resolved or Random(told.key).random() > _NOTED:
        return None
    for part, ways in _BY_WORDS.get(told.intent, {}).items():
        place = _said(told, part)
        if place is not None:
            return ways[place % len(ways)](told)
    return _USUAL.get(told.intent, _information)(told)


def _said(told: Conversation, part: str) -> int | None:
    """Which of the lines of this part was written, told by its longest words without a hole."""
    texts = book(told.language)
    section = f"{told.intent}.{part}"
    for place, line in enumerate(texts.lines(section) if texts.has(section) else ()):
        words = max(_HOLE.split(line), key=len).strip()
        if any(words in turn.text for turn in told.turns if turn.author is not Author.SYSTEM):
            return place
    return None


def _information(told: Conversation) -> Settled:
    return Result.INFORMATION, None


def _nothing(told: Conversation) -> Settled:
    return Result.NONE, None


def _replacement(told: Conversation) -> Settled:
    return Result.REPLACEMENT, None


def _voucher(told: Conversation) -> Settled:
    return Result.VOUCHER, None


def _refund(told: Conversation) -> Settled:
    return Result.REFUND, told.order.total if told.order else None


def _shipping(told: Conversation) -> Settled:
    shipping = told.order.shipping if told.order else None
    return Result.PARTIAL_REFUND, shipping if shipping and shipping.minor else None


def _for_the_wait(told: Conversation) -> Settled:
    return Result.PARTIAL_REFUND, _FIVE_EUROS


def _fifteen_percent(told: Conversation) -> Settled:
    if told.order is None:
        return Result.PARTIAL_REFUND, None
    price = told.order.lines[0].unit_price
    return Result.PARTIAL_REFUND, Money(round(price.minor * 15 / 100), price.currency)


# By the place of the line that was written: the same in every language.
_BY_WORDS: dict[Intent, dict[str, tuple[Settle, ...]]] = {
    Intent.DELIVERY_DELAY: {"settle": (_shipping, _for_the_wait)},
    Intent.NOT_RECEIVED: {"settle": (_replacement, _refund)},
    Intent.DAMAGED_ITEM: {"again": (_replacement, _replacement, _refund)},
    Intent.NOT_AS_DESCRIBED: {"again": (_fifteen_percent, _refund)},
    Intent.RETURN_REQUEST: {"settle": (_refund,)},
    Intent.REFUND_REQUEST: {"settle": (_refund,)},
    Intent.REFUND_STATUS: {"answer": (_information, _refund)},
    Intent.PAYMENT_PROBLEM: {"answer": (_information, _refund)},
    Intent.COMPLAINT: {"settle": (_refund,)},
}
_USUAL: dict[Intent, Settle] = {
    Intent.CANCEL_ORDER: _refund,
    Intent.DAMAGED_ITEM: _replacement,
    Intent.DEFECTIVE_ITEM: _replacement,
    Intent.DISCOUNT_PROMO: _voucher,
    Intent.EXCHANGE_REQUEST: _replacement,
    Intent.MISSING_ITEM: _replacement,
    Intent.PRAISE_THANKS: _nothing,
    Intent.WARRANTY_REPAIR: _replacement,
    Intent.WRONG_ITEM: _replacement,
}
