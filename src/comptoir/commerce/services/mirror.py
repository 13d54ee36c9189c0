"""Mirroring: what a source tells is compared with what is stored; only differences are written."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import CharField, Field, Model

from comptoir.commerce.states import Outcome
from comptoir.kit.text import clean


@dataclass(slots=True)
class Stored[M: Model]:
    """A row and what became of it; `changed` names the fields that got another value."""

    row: M
    outcome: Outcome
    changed: set[str] = field(default_factory=set)

    @property
    def is_new(self) -> bool:
        return self.outcome is Outcome.CREATED

    def touched(self) -> None:
        """Something that belongs to the row changed."""
        if self.outcome is Outcome.UNCHANGED:
            self.outcome = Outcome.UPDATED


@dataclass(frozen=True, slots=True)
class Told:
    """One row as told: by what it is known, and the values that were told of it."""

    key: Mapping[str, Any]
    values: Mapping[str, Any]


def told(**values: Any) -> dict[str, Any]:
    """The values that say something: neither empty text nor None."""
    return {name: value for name, value in values.items() if value is not None and value != ""}


def retried[T](write: Callable[[], T]) -> T:
    """Write again, once, when somebody else inserted the same meanwhile."""
    try:
        with transaction.atomic():
            return write()
    except IntegrityError:
        with transaction.atomic():
            return write()


def mirror[M: Model](
    model: type[M], tellings: Iterable[Told], existing: Iterable[M]
) -> list[Stored[M]]:
    """Create what is missing, update what differs; one answer for each telling, in order.

    All keys have the same names; `existing` holds the stored rows of these keys.
    """
    tellings = list(tellings)
    if not tellings:
        return []
    names = tuple(tellings[0].key)
    by_key = {tuple(getattr(row, name) for name in names): row for row in existing}
    answers = [_compare(model, telling, by_key) for telling in tellings]
    _write(model, answers)
    return answers


def _compare[M: Model](
    model: type[M], telling: Told, by_key: dict[tuple[Any, ...], M]
) -> Stored[M]:
    values = fitting(model, telling.values)
    key = tuple(telling.key.values())
    row = by_key.get(key)
    if row is None:
        row = by_key[key] = model(**telling.key, **values)
        return Stored(row, Outcome.CREATED)
    changed = {name for name, value in values.items() if getattr(row, name) != value}
    for name in changed:
        setattr(row, name, values[name])
    return Stored(row, Outcome.UPDATED if changed else Outcome.UNCHANGED, changed)


def _write[M: Model](model: type[M], answers: list[Stored[M]]) -> None:
    insert(model, [answer.row for answer in answers if answer.is_new])
    updated = {answer.row.pk: answer for answer in answers if answer.changed}
    if updated:
        names = sorted(set().union(*(answer.changed for answer in updated.values())))
        rows = [answer.row for answer in updated.values()]
        model._default_manager.bulk_update(rows, names, batch_size=200)


def insert[M: Model](model: type[M], rows: Sequence[M]) -> None:
    """Insert new rows in one statement and give them their ids.

    `bulk_create` prepares each value by itself, which took 40 % of an import's time. Here every
    field must hold a plain value: no enum, no database default, no unsaved row.
    """
    if not rows:
        return
    columns = [column for column in model._meta.concrete_fields if not column.primary_key]
    values = [[getattr(row, column.attname) for row in rows] for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(_insertion(model), values)
        ids = cursor.fetchall()
    for row, (pk,) in zip(rows, ids, strict=True):
        row.pk = pk
        row._state.adding = False
        row._state.db = connection.alias


@cache
def _insertion(model: type[Model]) -> str:
    columns = [column for column in model._meta.concrete_fields if not column.primary_key]
    names = ", ".join(connection.ops.quote_name(column.column or "") for column in columns)
    arrays = ", ".join(f"%s::{_array_type(column)}[]" for column in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    return f"INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays}) RETURNING id"  # noqa: S608


def _array_type(column: "Field[Any, Any]") -> str:
    # A varchar's length belongs to the column; the column itself checks it.
    return (column.db_type(connection) or "").partition("(")[0]


def fitting(model: type[Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the columns take them: text cleaned and cut to the column's length."""
    room = _room(model)
    return {
        name: _fit(value, room.get(name)) if isinstance(value, str) else value
        for name, value in values.items()
    }


def _fit(text: str, room: int | None) -> str:
    text = clean(text)
    return text if room is None or len(text) <= room else text[:room]


@cache
def _room(model: type[Model]) -> dict[str, int | None]:
    columns = (field for field in model._meta.concrete_fields if isinstance(field, CharField))
    return {column.attname: column.max_length for column in columns}
