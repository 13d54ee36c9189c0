"""What later packages tell `rest`: their addresses, who stands behind a token, their public ids."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ninja import Router

from comptoir.kit.actor import Actor
from comptoir.kit.slots import Slot

if TYPE_CHECKING:
    from comptoir.accounts.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the same actor and viewer as behind a page, narrowed to what the token may."""

    token_id: int
    token_name: str
    actor: Actor
    viewer: "Viewer"
    permissions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Resource:
    """How one kind of thing is named outside the house.

    `path` is its address below `/api/v1/` with `{id}` for its outward id, or empty where it has
    none of its own. `outward` translates ids of rows, in one query; gone ones are left out.
    """

    path: str
    outward: Callable[[Iterable[int]], Mapping[int, UUID | int | str]]


# Routers of the packages' `api` rooms, by the name under which the reference lists them.
ROUTERS: Slot[Router] = Slot("api routers")

# Whose token this is; None for one that is unknown, expired, revoked or of nobody any more.
CALLERS: Slot[Callable[[str], Caller | None]] = Slot("api callers")

# By kind of subject, as the journal names it ("conversation", "order").
RESOURCES: Slot[Resource] = Slot("api resources")

# By name of an event's field: its value in words of the API, where the journal has a number.
FIELDS: Slot[Callable[[Any], Any]] = Slot("fields of events")
