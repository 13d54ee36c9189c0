"""H8: a migration lets a desk with full tables go on: it locks nothing for long, and what ran before
it can still write."""

from collections.abc import Iterator

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import models
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    RenameField,
    RenameModel,
)
from django.db.models.fields import NOT_PROVIDED

# Tables of a few dozen rows, whatever the size of the house.
SMALL = frozenset({"conversations.Status"})


def _migrations() -> Iterator[Migration]:
    found = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    for (_app, _name), migration in sorted(found.items()):
        if type(migration).__module__.startswith("comptoir."):
            yield migration


def locking(migration: Migration) -> list[str]:
    """What would hold up a full table, or those who still run the version before."""
    new = {op.name.lower() for op in migration.operations if isinstance(op, CreateModel)}
    return [
        f"{migration}: {what}"
        for op in migration.operations
        if (what := _wrong(op, migration)) and not _is_light(op, migration.app_label, new)
    ]


def _is_light(operation: object, app: str, new: set[str]) -> bool:
    model = str(getattr(operation, "model_name", ""))
    small = {name.partition(".")[2].lower() for name in SMALL if name.startswith(f"{app}.")}
    return model.lower() in new | small


def _wrong(operation: object, migration: Migration) -> str:
    match operation:
        case AddIndexConcurrently():
            return "" if not migration.atomic else "builds an index concurrently within a block"
        case AddIndex():
            return f"builds the index {operation.index.name} while nobody may write"
        case AddField():
            return _wrong_field(operation)
        case AddConstraint() if type(operation) is AddConstraint:
            return f"looks through all rows for {operation.constraint.name}: NOT VALID first"
        case AlterField() if operation.field.unique or operation.field.db_index:
            return f"builds an index of {operation.name} while nobody may write"
        case RenameField() | RenameModel():
            return "renames what the version before still asks for"
    return ""


def _wrong_field(operation: AddField) -> str:
    field = operation.field
    if field.many_to_many:
        return ""
    if not field.null and field.db_default is NOT_PROVIDED and not field.primary_key:
        return f"{operation.name} has no db_default: the version before cannot write"
    if getattr(field, "unique", False) or getattr(field, "db_index", False):
        return f"builds an index of {operation.name} while nobody may write"
    return ""


def test_h8_no_migration_holds_up_a_full_table() -> None:
    found = list(_migrations())

    assert [each for migration in found for each in locking(migration)] == []
    assert len(found) > 40


@pytest.mark.parametrize(
    ("operation", "says"),
    [
        (AddIndex("message", models.Index(fields=["at"], name="x")), "builds the index x"),
        (AddField("message", "size", models.IntegerField()), "has no db_default"),
        (AddField("message", "size", models.IntegerField(default=0)), "has no db_default"),
        (
            AddField("message", "size", models.IntegerField(null=True, db_index=True)),
            "builds an index of size",
        ),
        (
            AddConstraint(
                "message", models.CheckConstraint(condition=models.Q(pk__gt=0), name="y")
            ),
            "NOT VALID first",
        ),
        (RenameField("message", "text", "words"), "renames"),
    ],
)
def test_h8_what_would_hold_it_up_is_noticed(operation: object, says: str) -> None:
    migration = Migration("0099_x", "conversations")
    migration.operations = [operation]

    (wrong,) = locking(migration)

    assert says in wrong


def test_h8_what_holds_nothing_up_is_let_through() -> None:
    migration = Migration("0099_x", "conversations")
    migration.atomic = False
    migration.operations = [
        AddField("message", "size", models.IntegerField(db_default=0)),
        AddField("message", "note", models.TextField(null=True)),
        AddIndexConcurrently("message", models.Index(fields=["at"], name="x")),
    ]

    assert locking(migration) == []
