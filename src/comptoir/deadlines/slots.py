"""What later packages tell the deadlines: how contact reasons and buyers’ labels are called."""

from collections.abc import Callable, Sequence

from django.utils.functional import Promise

from comptoir.kit.slots import Slot

# Key and name of the labels that a promise may be limited to.
LABEL_NAMES: Slot[Callable[[], Sequence[tuple[str, str]]]] = Slot("labels of buyers")
REASONS: Slot["str | Promise"] = Slot("contact reasons")
