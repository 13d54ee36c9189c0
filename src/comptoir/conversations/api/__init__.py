"""Conversations for programs: the same queries and verbs as the desk's pages."""

from comptoir.conversations.api import handling, printing, reading, writing
from comptoir.conversations.api.routes import router
from comptoir.rest.slots import ROUTERS

ROUTERS.plug("Conversations", router)

__all__ = ["handling", "printing", "reading", "writing"]
