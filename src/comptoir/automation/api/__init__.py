"""Templates, macros and letters to many, for programs."""

from comptoir.automation.api import mailings, templates

__all__ = ["mailings", "templates"]
