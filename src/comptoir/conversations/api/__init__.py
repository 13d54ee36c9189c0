"""Conversations for programs: the same queries and verbs as the desk's pages."""

from comptoir.conversations.api import (
    beside,
    bulk,
    buyers,
    defining,
    following,
    handling,
    printing,
    reading,
    timing,
    uploading,
    viewing,
    writing,
)
from comptoir.conversations.api.routes import router
from comptoir.rest.slots import ROUTERS

ROUTERS.plug("Conversations", router)

__all__ = [
    "beside",
    "bulk",
    "buyers",
    "defining",
    "following",
    "handling",
    "printing",
    "reading",
    "timing",
    "uploading",
    "viewing",
    "writing",
]
