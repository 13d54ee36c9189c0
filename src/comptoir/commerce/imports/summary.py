"""What an import tells at its end."""

from dataclasses import asdict, dataclass, field
from typing import Any

from comptoir.commerce.states import Outcome

MOST_ERRORS = 100


@dataclass(frozen=True, slots=True)
class LineError:
    """`line` counts the file's lines from 1, the header included."""

    line: int
    reason: str


@dataclass(slots=True)
class Summary:
    """`read` and `failed` count lines, the others records: an order may take several lines.

    `errors` holds the first hundred; `failed` counts them all.
    """

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    errors: list[LineError] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def refuse(self, line: int, reason: str, *, lines: int = 1) -> None:
        self.failed += lines
        if len(self.errors) < MOST_ERRORS:
            self.errors.append(LineError(line, reason))

    def count(self, outcome: Outcome) -> None:
        setattr(self, outcome.value, getattr(self, outcome.value) + 1)

    def as_data(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)
