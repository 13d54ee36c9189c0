"""Channels for programs."""

from ninja import Query, Router

from comptoir.channels import queries
from comptoir.channels.models import Channel
from comptoir.channels.schemas import ChannelOut, ChannelTeam
from comptoir.channels.states import Health
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.paging import Sort, cut
from comptoir.rest.schemas import Page, Paging
from comptoir.rest.slots import ROUTERS

router = Router()


@router.get("/channels", response=Page[ChannelOut], summary="List channels")
@needs("channels.read")
def list_channels(request: ApiRequest, paging: Query[Paging]) -> Page[ChannelOut]:
    """The accounts through which people write, and whether they work."""
    page = cut(request, queries.channels_for(request.viewer), sort=Sort(), paging=paging)
    return Page(items=[_told(row) for row in page.rows], next_cursor=page.next_cursor)


def _told(row: Channel) -> ChannelOut:
    return ChannelOut(
        id=row.public_id,
        name=row.name,
        kind=row.kind,
        profile=row.profile,
        marketplace=row.marketplace.key if row.marketplace else None,
        address=row.address,
        language=row.language,
        team=ChannelTeam(id=row.team.pk, name=row.team.name) if row.team else None,
        is_active=row.is_active,
        health=Health(row.health),
    )


ROUTERS.plug("Channels", router)
