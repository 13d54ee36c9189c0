"""A filter as a condition on `conversations_conversation c`."""

from comptoir.conversations.filters.fields import FILTER_FIELDS
from comptoir.conversations.filters.shapes import (
    Condition,
    Filter,
    Match,
    Reader,
    Sort,
    Values,
)

# The column a list is sorted by, and whether the newest stands first.
COLUMNS = {
    Sort.DUE: ("next_due_at", False),
    Sort.NEWEST: ("last_message_at", True),
    Sort.OLDEST: ("last_message_at", False),
    Sort.WAITING: ("waiting_since", False),
    Sort.DUE_LAST: ("next_due_at", True),
    Sort.WAITING_LAST: ("waiting_since", True),
    Sort.NUMBER: ("id", False),
    Sort.NUMBER_LAST: ("id", True),
}


def where(kept: Filter, reader: Reader, values: Values) -> str:
    """All conditions, or any of them; words are not among them. "" when there are none."""
    told = [_condition(condition, reader, values) for condition in kept.conditions]
    between = " OR " if kept.match is Match.ANY else " AND "
    return f"({between.join(told)})" if told else ""


def _condition(condition: Condition, reader: Reader, values: Values) -> str:
    told = FILTER_FIELDS.get(condition.field).where(condition.value, reader, values)
    # What is not known is not so: NULL counts as no.
    return f"(({told}) IS NOT TRUE)" if condition.is_not else f"({told})"


def is_personal(kept: Filter) -> bool:
    """Whether two members see different conversations through it."""
    return any(c.value in FILTER_FIELDS.get(c.field).personal for c in kept.conditions)
