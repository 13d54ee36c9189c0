"""Records for programs: the same log, exports, erasures and times as on the pages."""

from comptoir.records.api import auditing, holding, keeping, persons
from comptoir.records.api.routes import router
from comptoir.rest.slots import ROUTERS

ROUTERS.plug("Records", router)

__all__ = ["auditing", "holding", "keeping", "persons"]
