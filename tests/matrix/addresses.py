"""Every address of the program, by name, with its parameters."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver


@dataclass(frozen=True, slots=True)
class Address:
    name: str
    parameters: tuple[str, ...]


def addresses() -> list[Address]:
    return list(_walk(get_resolver(), ()))


def _walk(resolver: Any, spaces: tuple[str, ...]) -> Iterator[Address]:
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            parameters = tuple(name for name in each.pattern.regex.groupindex)
            yield Address(":".join((*spaces, each.name or str(each.pattern))), parameters)
        else:
            yield from _walk(each, (*spaces, each.namespace) if each.namespace else spaces)
