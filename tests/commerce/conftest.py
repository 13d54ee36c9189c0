"""Who acts in these tests, and files to import."""

from collections.abc import Callable
from pathlib import Path

import pytest

from comptoir.accounts.roles import Role
from comptoir.kit.actor import Actor, ActorKind, Grant

LEAD = Actor(ActorKind.AGENT, 1, "Lea", (Grant(Role.LEAD),))
AGENT = Actor(ActorKind.AGENT, 2, "Ann", (Grant(Role.AGENT),))
VIEWER = Actor(ActorKind.AGENT, 3, "Vic", (Grant(Role.VIEWER),))


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a file to import: text, or bytes as they are."""

    def write_file(content: str | bytes, name: str = "facts.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_file
