"""Published data that lies beside the repository and is no part of it."""

from pathlib import Path

import pytest

_DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"


def shared(name: str) -> Path:
    """The folder `../shared/data/<name>`; skips the test where it is absent."""
    path = _DATA / name
    if not path.exists():
        pytest.skip(f"shared data: ../shared/data/{name} is not on this machine")
    return path
