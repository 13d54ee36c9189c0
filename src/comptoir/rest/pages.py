"""The reference as a page shows it, drawn from the OpenAPI description."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_REF = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Kind:
    """The type of a value: words, and the shape they lead to."""

    words: str
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A parameter, or a field of a shape."""

    name: str
    kind: Kind
    required: bool
    about: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """One operation: a method at an address."""

    id: str
    method: str
    path: str
    title: str
    about: str
    permission: str
    parameters: tuple[Slot, ...]
    body: Kind | None
    answers: tuple[tuple[str, Kind | None], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    name: str
    about: str
    fields: tuple[Slot, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    groups: tuple[tuple[str, tuple[Deed, ...]], ...]
    shapes: tuple[Shape, ...]


def reference(schema: Mapping[str, Any]) -> Reference:
    groups: dict[str, list[Deed]] = defaultdict(list)
    for tag, deed in _deeds(schema):
        groups[tag].append(deed)
    shapes = schema["components"]["schemas"].items()
    return Reference(
        tuple((tag, tuple(deeds)) for tag, deeds in groups.items()),
        tuple(_shape(name, told) for name, told in shapes),
    )


def _deeds(schema: Mapping[str, Any]) -> Iterator[tuple[str, Deed]]:
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            yield told["tags"][0], _deed(path, method, told, schema)


def _deed(path: str, method: str, told: Mapping[str, Any], schema: Mapping[str, Any]) -> Deed:
    named = [_resolved(parameter, schema) for parameter in told["parameters"]]
    return Deed(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        title=told["summary"],
        about=told.get("description", ""),
        permission=told.get("x-permission", ""),
        parameters=tuple(_parameter(parameter) for parameter in named),
        body=_content(told.get("requestBody", {})),
        answers=tuple(
            (status, _content(answer))
            for status, answer in told["responses"].items()
            if status.startswith("2")
        ),
    )


def _resolved(told: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in told:
        return told
    found: Any = schema
    for part in told["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)


def _parameter(told: Mapping[str, Any]) -> Slot:
    return Slot(
        name=told["name"],
        kind=_kind(told["schema"]),
        required=bool(told.get("required")),
        about=told.get("description", ""),
        place=told["in"],
    )


def _content(told: Mapping[str, Any]) -> Kind | None:
    contents = list(told.get("content", {}).values())
    return _kind(contents[0].get("schema", {})) if contents else None


def _shape(name: str, told: Mapping[str, Any]) -> Shape:
    required = told.get("required", ())
    fields = tuple(
        Slot(field, _kind(value), field in required, value.get("description", ""))
        for field, value in told.get("properties", {}).items()
    )
    values = tuple(str(value) for value in told.get("enum", ()))
    return Shape(name, told.get("description", ""), fields, values)


def _kind(told: Mapping[str, Any]) -> Kind:
    if "$ref" in told:
        name = told["$ref"].removeprefix(_REF)
        return Kind(name, name)
    if "anyOf" in told:
        return _either([_kind(one) for one in told["anyOf"]])
    if told.get("type") == "array":
        inner = _kind(told.get("items", {}))
        return Kind(f"{inner.words}[]", inner.shape)
    if values := told.get("enum"):
        return Kind(" | ".join(str(value) for value in values))
    words = str(told.get("const", told.get("type", "any")))
    return Kind(f"{words} ({told['format']})" if "format" in told else words)


def _either(kinds: list[Kind]) -> Kind:
    words = " | ".join(dict.fromkeys(kind.words for kind in kinds))
    return Kind(words, next((kind.shape for kind in kinds if kind.shape), ""))
