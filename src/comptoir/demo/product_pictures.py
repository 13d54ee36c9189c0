"""Product pictures of the sample marketplace, drawn when they are first asked for."""

from functools import lru_cache
from zlib import crc32

from comptoir.demo.content.catalogue import LISTINGS
from comptoir.demo.pictures import draw

SIZE = (450, 320)

_KINDS = {listing.external_id.lower(): listing.kind for listing in LISTINGS}


@lru_cache(maxsize=256)
def product_picture(listing: str) -> bytes | None:
    """JPEG, always the same for a listing; None for one that is not in the catalogue."""
    kind = _KINDS.get(listing.lower())
    return draw(kind, seed=crc32(listing.lower().encode()) % 1000, size=SIZE) if kind else None
