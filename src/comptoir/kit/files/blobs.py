"""Contents by their SHA-256, in the storage of Django's settings: a folder, or S3 and its like."""

import gzip
import re
from typing import BinaryIO, cast

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from comptoir.kit.errors import NotFound
from comptoir.kit.text import digest

_FOLDER = re.compile(r"[a-z][a-z0-9_-]{0,40}")
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,40}/[0-9a-f]{2}/[0-9a-f]{64}(\.gz)?")
_PACKED = ".gz"
_LEVEL = 6


class BlobMissing(NotFound):
    """The store does not hold the key: deleted, or never written."""


class _Unpacked(gzip.GzipFile):
    """Closes the file under it too, which GzipFile leaves open."""

    def __init__(self, stored: "File[bytes]") -> None:
        super().__init__(fileobj=stored, mode="rb")
        self.stored = stored

    def close(self) -> None:
        super().close()
        self.stored.close()


def put(content: bytes, *, folder: str, compress: bool = False) -> str:
    """Stores the content once and returns its key: `folder/ab/abcd…`. Safe to repeat."""
    if not _FOLDER.fullmatch(folder):
        raise ValueError(f"not a folder of the store: {folder!r}")
    name = digest(content).hex()
    key = f"{folder}/{name[:2]}/{name}{_PACKED if compress else ''}"
    if not default_storage.exists(key):
        _store(key, gzip.compress(content, _LEVEL, mtime=0) if compress else content)
    return key


def read(key: str) -> bytes:
    """The content as it was put. Raises `BlobMissing`."""
    with open_blob(key) as blob:
        return blob.read()


def open_blob(key: str) -> BinaryIO:
    """For reading in pieces; the caller closes it. Raises `BlobMissing`."""
    _check(key)
    try:
        stored = default_storage.open(key, "rb")
    except FileNotFoundError:
        raise BlobMissing(_("This file is no longer stored.")) from None
    return cast("BinaryIO", _Unpacked(stored) if key.endswith(_PACKED) else stored)


def delete(key: str) -> None:
    """Forgets the content; does nothing where it is gone already.

    Equal contents share one key: the caller makes sure that no other row names it.
    """
    _check(key)
    default_storage.delete(key)


def _store(key: str, content: bytes) -> None:
    stored = default_storage.save(key, ContentFile(content))
    if stored != key:
        # Somebody put the same content meanwhile, and Django chose a free name beside it.
        default_storage.delete(stored)


def _check(key: str) -> None:
    if not _KEY.fullmatch(key):
        raise BlobMissing(_("This file is no longer stored."))
