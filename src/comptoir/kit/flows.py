"""A state machine is one table of allowed moves."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext as _

from comptoir.kit.errors import Conflict


class IllegalMove(Conflict):
    """This state can't follow that one."""


class Flow[S: StrEnum]:
    def __init__(self, moves: Mapping[S, set[S]]) -> None:
        self._moves = {state: frozenset(nexts) for state, nexts in moves.items()}

    @property
    def states(self) -> tuple[S, ...]:
        """All that a thing can come out of, in the order of the table."""
        return tuple(self._moves)

    def can(self, old: S, new: S) -> bool:
        return new in self._moves.get(old, frozenset())

    def check(self, old: S, new: S) -> None:
        """Raise IllegalMove unless `new` may follow `old`."""
        if not self.can(old, new):
            raise IllegalMove(
                _("It is %(old)s now and can't become %(new)s.") % {"old": old, "new": new}
            )

    def is_final(self, state: S) -> bool:
        return not self._moves.get(state)

    def as_mermaid(self) -> str:
        """The diagram of this table, in Mermaid's state notation."""
        lines = [
            f"    {old} --> {new}" for old, nexts in self._moves.items() for new in sorted(nexts)
        ]
        return "\n".join(["stateDiagram-v2", *lines])
