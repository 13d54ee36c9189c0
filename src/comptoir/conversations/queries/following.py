"""Who follows a conversation, by name."""

from collections.abc import Iterable

from comptoir.conversations.queries.directory import directory
from comptoir.conversations.shapes import Person


def people(ids: Iterable[int]) -> tuple[Person, ...]:
    """Whoever has come to the house after the directory was read is shown with the next look."""
    names = directory().member_names
    return tuple(Person(id, names[id]) for id in ids if id in names)
