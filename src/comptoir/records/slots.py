"""What later packages tell the audit log: words for what they note, names of what is theirs."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from comptoir.kit.slots import Slot

# The name of a thing, by its kind and id; “#12” where it has none any more.
type Naming = Callable[[str, int], str]


@dataclass(frozen=True, slots=True)
class Term:
    """What a field of an entry is called, and how its value is said.

    `refers` tells which things, by kind and id, a value speaks of, so that their names are read in
    one query for a whole page.
    """

    name: str | Promise
    say: Callable[[Any, Naming], str] | None = None
    refers: Callable[[Any], Iterable[tuple[str, int]]] | None = None


# By the field's name, or by “package.Event.field” where it means something else there.
TERMS: Slot[Term] = Slot("terms of the audit log")

# By kind of subject: the names of the rows with these ids, in one query.
NAMES: Slot[Callable[[Collection[int]], Mapping[int, str]]] = Slot("names in the audit log")
