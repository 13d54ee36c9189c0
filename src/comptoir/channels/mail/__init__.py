"""Reading and writing mail: bytes in, plain facts out. No database, no network."""

from comptoir.channels.mail.read import read_mail
from comptoir.channels.mail.replies import split_reply
from comptoir.channels.mail.shapes import (
    DEFAULT_LIMITS,
    Address,
    AttachedFile,
    Limits,
    Mail,
    Notice,
)

__all__ = [
    "DEFAULT_LIMITS",
    "Address",
    "AttachedFile",
    "Limits",
    "Mail",
    "Notice",
    "read_mail",
    "split_reply",
]
