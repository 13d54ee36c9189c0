"""What later packages tell `live`: who may follow what, and who is still welcome."""

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from comptoir.kit.slots import Slot

if TYPE_CHECKING:
    from comptoir.accounts.viewers import Viewer

type MayFollow = Callable[["Viewer", int | None], bool]
type StillWelcome = Callable[[Collection[str]], Mapping[str, "Viewer"]]

# By kind of subject: may this viewer follow this one thing, or (None) all things of the kind?
# Whoever follows a whole kind without seeing everything is told no ids.
TOPICS: Slot[MayFollow] = Slot("live topics")

# From session keys to the viewers behind those that are still good, with their grants of now.
SESSIONS: Slot[StillWelcome] = Slot("live sessions")
