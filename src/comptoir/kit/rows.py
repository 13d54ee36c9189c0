"""One row read or written without compiling its statement anew: for paths that every mail takes.

Django builds the SQL of each query and each save, which costs more than PostgreSQL needs to run it.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Field, Model

type Columns = tuple[Field[Any, Any], ...]


def fetch[M: Model](model: type[M], key: int | None) -> M | None:
    """One row by its key; None for no key, or no row."""
    if key is None:
        return None
    return next(iter(model._default_manager.raw(_select(model), [key])), None)


def insert(row: Model, **expressions: tuple[str, list[Any]]) -> None:
    """Insert a new row and give it its key.

    `expressions` name fields that PostgreSQL computes: SQL with its parameters.
    """
    model = type(row)
    places = tuple((name, sql) for name, (sql, _) in expressions.items())
    statement, fields = _insert(model, places)
    values = _values(row, fields, {name: params for name, (_, params) in expressions.items()})
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row.pk = cursor.fetchone()[0]
    row._state.adding = False
    row._state.db = connection.alias


def update(row: Model, fields: Collection[str]) -> None:
    """Write these fields of a row that exists."""
    statement, written = _update(type(row), tuple(fields))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*_values(row, written, {}), row.pk])


def _values(row: Model, fields: Columns, computed: Mapping[str, list[Any]]) -> list[Any]:
    values: list[Any] = []
    for field in fields:
        if field.name in computed:
            values += computed[field.name]
        else:
            value = getattr(row, field.attname)
            values.append(field.get_db_prep_save(value, connection))
    return values


@lru_cache(maxsize=64)
def _select(model: type[Model]) -> str:
    table, key = _quoted(model._meta.db_table), _column(model._meta.pk)
    return f"SELECT * FROM {table} WHERE {key} = %s"  # noqa: S608 - as below


@lru_cache(maxsize=64)
def _insert(model: type[Model], places: tuple[tuple[str, str], ...]) -> tuple[str, Columns]:
    fields = tuple(field for field in model._meta.concrete_fields if not field.primary_key)
    expressions = dict(places)
    columns = ", ".join(_column(field) for field in fields)
    values = ", ".join(expressions.get(field.name, "%s") for field in fields)
    table, key = _quoted(model._meta.db_table), _column(model._meta.pk)
    # The names are our own tables' and columns', never a reader's words.
    return f"INSERT INTO {table} ({columns}) VALUES ({values}) RETURNING {key}", fields  # noqa: S608


@lru_cache(maxsize=64)
def _update(model: type[Model], names: tuple[str, ...]) -> tuple[str, Columns]:
    known = {field.name: field for field in model._meta.concrete_fields}
    fields = tuple(known[name] for name in names)
    columns = ", ".join(f"{_column(field)} = %s" for field in fields)
    table, key = _quoted(model._meta.db_table), _column(model._meta.pk)
    return f"UPDATE {table} SET {columns} WHERE {key} = %s", fields  # noqa: S608 - as above


def _column(field: "Field[Any, Any]") -> str:
    return _quoted(str(field.column))


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))
