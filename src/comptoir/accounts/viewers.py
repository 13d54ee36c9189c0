"""Through whose eyes a page is read: built once at the edge, asked everywhere."""

from dataclasses import dataclass, field

from comptoir.accounts.parties import Party
from comptoir.kit.actor import Grant


@dataclass(frozen=True, slots=True)
class Viewer:
    """`id` is the member for the operator's side, the buyer or the seller for theirs.

    `grants` narrow what an operator's member sees: a grant for everything, or teams and channels.
    """

    party: Party
    id: int
    grants: tuple[Grant, ...] = field(default=(), compare=False)

    @property
    def sees_everything(self) -> bool:
        return any(grant.scope == "all" for grant in self.grants)

    def scope_ids(self, scope: str) -> list[int]:
        return [g.scope_id for g in self.grants if g.scope == scope and g.scope_id is not None]
