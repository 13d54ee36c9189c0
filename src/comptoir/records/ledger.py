"""Who was erased, outside the database: a backup that is older would bring him back.

One line a person: his public id and the time. It lies in the data folder, is read when a backup
is restored, and names nobody.
"""

import json
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings

NAME = "erasures.jsonl"


def path() -> Path:
    return Path(settings.DATA_DIR) / NAME


def note(public_id: str, at: datetime) -> None:
    """Add a line, and wait for the disk."""
    add(path(), [{"buyer": public_id, "at": at.isoformat()}])


def add(file: Path, lines: Iterable[dict[str, str]]) -> None:
    told = list(lines)
    if not told:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a") as written:
        for line in told:
            written.write(json.dumps(line) + "\n")
        written.flush()
        os.fsync(written.fileno())


def erased(file: Path) -> list[str]:
    """The public ids in it, each once; a line that was cut off is passed over."""
    if not file.exists():
        return []
    found: dict[str, None] = {}
    for line in file.read_text().splitlines():
        try:
            found[str(json.loads(line)["buyer"])] = None
        except (ValueError, KeyError, TypeError):
            continue
    return list(found)
