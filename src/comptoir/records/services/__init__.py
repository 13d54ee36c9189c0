"""The verbs of records."""

from comptoir.records.services.auditing import note_audit_export
from comptoir.records.services.erasing import ask_erasure, erase, erase_again
from comptoir.records.services.exporting import (
    ask_export,
    drop_old_exports,
    make_export,
    open_export,
)

__all__ = [
    "ask_erasure",
    "ask_export",
    "drop_old_exports",
    "erase",
    "erase_again",
    "make_export",
    "note_audit_export",
    "open_export",
]
