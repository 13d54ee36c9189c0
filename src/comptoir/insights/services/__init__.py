"""The verbs of insights."""

from comptoir.insights.services.counting import rebuild, restate

__all__ = ["rebuild", "restate"]
