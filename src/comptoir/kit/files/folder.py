"""A local folder as storage whose files are complete or absent, and never overwritten."""

import os
from contextlib import suppress
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from django.core.files.storage import FileSystemStorage


class Folder(FileSystemStorage):
    """Django's own folder writes in place: a crash in between leaves half a file under its name.

    `durable=True` waits for the disk at every file; without it a power cut, not a crash of the
    program, may lose the last seconds. Half-written files are named `.part-…` and may be removed.
    """

    def __init__(self, *, durable: bool = True, **options: Any) -> None:
        super().__init__(**options)
        self.durable = durable

    def _save(self, name: str, content: IO[bytes]) -> str:
        target = Path(self.path(name))
        part = target.with_name(f".part-{uuid4().hex}")
        try:
            self._write(part, content)
            _publish(part, target)
        finally:
            part.unlink(missing_ok=True)
        return name

    def _write(self, part: Path, content: IO[bytes]) -> None:
        with _create(part) as file:
            for chunk in content.chunks():  # type: ignore[attr-defined]
                file.write(chunk)
            if self.durable:
                file.flush()
                os.fsync(file.fileno())


def _create(part: Path) -> IO[bytes]:
    try:
        return part.open("xb")
    except FileNotFoundError:
        part.parent.mkdir(parents=True, exist_ok=True)
        return part.open("xb")


def _publish(part: Path, target: Path) -> None:
    """Gives the complete file its name, unless the name is taken: then the first one stays."""
    with suppress(FileExistsError):
        try:
            target.hardlink_to(part)
        except PermissionError:
            # A file system without hard links (exFAT, some network shares).
            if not target.exists():
                part.rename(target)
