"""Lists page by page: in a stable order, by a signed cursor that nobody has to understand."""

from dataclasses import dataclass
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import Field, Model, Q, QuerySet
from django.http import HttpRequest

from comptoir.kit.text import digest
from comptoir.rest.errors import BadCursor
from comptoir.rest.schemas import Paging

_SALT = "comptoir.rest.cursor"
_NOT_PART_OF_THE_LIST = ("cursor", "limit")


@dataclass(frozen=True, slots=True)
class Sort:
    """A column that may be sorted by; the row's id decides between equals (F3).

    `may_be_empty` only in ascending order: PostgreSQL puts empty ones last, as the page does.
    """

    column: str = "pk"
    newest_first: bool = False
    may_be_empty: bool = False

    @property
    def order(self) -> tuple[str, ...]:
        sign = "-" if self.newest_first else ""
        return (f"{sign}pk",) if self.column == "pk" else (f"{sign}{self.column}", f"{sign}pk")


@dataclass(frozen=True, slots=True)
class Cut[M: Model]:
    rows: list[M]
    next_cursor: str | None


def cut[M: Model](
    request: HttpRequest, found: QuerySet[M], *, sort: Sort, paging: Paging
) -> Cut[M]:
    """One page of what was found: one query. Raises BadCursor."""
    list_id = _list_id(request)
    if paging.cursor:
        found = found.filter(_behind(sort, found.model, _read(paging.cursor, list_id)))
    rows = list(found.order_by(*sort.order)[: paging.limit + 1])
    if len(rows) <= paging.limit:
        return Cut(rows, None)
    last = rows[paging.limit - 1]
    return Cut(rows[: paging.limit], _write(sort, last, list_id))


def _list_id(request: HttpRequest) -> str:
    """A cursor is worth something only for the same address, filters and order."""
    told = sorted(
        (name, value)
        for name, values in request.GET.lists()
        if name not in _NOT_PART_OF_THE_LIST
        for value in values
    )
    return digest(repr((request.path, told))).hex()[:16]


def _write(sort: Sort, last: Model, list_id: str) -> str:
    value: Any = None if sort.column == "pk" else getattr(last, sort.column)
    told = value.isoformat() if hasattr(value, "isoformat") else value
    return Signer(salt=f"{_SALT}:{list_id}").sign_object([told, last.pk])


def _read(cursor: str, list_id: str) -> tuple[Any, int]:
    try:
        value, key = Signer(salt=f"{_SALT}:{list_id}").unsign_object(cursor)
    except (BadSignature, ValueError, TypeError):
        raise BadCursor from None
    return value, int(key)


def _behind(sort: Sort, model: type[Model], at: tuple[Any, int]) -> Q:
    told, key = at
    past = "lt" if sort.newest_first else "gt"
    by_key = Q(**{f"pk__{past}": key})
    if sort.column == "pk":
        return by_key
    if told is None:
        return Q(**{f"{sort.column}__isnull": True}) & by_key
    field: Field[Any, Any] = model._meta.get_field(sort.column)  # type: ignore[assignment]
    value = field.to_python(told)
    # The first half is implied by the second; PostgreSQL walks the index from there.
    behind = Q(**{f"{sort.column}__{past}e": value}) & (
        Q(**{f"{sort.column}__{past}": value}) | by_key
    )
    return behind | Q(**{f"{sort.column}__isnull": True}) if sort.may_be_empty else behind
