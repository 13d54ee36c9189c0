"""What a backup says about itself. It is written last: an archive that was cut off has none."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Self

from comptoir.kit.errors import ComptoirError

NAME = "manifest.json"
DATABASE = "database.dump"
SECRET = "secret_key"  # noqa: S105
FILES = "files/"
FORMAT = 1


class BadBackup(ComptoirError):
    """The archive is damaged, foreign, or of a later version; nothing was touched."""

    status = 422


@dataclass(frozen=True, slots=True)
class Manifest:
    """`checksums` are SHA-256 by member name; `schema` names the migrations that were applied.

    `key` is a fingerprint of the secret key: it tells whether stored passwords stay readable.
    """

    format: int
    version: str
    taken_at: str
    schema: tuple[str, ...]
    key: str
    has_files: bool
    checksums: dict[str, str] = field(default_factory=dict)

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.taken_at)

    def as_bytes(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def read(cls, content: bytes) -> Self:
        """Raises BadBackup."""
        try:
            told = json.loads(content)
            manifest = cls(**{**told, "schema": tuple(told["schema"])})
            manifest.moment  # noqa: B018
        except (ValueError, TypeError, KeyError):
            raise BadBackup("This is no backup of Comptoir: its manifest cannot be read.") from None
        if manifest.format != FORMAT:
            raise BadBackup("This backup was made by a later version: install that one first.")
        return manifest


def fingerprint(secret_key: str) -> str:
    return hashlib.sha256(b"comptoir.backup:" + secret_key.encode()).hexdigest()[:16]


def checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
