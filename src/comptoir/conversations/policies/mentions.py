"""Whom an internal note names."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping


def mentioned(text: str, members: Mapping[int, str]) -> tuple[int, ...]:
    """Ids of the members whose `@Name` or `@First` stands in the text, in the order of reading.

    The longest name that fits counts: "@Ann Lee" is not Ann Bell. A first name counts only where
    it names one member; an e-mail address names nobody.
    """
    if "@" not in text:
        return ()
    called = _called(members)
    if not called:
        return ()
    longest_first = sorted(called, key=len, reverse=True)
    names = "|".join(map(re.escape, longest_first))
    found = re.finditer(rf"(?<![\w.+-])@({names})(?!\w)", text.casefold())
    return tuple(dict.fromkeys(member for match in found for member in called[match[1]]))


def whole_names(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names of several words that the text calls as `@Name`, the longest first."""
    if "@" not in text:
        return ()
    folded = text.casefold()
    called = {name for name in names if " " in name and f"@{name.casefold()}" in folded}
    return tuple(sorted(called, key=lambda name: (-len(name), name)))


def _called(members: Mapping[int, str]) -> dict[str, list[int]]:
    """What members are called: their whole names, and first names that one alone has."""
    firsts = Counter(_first(name) for name in members.values())
    called: dict[str, list[int]] = {}
    for member_id, name in members.items():
        if whole := name.strip().casefold():
            called.setdefault(whole, []).append(member_id)
            if firsts[_first(name)] == 1 and _first(name) != whole:
                called.setdefault(_first(name), []).append(member_id)
    return called


def _first(name: str) -> str:
    return name.strip().casefold().partition(" ")[0]
