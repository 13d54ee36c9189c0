"""The only readers: what pages show, through the two doors that know who looks."""

from comptoir.conversations.queries.doors import conversations_for, messages_for

__all__ = ["conversations_for", "messages_for"]
