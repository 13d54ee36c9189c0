"""What is asked when, and in which block."""

import logging
from typing import Any

import pytest
from django.db import transaction

from comptoir.kit.db import QueryWhileRendering, in_transaction, no_queries, rows


def test_a_query_while_rendering_is_refused(db: None, settings: Any) -> None:
    settings.RAISE_ON_RENDER_QUERY = True

    with pytest.raises(QueryWhileRendering, match="SELECT 1"), no_queries():
        rows("SELECT 1")

    assert rows("SELECT 1") == [(1,)]


def test_in_production_it_is_only_noted(
    db: None, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.RAISE_ON_RENDER_QUERY = False

    with caplog.at_level(logging.WARNING), no_queries():
        assert rows("SELECT 1") == [(1,)]

    assert "while it was rendered" in caplog.text


def test_the_block_of_a_test_case_is_no_transaction(db: None) -> None:
    assert not in_transaction()
    with transaction.atomic():
        assert in_transaction()
    assert not in_transaction()


def test_outside_every_block_there_is_no_transaction(transactional_db: None) -> None:
    assert not in_transaction()
    with transaction.atomic():
        assert in_transaction()
