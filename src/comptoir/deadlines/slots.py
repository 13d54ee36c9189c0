"""What later packages tell the deadlines: how contact reasons are called."""

from django.utils.functional import Promise

from comptoir.kit.slots import Slot

REASONS: Slot["str | Promise"] = Slot("contact reasons")
