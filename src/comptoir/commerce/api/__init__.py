"""Facts for programs: read, and recorded by the same verbs as an import."""

from comptoir.commerce.api import defining, importing, reading, recording
from comptoir.commerce.api.routes import router
from comptoir.rest.slots import ROUTERS

ROUTERS.plug("Commerce", router)

__all__ = ["defining", "importing", "reading", "recording"]
