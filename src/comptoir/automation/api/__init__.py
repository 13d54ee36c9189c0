"""Templates, macros, vouchers and letters to many, for programs."""

from comptoir.automation.api import keeping, mailings, templates, versions, vouchers, writing
from comptoir.automation.api.routes import router
from comptoir.rest.slots import ROUTERS

ROUTERS.plug("Templates", router)

__all__ = ["keeping", "mailings", "templates", "versions", "vouchers", "writing"]
