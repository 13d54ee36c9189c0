"""Files of strangers: names that are safe to download, contents stored once and never changed."""

from comptoir.kit.files.apart import LOCKED, hand_over
from comptoir.kit.files.blobs import BlobMissing, delete, open_blob, put, read
from comptoir.kit.files.names import content_disposition, safe_name

__all__ = [
    "LOCKED",
    "BlobMissing",
    "content_disposition",
    "delete",
    "hand_over",
    "open_blob",
    "put",
    "read",
    "safe_name",
]
