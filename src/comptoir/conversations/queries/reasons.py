"""The contact reasons for their page: what is promised, how often each comes, who chose it."""

from dataclasses import dataclass
from datetime import timedelta

from comptoir.conversations.queries.known_reasons import KnownReason, known_reasons
from comptoir.conversations.states import Intent
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

    reason: KnownReason
    name: str
    promise: str
    conversations: int
    chosen: int | None
    is_first: bool
    is_last: bool

    @property
    def key(self) -> str:
        return self.reason.key

    @property
    def may_retire(self) -> bool:
        return self.key != Intent.OTHER


def reason_lines(*, of_sellers: bool) -> list[ReasonLine]:
    """Two queries at most, whatever their number: the rules are kept for seconds."""
    counts = {reason: (all_, chosen) for reason, all_, chosen in db.rows(_COUNTS, [now() - SPAN])}
    known = [each for each in known_reasons() if each.of_sellers is of_sellers]
    return [
        _line(each, *counts.get(each.key, (0, 0)), at=at, last=len(known) - 1)
        for at, each in enumerate(known)
    ]


def _line(known: KnownReason, conversations: int, chosen: int, *, at: int, last: int) -> ReasonLine:
    share = round(100 * chosen / conversations) if conversations else None
    return ReasonLine(
        reason=known,
        name=known.label,
        promise=promise_for_reason(known.key),
        conversations=conversations,
        chosen=share,
        is_first=at == 0,
        is_last=at == last,
    )


def reason_line(key: str) -> ReasonLine | None:
    lines = (*reason_lines(of_sellers=False), *reason_lines(of_sellers=True))
    return next((line for line in lines if line.key == key), None)
