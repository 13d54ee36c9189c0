"""Who else has a conversation open, and who is at the desk at all."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from comptoir.accounts.viewers import Viewer
from comptoir.conversations.policies.presence import LONGEST, being_now, busiest, rank
from comptoir.conversations.queries.views import scope
from comptoir.conversations.shapes import Here, Person
from comptoir.conversations.states import Being
from comptoir.kit import db
from comptoir.kit.clock import now

_OTHERS = """
SELECT p.conversation_id, p.member_id, m.name, p.being, p.at
FROM conversations_presence p
JOIN accounts_member m ON m.id = p.member_id AND m.is_active
JOIN conversations_conversation c ON c.id = p.conversation_id
WHERE p.at > %(since)s AND p.member_id <> %(member)s AND {which} AND {condition}"""
_AT_THE_DESK = """
SELECT member_id, max(at) FROM conversations_presence
WHERE member_id = ANY(%(members)s) AND at > %(since)s AND being <> 'away' GROUP BY member_id"""


def others_at(viewer: Viewer, numbers: Collection[int]) -> Mapping[int, tuple[Here, ...]]:
    """Who else has these conversations open, by their number: one query, who composes first."""
    found = _found(viewer, "c.id = ANY(%(numbers)s)", numbers)
    return {
        number: tuple(sorted(people, key=lambda one: (rank(one.being), one.who.name)))
        for number, people in found.items()
    }


def open_with_others(viewer: Viewer) -> frozenset[int]:
    """The conversations that others read or answer now: not those they have in the background."""
    found = _found(viewer, "p.being <> 'away'", ())
    return frozenset(found)


def at_the_desk(members: Collection[int]) -> Mapping[int, datetime]:
    """Since when their last sign of life is, of those who look at a conversation now."""
    told = {"members": list(members), "since": now() - LONGEST}
    return dict(db.planned(_AT_THE_DESK, told))


def _found(viewer: Viewer, which: str, numbers: Collection[int]) -> Mapping[int, list[Here]]:
    """One for each person and conversation, however many tabs he has."""
    condition, params = scope(viewer)
    moment = now()
    params |= {"member": viewer.id, "since": moment - LONGEST, "numbers": list(numbers)}
    tabs: dict[tuple[int, int, str], list[Being]] = defaultdict(list)
    for number, member, name, told, at in db.rows(
        _OTHERS.format(which=which, condition=condition), params
    ):
        if (being := being_now(Being(told), at, moment)) is not None:
            tabs[number, member, name].append(being)
    found: dict[int, list[Here]] = defaultdict(list)
    for (number, member, name), beings in tabs.items():
        found[number].append(Here(Person(member, name), busiest(beings)))
    return found
