"""Channels for programs."""

from ninja import Query, Router

from comptoir.channels import machine, queries
from comptoir.channels.models import Channel
from comptoir.channels.schemas import ChannelOut, ChannelTeam, FindingOut, HealthOut, JobsOut
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


@router.get("/health", response=HealthOut, summary="Show the health of the machine")
@needs("channels.health")
def show_health(request: ApiRequest) -> HealthOut:
    """For monitoring: `is_well` is false where nothing works before somebody mends it."""
    told = machine.look(deeply=False)
    return HealthOut(
        is_well=not any(one.is_bad for one in told.wrong),
        at=told.at,
        findings=[
            FindingOut(about=str(one.about), text=one.text, is_bad=one.is_bad) for one in told.wrong
        ],
        workers=len([seconds for seconds in told.workers if seconds <= machine.SILENT_SECONDS]),
        jobs=JobsOut(
            waiting=told.queue.waiting,
            later=told.queue.later,
            running=told.queue.running,
            tried_again=told.queue.trying,
            given_up=told.queue.failed,
            oldest_seconds=told.queue.oldest_seconds,
        ),
        mailboxes_in_trouble=len([box for box in told.mailboxes if not box.is_well]),
        letters_late=told.late_letters,
        disk_free_bytes=told.disk.free,
        database_bytes=told.disk.database,
        backup_at=told.backup_at,
        version=dict(told.versions)["Comptoir"],
    )


ROUTERS.plug("Channels", router)
