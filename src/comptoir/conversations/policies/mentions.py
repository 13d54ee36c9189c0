"""Whom an internal note names."""

from collections.abc import Iterable, Mapping


def mentioned(text: str, members: Mapping[int, str]) -> tuple[int, ...]:
    """Ids of the members whose `@Name` or `@First` stands in the text, longest names first.

    A first name counts only where it names one member.
    """
    if "@" not in text:
        return ()
    folded = text.casefold()
    found = [
        member_id
        for member_id, names in _names(members).items()
        if any(f"@{name}" in folded for name in names)
    ]
    return tuple(found)


def _names(members: Mapping[int, str]) -> dict[int, tuple[str, ...]]:
    firsts = [_first(name) for name in members.values()]
    return {member_id: tuple(_unique(name, firsts)) for member_id, name in members.items() if name}


def _unique(name: str, firsts: list[str]) -> Iterable[str]:
    yield name.casefold()
    if firsts.count(_first(name)) == 1:
        yield _first(name)


def _first(name: str) -> str:
    return name.casefold().partition(" ")[0]
