"""The desk of conversations, shared out."""

from tests.conversations.conftest import mailbox, write

__all__ = ["mailbox", "write"]
