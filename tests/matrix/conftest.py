"""The desk is built once a module, and taken back when its tests are over."""

from collections.abc import Iterator

import pytest

from tests.matrix.building import build
from tests.matrix.desk import Desk, undone


@pytest.fixture(scope="module")
def desk(django_db_setup: None, django_db_blocker: pytest.FixtureDef) -> Iterator[Desk]:
    with django_db_blocker.unblock(), undone():
        yield build()
