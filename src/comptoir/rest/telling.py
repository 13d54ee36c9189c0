"""Entries of the journal as others may read them: outward ids, enum values, times, a link.

An id of a row means nothing outside the house: it becomes the outward id of its thing. Ids of
things that the API does not know are left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings

from comptoir.journal.models import Entry
from comptoir.journal.queries import Position
from comptoir.kit.actor import ActorKind
from comptoir.rest.schemas import EventActor, EventOut, EventSubject
from comptoir.rest.slots import FIELDS, RESOURCES

ADDRESS = "/api/v1/"

_PEOPLE = {
    ActorKind.AGENT: "member",
    ActorKind.BUYER: "buyer",
    ActorKind.SELLER: "seller",
    ActorKind.CHANNEL: "channel",
}

# Fields that name another thing of the subject's kind: `into_id` of a merged conversation.
_LIKE_THE_SUBJECT = frozenset({"subject", "from", "into", "other", "earlier", "later"})

type Key = tuple[str, int]
type Outward = UUID | int | str


def tell(entries: Sequence[Entry]) -> list[EventOut]:
    """One query for each kind of thing that is named."""
    outward = _outward(key for entry in entries for key in _keys(entry))
    return [_event(entry, outward) for entry in entries]


def link_to(kind: str, outward_id: Outward | None) -> str | None:
    """The address at which the API tells of it."""
    if outward_id is None or kind not in RESOURCES or not RESOURCES.get(kind).path:
        return None
    return settings.PUBLIC_URL + ADDRESS + RESOURCES.get(kind).path.format(id=outward_id)


def _outward(keys: Iterable[Key]) -> Mapping[Key, Outward]:
    wanted: dict[str, set[int]] = defaultdict(set)
    for kind, number in keys:
        if kind in RESOURCES:
            wanted[kind].add(number)
    return {
        (kind, number): outward_id
        for kind, numbers in wanted.items()
        for number, outward_id in RESOURCES.get(kind).outward(numbers).items()
    }


def _keys(entry: Entry) -> Iterable[Key]:
    yield entry.subject_kind, entry.subject_id
    if (person := _person(entry)) is not None:
        yield person
    for name, value in entry.data.items():
        if (key := _key(entry, name, value)) is not None:
            yield key


def _person(entry: Entry) -> Key | None:
    kind = _PEOPLE.get(ActorKind(entry.actor_kind))
    return (kind, entry.actor_id) if kind and entry.actor_id is not None else None


def _key(entry: Entry, name: str, value: Any) -> Key | None:
    if not name.endswith("_id") or not isinstance(value, int):
        return None
    kind = name.removesuffix("_id")
    return (entry.subject_kind if kind in _LIKE_THE_SUBJECT else kind), value


def _event(entry: Entry, outward: Mapping[Key, Outward]) -> EventOut:
    subject_id = outward.get((entry.subject_kind, entry.subject_id))
    person = _person(entry)
    return EventOut(
        id=str(Position(entry.tx or 0, entry.pk)),
        type=entry.event,
        at=entry.at,
        actor=EventActor(kind=entry.actor_kind, id=outward.get(person) if person else None),
        subject=EventSubject(
            kind=entry.subject_kind,
            id=subject_id,
            url=link_to(entry.subject_kind, subject_id),
        ),
        data=dict(_fields(entry, outward)),
    )


def _fields(entry: Entry, outward: Mapping[Key, Outward]) -> Iterable[tuple[str, Any]]:
    for name, value in entry.data.items():
        if (key := _key(entry, name, value)) is not None:
            if key in outward:
                yield name, outward[key]
        elif not name.endswith("_id"):
            yield name, FIELDS.get(name)(value) if name in FIELDS else value
