"""What later packages tell accounts."""

from collections.abc import Callable

from comptoir.kit.slots import Slot

# By scope ("channel", "seller"): what a role may be narrowed to, as pairs of id and name.
SCOPES: Slot[Callable[[], list[tuple[int, str]]]] = Slot("scopes of roles")
