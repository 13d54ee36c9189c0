"""From a program's filters to a lens, and from a lens to the address that asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings

from comptoir.insights.errors import NarrowsNothing, NoSuchChannel, NoSuchPart
from comptoir.insights.policies.lens import NOBODY, NONE, Lens
from comptoir.insights.queries.page import current_span
from comptoir.insights.queries.people import channel_id_of
from comptoir.insights.schemas import RowFilters, ServiceFilters
from comptoir.insights.states import Figure
from comptoir.rest.telling import ADDRESS


def lens_of(filters: ServiceFilters) -> Lens:
    """Raises NoSuchChannel."""
    return Lens(
        span=filters.span.value,
        hours=filters.hours,
        team=_whose(filters.team),
        agent=_whose(filters.agent),
        channel=_channel(filters.channel),
        reason={"": None, NONE: ""}.get(filters.reason, filters.reason),
    )


def _whose(told: str) -> int | None:
    if told == NONE:
        return NOBODY
    return int(told) if told else None


def _channel(public_id: UUID | None) -> int | None:
    if public_id is None:
        return None
    found = channel_id_of(public_id)
    if found is None:
        raise NoSuchChannel
    return found


def row_lens_of(filters: RowFilters) -> Lens:
    """Raises NoSuchChannel, NarrowsNothing, NoSuchPart."""
    lens = lens_of(filters).but(
        figure=filters.figure,
        kind=filters.kind.value if filters.kind else "",
        part=filters.part,
        outcome=filters.outcome.value if filters.outcome else "",
    )
    if lens.unfit:
        raise NarrowsNothing(lens.unfit, lens.figure)
    parts = current_span(lens).parts
    if lens.part is not None and lens.part >= parts:
        raise NoSuchPart(parts - 1)
    return lens


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses below the API; a channel goes by its outward id."""

    channels: Mapping[int, UUID]

    def figures(self, lens: Lens) -> str:
        return self._address("service", self._said(lens))

    def rows(self, lens: Lens, figure: Figure, **chosen: object) -> str:
        asked = lens.but(figure=figure, **chosen)
        return self._address("service/rows", {"figure": figure.value} | self._said(asked))

    def _said(self, lens: Lens) -> dict[str, str]:
        said = lens.said
        if lens.channel is not None:
            said["channel"] = str(self.channels.get(lens.channel, ""))
        return said

    def _address(self, path: str, said: Mapping[str, str]) -> str:
        query = f"?{urlencode(said)}" if said else ""
        return f"{settings.PUBLIC_URL}{ADDRESS}{path}{query}"
