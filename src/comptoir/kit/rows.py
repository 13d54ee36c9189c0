"""Rows read or written without compiling a statement anew: for paths every mail and page takes.

Django builds the SQL of each query and each save, which costs more than PostgreSQL needs to run it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Field, ForeignKey, Model
from django.db.models.expressions import DatabaseDefault

from comptoir.kit.db import planned_cursor

type Columns = tuple[Field[Any, Any], ...]
type _Convert = Callable[[Any, Any, Any], Any]


def fetch[M: Model](model: type[M], key: int | None) -> M | None:
    """One row by its key; None for no key, or no row."""
    if key is None:
        return None
    return next(iter(select(model, _by_key(model), [key])), None)


def select[M: Model](
    model: type[M],
    tail: str,
    params: Sequence[Any] | Mapping[str, Any],
    *,
    beside: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
) -> list[M]:
    """The rows of table `t` that `tail` (WHERE, ORDER BY, LIMIT) finds.

    `beside` names what comes in the same statement, parents first: ("identity", "identity__buyer").
    Fields named in `without` stay in the table until they are asked for.
    """
    statement, parts = _select(model, beside, without)
    with planned_cursor() as cursor:
        cursor.execute(f"{statement} {tail}", params)
        found = cursor.fetchall()
    return [_assembled(parts, values) for values in found]


def columns(model: type[Model]) -> str:
    """The columns of table `t`, for a statement of one's own whose rows `made` reads."""
    part = _select(model, (), ())[1][0]
    return ", ".join(f"t.{_column(field)}" for field in part.fields)


def made[M: Model](model: type[M], values: Sequence[Any]) -> M:
    """The row that these values of `columns` are."""
    row: M = _assembled(_select(model, (), ())[1], values)
    return row


@dataclass(frozen=True, slots=True)
class _Part:
    """The columns of a statement that make one row; `field` is how its parent calls it."""

    path: str
    field: "ForeignKey[Any, Any] | None"
    model: type[Model]
    fields: Columns
    names: tuple[str, ...]
    key_at: int
    converters: tuple[tuple[int, _Convert], ...]

    def made(self, values: Sequence[Any]) -> Model | None:
        if self.field is not None and values[self.key_at] is None:
            return None
        row = list(values)
        for at, convert in self.converters:
            row[at] = convert(row[at], self.fields[at].cached_col, connection)
        return self.model.from_db(DEFAULT_DB_ALIAS, self.names, row)


def _assembled(parts: Sequence[_Part], values: Sequence[Any]) -> Any:
    made: dict[str, Model | None] = {}
    begin = 0
    for part in parts:
        end = begin + len(part.fields)
        made[part.path] = row = part.made(values[begin:end])
        above = made[part.path.rpartition("__")[0]]
        if part.field is not None and above is not None:
            part.field.set_cached_value(above, row)
        begin = end
    return made[""]


def insert(row: Model, **expressions: tuple[str, list[Any]]) -> None:
    """Insert a new row and give it its key.

    `expressions` name fields that PostgreSQL computes: SQL with its parameters.
    """
    model = type(row)
    places = tuple((name, sql) for name, (sql, _) in expressions.items())
    statement, fields = _insert(model, places)
    values = _values(row, fields, {name: params for name, (_, params) in expressions.items()})
    with planned_cursor() as cursor:
        cursor.execute(statement, values)
        row.pk = cursor.fetchone()[0]
    row._state.adding = False
    row._state.db = connection.alias


def insert_many(rows: Sequence[Model]) -> None:
    """Copy many new rows of one model in, without giving back keys.

    What the first row leaves to the database (its key, a default), all of them leave to it.
    """
    if not rows:
        return
    told = tuple(field for field in rows[0]._meta.concrete_fields if _is_told(rows[0], field))
    columns = ", ".join(_column(field) for field in told)
    statement = f"COPY {_quoted(rows[0]._meta.db_table)} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(_values(row, told, {}))
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias


def _is_told(row: Model, field: "Field[Any, Any]") -> bool:
    value = getattr(row, field.attname)
    return not isinstance(value, DatabaseDefault) and not (field.primary_key and value is None)


def update(row: Model, fields: Collection[str]) -> None:
    """Write these fields of a row that exists."""
    statement, written = _update(type(row), tuple(fields))
    with planned_cursor() as cursor:
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
def _by_key(model: type[Model]) -> str:
    return f"WHERE t.{_column(model._meta.pk)} = %s"


@lru_cache(maxsize=64)
def _select(
    model: type[Model], beside: tuple[str, ...], without: tuple[str, ...]
) -> tuple[str, tuple[_Part, ...]]:
    parts = {"": _part("", None, model, without)}
    joins = []
    for path in beside:
        parent, _, name = path.rpartition("__")
        field = parts[parent].model._meta.get_field(name)
        if not isinstance(field, ForeignKey):
            raise TypeError(f"{path} does not lead to one row")
        other = field.related_model
        parts[path] = _part(path, field, other, ())
        joins.append(
            f" LEFT JOIN {_quoted(other._meta.db_table)} {_alias(path)}"
            f" ON {_alias(path)}.{_column(other._meta.pk)} = {_alias(parent)}.{_column(field)}"
        )
    columns = ", ".join(
        f"{_alias(path)}.{_column(field)}" for path, part in parts.items() for field in part.fields
    )
    # The names are our own tables' and columns', never a reader's words.
    table = _quoted(model._meta.db_table)
    return f"SELECT {columns} FROM {table} t{''.join(joins)}", tuple(parts.values())  # noqa: S608


def _part(
    path: str, field: "ForeignKey[Any, Any] | None", model: type[Model], without: tuple[str, ...]
) -> _Part:
    fields = tuple(f for f in model._meta.concrete_fields if f.name not in without)
    converters = tuple(
        (at, convert)
        for at, each in enumerate(fields)
        for convert in each.get_db_converters(connection)
    )
    key_at = next(at for at, each in enumerate(fields) if each.primary_key)
    names = tuple(each.attname for each in fields)
    return _Part(path, field, model, fields, names, key_at, converters)


def _alias(path: str) -> str:
    return _quoted(path) if path else "t"


@lru_cache(maxsize=64)
def _insert(model: type[Model], places: tuple[tuple[str, str], ...]) -> tuple[str, Columns]:
    fields = tuple(field for field in model._meta.concrete_fields if not field.primary_key)
    expressions = dict(places)
    columns = ", ".join(_column(field) for field in fields)
    values = ", ".join(expressions.get(field.name, "%s") for field in fields)
    table, key = _quoted(model._meta.db_table), _column(model._meta.pk)
    return f"INSERT INTO {table} ({columns}) VALUES ({values}) RETURNING {key}", fields  # noqa: S608 - as above


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
