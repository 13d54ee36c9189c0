"""The doors of buyers and sellers, for programs."""

from django.conf import settings
from ninja import Router

from comptoir.accounts.access import require
from comptoir.accounts.visitors import DOORS
from comptoir.channels import queries, services
from comptoir.channels.schemas import DoorsIn, DoorsOut
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.slots import ROUTERS

MANAGE = "channels.manage"

router = Router()


@router.get("/doors", response=DoorsOut, summary="Show the doors of buyers and sellers")
@needs(MANAGE)
def get_doors(request: ApiRequest) -> DoorsOut:
    require(request.actor, MANAGE)
    return _told()


def _told() -> DoorsOut:
    space = queries.space_channel()
    mailbox = queries.way_out(space)
    return DoorsOut(
        addresses=[settings.PUBLIC_URL + door.path for door in DOORS.values()],
        mailbox=mailbox.public_id if mailbox else None,
        sellers_write_to_buyers=bool(space and space.settings.get("sellers_write_to_buyers")),
    )


@router.put("/doors", response=DoorsOut, summary="Say who may write to whom there")
@needs(MANAGE)
def set_doors(request: ApiRequest, payload: DoorsIn) -> DoorsOut:
    """Nothing can be said before there is a mailbox by which their letters leave."""
    services.let_sellers_write_to_buyers(by=request.actor, allowed=payload.sellers_write_to_buyers)
    return _told()


ROUTERS.plug("Doors", router)
