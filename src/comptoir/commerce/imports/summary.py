"""What an import tells at its end."""

from dataclasses import asdict, dataclass, field
from typing import Any

from comptoir.commerce.cells import BadValue
from comptoir.commerce.states import Outcome
from comptoir.kit.errors import ComptoirError

MOST_ERRORS = 100
# As many as the page keeps for its file: nobody mends more lines by hand.
MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class LineError:
    """`line` counts the file's lines from 1, the header included. `column` is "" where the whole
    line does not fit; the reason names it, too."""

    line: int
    reason: str
    column: str = field(default="", compare=False)


@dataclass(slots=True)
class Summary:
    """`read` and `failed` count lines, the others records: an order may take several lines.

    `errors` holds the first hundred, `kept` those of a file of errors; `failed` counts them all.
    """

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    errors: list[LineError] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)
    seconds: float = 0.0
    kept: list[LineError] = field(default_factory=list)

    def refuse(self, line: int, why: ComptoirError | str, *, lines: int = 1) -> None:
        self.failed += lines
        column = why.column if isinstance(why, BadValue) else ""
        error = LineError(line, str(why), column)
        if len(self.errors) < MOST_ERRORS:
            self.errors.append(error)
        if len(self.kept) < MOST_KEPT:
            self.kept.append(error)

    def count(self, outcome: Outcome) -> None:
        setattr(self, outcome.value, getattr(self, outcome.value) + 1)

    def as_data(self) -> dict[str, Any]:
        """JSON-ready: with the first errors, without all that are kept."""
        return {name: value for name, value in asdict(self).items() if name != "kept"}
