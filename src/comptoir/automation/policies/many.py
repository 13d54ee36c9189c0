"""What a letter on a selection says, kept as one value: a template or words of one's own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_BUYER, _SELLER = 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`template` is its key, outward or inward. `seen` is the newest message that was there when
    the selection was looked at. `only` are the permissions of a program's token; None: a person's.
    """

    template: str = ""
    text: str = ""
    audience: int = _BUYER
    values: Mapping[str, str] = field(default_factory=dict)
    seen: int | None = None
    only: tuple[str, ...] | None = None


def written(asked: Asked) -> str:
    """As it is kept; `understood` reads it."""
    told: dict[str, Any] = {
        "template": asked.template,
        "text": asked.text,
        "audience": asked.audience,
        "values": dict(asked.values),
        "seen": asked.seen,
        "only": None if asked.only is None else sorted(asked.only),
    }
    said = {key: value for key, value in told.items() if value not in ("", None, {})}
    return json.dumps(said, ensure_ascii=False)


def understood(value: str, *, plain: str) -> Asked:
    """What is no object is all of it: the field that `plain` names."""
    try:
        told = json.loads(value)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        told = {plain: value}
    values, only, seen = told.get("values"), told.get("only"), told.get("seen")
    return Asked(
        template=str(told.get("template", "")),
        text=str(told.get("text", "")),
        audience=_SELLER if told.get("audience") == _SELLER else _BUYER,
        values=_texts(values) if isinstance(values, dict) else {},
        seen=seen if isinstance(seen, int) else None,
        only=tuple(map(str, only)) if isinstance(only, list) else None,
    )


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {str(name): str(value) for name, value in values.items()}
