"""The verbs of insights."""

from comptoir.insights.services.counting import rebuild, restate
from comptoir.insights.services.sharing import Given, reassign

__all__ = ["Given", "reassign", "rebuild", "restate"]
