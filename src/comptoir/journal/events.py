"""Events: frozen facts in the past tense, made of ids, enum values, amounts and times."""

import dataclasses
import types
import typing
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar, Self
from uuid import UUID

from django.utils.functional import Promise

from comptoir.kit.money import Money

ALLOWED_FIELD_TYPES = (int, bool, StrEnum, Decimal, Money, datetime, date, UUID)

EVENTS: dict[str, type["Event"]] = {}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Subclass it in `<package>/events.py`; SUBJECT names what it is about and the id's field.

    SAID is what people read in the audit log, in their language. The journal never holds words or
    addresses: those go to `publish(…, detail=…)`.
    """

    SUBJECT: ClassVar[tuple[str, str]]
    SAID: ClassVar[str | Promise] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super(Event, cls).__init_subclass__(**kwargs)
        EVENTS[cls.name()] = cls

    @classmethod
    def name(cls) -> str:
        """`conversations.MessageReceived`: the package and the class."""
        package = cls.__module__.removeprefix("comptoir.").partition(".")[0]
        return f"{package}.{cls.__name__}"

    @property
    def subject(self) -> tuple[str, int]:
        kind, field = self.SUBJECT
        return kind, getattr(self, field)

    def as_data(self) -> dict[str, Any]:
        """JSON-ready values of all fields; None is left out."""
        values = ((name, getattr(self, name)) for name in _field_types(type(self)))
        return {name: _pack(value) for name, value in values if value is not None}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """The event that `as_data` made; a field that came later takes its default."""
        known = _field_types(cls)
        fields: dict[str, Any] = {n: _unpack(known[n], data[n]) for n in data if n in known}
        return cls(**fields)


_KNOWN_FIELDS: dict[type[Event], dict[str, type]] = {}


def _field_types(event: type[Event]) -> dict[str, type]:
    if event not in _KNOWN_FIELDS:
        hints = typing.get_type_hints(event)
        fields = dataclasses.fields(event)
        _KNOWN_FIELDS[event] = {field.name: plain_type(hints[field.name]) for field in fields}
    return _KNOWN_FIELDS[event]


def plain_type(hint: Any) -> type:
    """The one type of a hint, `int` for `int | None`."""
    if isinstance(hint, types.UnionType):
        (hint,) = (part for part in typing.get_args(hint) if part is not types.NoneType)
    return typing.cast("type", hint)


def _pack(value: Any) -> Any:
    if isinstance(value, Money):
        return [value.minor, value.currency]
    if isinstance(value, (int, StrEnum)):
        return value
    return value.isoformat() if isinstance(value, (datetime, date)) else str(value)


def _unpack(kind: type[Any], value: Any) -> Any:
    if kind is Money:
        return Money(*value)
    if issubclass(kind, (datetime, date)):
        return kind.fromisoformat(value)
    return kind(value)
