"""Public ids: time-ordered, impossible to guess."""

from uuid import UUID

from uuid_utils.compat import uuid7 as _uuid7


def uuid7() -> UUID:
    """A UUID version 7 (RFC 9562), made here so that any PostgreSQL will do."""
    return _uuid7()
