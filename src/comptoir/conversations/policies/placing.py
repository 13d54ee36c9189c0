"""Where an incoming mail belongs: into a conversation, beside it, or into a new one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from comptoir.accounts.parties import Party

# A mail that only names an order joins a conversation that was alive this recently.
SAME_MATTER = timedelta(days=30)
# Suspicions (`channels.policies.spam`) under which no mail continues a conversation.
NEVER_JOINS = frozenset({"forged", "blocked_sender"})


class Placement(StrEnum):
    """JOIN: as the party itself. BESIDE: seen by the operator alone. LINK: new, but linked."""

    JOIN = "join"
    BESIDE = "beside"
    LINK = "link"
    NEW = "new"


class Found(StrEnum):
    """How the candidate was found, strongest first."""

    MESSAGE_ID = "message_id"
    REPLY_ADDRESS = "reply_address"
    ORDER = "order"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """`is_party`: the sender is the conversation's own buyer or seller.

    `was_addressed`: the sender was among the recipients of a message of it. `suspicion`: why the
    mail looks like spam or forgery, "" when it does not.
    """

    found: Found
    is_party: bool = False
    was_addressed: bool = False
    suspicion: str = ""


def place(facts: PlaceFacts) -> Placement:
    """A From address alone never joins: it must be the party's own (A2, A3, A4).

    A stranger who answers a mail of ours reads nothing by it: what he writes is shown to the
    operator, in a conversation of its own unless he had been written to. A forged or blocked
    sender is nobody's party; other suspicion is forgiven to who knows an id of ours.
    """
    if facts.found is Found.NOTHING:
        return Placement.NEW
    if facts.found is Found.ORDER:
        return Placement.JOIN if facts.is_party and not facts.suspicion else Placement.NEW
    if facts.suspicion in NEVER_JOINS:
        return Placement.LINK
    if facts.is_party:
        return Placement.JOIN
    return Placement.BESIDE if facts.was_addressed else Placement.LINK


def is_same_matter(*, last_message_at: datetime, at: datetime) -> bool:
    return at - last_message_at <= SAME_MATTER


def audience_of(party: Party | None) -> Party:
    """Who sees what a party writes by mail: that party and the operator; nobody else by itself."""
    if party is None or party is Party.OPERATOR:
        return Party.OPERATOR
    return party | Party.OPERATOR
