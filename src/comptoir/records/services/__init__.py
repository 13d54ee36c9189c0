"""The verbs of records."""

from comptoir.records.services.auditing import note_audit_export
from comptoir.records.services.erasing import ask_erasure, erase, erase_again
from comptoir.records.services.exporting import (
    ask_export,
    drop_old_exports,
    make_export,
    open_export,
)
from comptoir.records.services.keeping import clear_away, hold, lift, set_channel_days, set_days
from comptoir.records.services.masking import set_masked

__all__ = [
    "ask_erasure",
    "ask_export",
    "clear_away",
    "drop_old_exports",
    "erase",
    "erase_again",
    "hold",
    "lift",
    "make_export",
    "note_audit_export",
    "open_export",
    "set_channel_days",
    "set_days",
    "set_masked",
]
