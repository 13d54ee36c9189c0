"""The contact reasons for their page: what is promised, how often each comes, who chose it."""

from dataclasses import dataclass
from datetime import timedelta

from comptoir.conversations.states import INTENT_NAMES, Intent
from comptoir.deadlines.queries import promise_for_reason
from comptoir.kit import db
from comptoir.kit.clock import now

SPAN = timedelta(days=28)

_COUNTS = """
SELECT reason, count(*), count(*) FILTER (WHERE reason_source = 'person')
FROM conversations_conversation
WHERE reason <> '' AND NOT is_spam AND last_message_at > %s GROUP BY reason"""


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """`chosen` is the share, in per cent, that people chose themselves; None where none came."""

    key: str
    name: str
    promise: str
    conversations: int
    chosen: int | None


def reason_lines(*, of_sellers: bool) -> list[ReasonLine]:
    """Two queries at most, whatever their number: the rules are kept for seconds."""
    counts = {reason: (all_, chosen) for reason, all_, chosen in db.rows(_COUNTS, [now() - SPAN])}
    return [
        _line(intent, *counts.get(intent, (0, 0)))
        for intent in Intent
        if intent.startswith("seller_") is of_sellers
    ]


def _line(intent: Intent, conversations: int, chosen: int) -> ReasonLine:
    share = round(100 * chosen / conversations) if conversations else None
    return ReasonLine(
        intent.value, str(INTENT_NAMES[intent]), promise_for_reason(intent), conversations, share
    )
