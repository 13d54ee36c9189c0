"""A server that refuses an extension is told of in one sentence."""

import pytest
from django.db import connection

from comptoir.commerce.extensions import ExtensionRefused, NeedsExtension

pytestmark = pytest.mark.django_db


def create(name: str) -> None:
    with connection.schema_editor() as editor:
        NeedsExtension(name).database_forwards("commerce", editor, None, None)


def test_extension_that_is_there_is_left_alone() -> None:
    create("pg_trgm")


def test_refused_extension_says_who_can_create_it() -> None:
    with pytest.raises(ExtensionRefused) as refused:
        create("no_such_extension")

    told = str(refused.value)
    assert told.startswith("PostgreSQL refuses the extension no_such_extension (extension ")
    assert told.endswith(
        'Let a superuser run CREATE EXTENSION "no_such_extension"; in this database, '
        "then migrate again."
    )
