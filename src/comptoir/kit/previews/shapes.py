"""What goes into the child and what comes out of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one file may cost. A phone's largest usual photo has 48 million pixels."""

    file_bytes: int = 64 * 2**20
    pixels: int = 64_000_000
    pages: int = 12
    side: int = 1800
    """Longest side of a page picture in pixels, roughly: it comes out between 3/4 and 3/2 of it."""
    thumbnail: tuple[int, int] = (448, 304)
    """Twice the 224 × 152 of the page, for screens of double density."""
    memory_bytes: int = 768 * 2**20
    """Address space of the child, libraries included (about 60 MB)."""
    cpu_seconds: int = 10
    wall_seconds: float = 20.0
    answer_bytes: int = 48 * 2**20


@dataclass(frozen=True, slots=True)
class Picture:
    content: bytes
    content_type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Previews:
    """`page_count` counts the pages of the file; `pages` may hold only the first of them."""

    pages: tuple[Picture, ...]
    thumbnail: Picture | None
    page_count: int
