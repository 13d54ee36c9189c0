"""One sample marketplace for all tests of its content."""

from datetime import UTC, datetime
from functools import cache

from comptoir.demo.content import Content, generate

START = datetime(2026, 7, 15, 10, 12, tzinfo=UTC)


@cache
def content() -> Content:
    return generate(START)
