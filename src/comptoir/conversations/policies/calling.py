"""Whether a phone call can be kept as it was told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from comptoir.accounts.parties import Party

LONGEST = 24 * 60
# A clock on somebody's wall may be a little ahead of ours.
_AHEAD = timedelta(minutes=5)


class Fault(StrEnum):
    NOBODY = "nobody"
    LATER = "later"
    LENGTH = "length"
    NOT_AN_ANSWER = "not_an_answer"
    SPAM = "spam"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class CallFacts:
    party: Party
    minutes: int
    began_at: datetime
    now: datetime
    answers: bool
    has_buyer: bool
    has_seller: bool
    is_spam: bool = False
    is_merged: bool = False


def fault(facts: CallFacts) -> Fault | None:
    """None where nothing is wrong. The buyer is who waits; where there is none, the seller."""
    customer = Party.BUYER if facts.has_buyer else Party.SELLER
    here = {Party.BUYER: facts.has_buyer, Party.SELLER: facts.has_seller}
    wrong = (
        (facts.is_spam, Fault.SPAM),
        (facts.is_merged, Fault.MERGED),
        (not here.get(facts.party, not facts.party), Fault.NOBODY),
        (facts.began_at > facts.now + _AHEAD, Fault.LATER),
        (not 0 <= facts.minutes <= LONGEST, Fault.LENGTH),
        (facts.answers and facts.party is not customer, Fault.NOT_AN_ANSWER),
    )
    return next((why for is_so, why in wrong if is_so), None)
