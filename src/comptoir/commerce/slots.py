"""What commerce offers later stages: a place in the import of files, and a part of a person."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from comptoir.commerce.cells import BadValue, Row
from comptoir.commerce.states import Outcome
from comptoir.kit.errors import ComptoirError
from comptoir.kit.slots import Slot

# What became of one record, or why it was refused.
type Answer = Outcome | ComptoirError


@dataclass(frozen=True, slots=True, kw_only=True)
class Importer[F]:
    """How facts of one kind come in from a file.

    `read` turns one row into facts (raises BadValue). Rows with the same `key` are joined into
    one record by `join` (raises BadValue), the later row second. `store(by=…, facts=…)` writes a
    batch in the caller's transaction and answers for each record, in order. `columns` are all
    names a file may use, `required` those it must. Kinds are stored in the order of plugging.
    `name` is what the page calls them.
    """

    columns: tuple[str, ...]
    required: tuple[str, ...]
    read: Callable[[Row], F]
    key: Callable[[F], Hashable]
    join: Callable[[F, F], F]
    store: Callable[..., Sequence[Answer]]
    name: str | Promise = ""


IMPORTS: Slot[Importer[Any]] = Slot("imports")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """All by which one buyer is found: his merged rows, names, addresses, and what hangs on them.

    `words` are names and addresses as they may stand anywhere, the longest first.
    """

    buyer_ids: tuple[int, ...]
    identity_ids: tuple[int, ...] = ()
    addresses: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    order_ids: tuple[int, ...] = ()
    conversation_ids: tuple[int, ...] = ()
    message_ids: tuple[int, ...] = ()
    public_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A part of an export: values for the document, and files by name and key of the store."""

    values: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPart:
    """How one package exports and erases its part of a person.

    `tables` are those it answers for. `widen` adds what it knows of him; the packages do so in the
    order of plugging, which is that of the river. `erase` runs in the caller's transaction, bears
    a repeat, and returns the keys of stored files it has let go. Equal files share a key: `holds`
    says which of these keys rows of the package still name.
    """

    title: str | Promise
    tables: frozenset[str]
    widen: Callable[[Person], Person] = lambda person: person
    export: Callable[[Person], Told] = lambda person: Told()
    erase: Callable[[Person], Iterable[str]] = lambda person: ()
    holds: Callable[[Collection[str]], set[str]] = lambda keys: set()


PERSON_PARTS: Slot[PersonPart] = Slot("parts of a person")

__all__ = [
    "IMPORTS",
    "PERSON_PARTS",
    "Answer",
    "BadValue",
    "Importer",
    "Outcome",
    "Person",
    "PersonPart",
    "Row",
    "Told",
]
