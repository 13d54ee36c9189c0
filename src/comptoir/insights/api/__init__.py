"""Figures of the service for programs: the same counts and rows as on the page."""

from comptoir.insights.api import figures, rows
from comptoir.insights.api.routes import router
from comptoir.rest.slots import ROUTERS

ROUTERS.plug("Service today", router)

__all__ = ["figures", "rows"]
