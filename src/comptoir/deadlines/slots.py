"""What later packages tell the deadlines: how contact reasons and buyers’ labels are called."""

from collections.abc import Callable, Mapping, Sequence

from comptoir.kit.slots import Slot

# Key and name of the labels that a promise may be limited to.
LABEL_NAMES: Slot[Callable[[], Sequence[tuple[str, str]]]] = Slot("labels of buyers")
# Key and name of the contact reasons that are offered.
REASONS: Slot[Callable[[], Mapping[str, str]]] = Slot("contact reasons")
