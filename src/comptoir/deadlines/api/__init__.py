"""Promises, opening hours and what marketplaces demand: for programs."""

from comptoir.deadlines.api import hours, promises

__all__ = ["hours", "promises"]
