"""What commerce offers later stages: a place in the import of files."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

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
    """

    columns: tuple[str, ...]
    required: tuple[str, ...]
    read: Callable[[Row], F]
    key: Callable[[F], Hashable]
    join: Callable[[F, F], F]
    store: Callable[..., Sequence[Answer]]


IMPORTS: Slot[Importer[Any]] = Slot("imports")

__all__ = ["IMPORTS", "Answer", "BadValue", "Importer", "Outcome", "Row"]
