"""One action on many conversations, for programs: begun, watched, stopped, undone."""

from django.utils.translation import gettext as _
from ninja import Query, Status

from comptoir.conversations import services
from comptoir.conversations.access import HANDLE
from comptoir.conversations.api.routes import router
from comptoir.conversations.api.shapes import BulkIn, BulkOut, BulkRowOut
from comptoir.conversations.errors import NothingChosen, UnknownChoice
from comptoir.conversations.queries.doors import conversations_for
from comptoir.conversations.queries.selecting import (
    Progress,
    Selection,
    numbers_of,
    progress,
    rows_of_run,
)
from comptoir.conversations.slots import BULK_VERBS
from comptoir.kit.errors import NotFound
from comptoir.rest.errors import ScopeMissing
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.paging import Sort, cut
from comptoir.rest.schemas import Page, Paging, RowId


@router.post("/bulk", response={202: BulkOut}, summary="Do one thing to many conversations")
@needs(HANDLE)
def start_bulk(request: ApiRequest, payload: BulkIn) -> Status[BulkOut]:
    """Worked off in the background; each row asks whether you may."""
    if payload.verb not in BULK_VERBS:
        raise UnknownChoice(_("Choose an action from the list."))
    _check_token(request, payload.verb)
    run = services.start_bulk(
        by=request.actor,
        viewer=request.viewer,
        verb=payload.verb,
        value=payload.value,
        numbers=_numbers(request, payload),
    )
    return Status(202, _told(_found(request, run.pk)))


def _check_token(request: ApiRequest, verb: str) -> None:
    """The work is done in the owner's name: the token must hold what it takes."""
    needed = BULK_VERBS.get(verb).permission or HANDLE
    if needed not in request.caller.permissions:
        raise ScopeMissing(needed)


def _numbers(request: ApiRequest, payload: BulkIn) -> list[int]:
    if payload.conversations:
        known = conversations_for(request.viewer).filter(public_id__in=payload.conversations)
        return list(known.order_by("pk").values_list("pk", flat=True))
    if not payload.query and not payload.view:
        raise NothingChosen(_("Choose at least one conversation."))
    return numbers_of(request.viewer, Selection(payload.view, payload.query))


def _found(request: ApiRequest, run_id: int) -> Progress:
    """Raises NotFound for somebody else's."""
    found = progress(request.viewer, run_id)
    if found is None:
        raise NotFound(_("There is no such action of yours."))
    return found


def _told(run: Progress) -> BulkOut:
    return BulkOut(
        id=run.id,
        title=run.title,
        is_running=run.is_running,
        is_stopped=run.is_stopped,
        may_undo=run.may_undo,
        total=run.total,
        waiting=run.waiting,
        done=run.done,
        same=run.same,
        refused=run.refused,
        undone=run.undone,
    )


@router.get("/bulk/{run_id}", response=BulkOut, summary="Watch an action on many conversations")
@needs(HANDLE)
def get_bulk(request: ApiRequest, run_id: RowId) -> BulkOut:
    return _told(_found(request, run_id))


@router.get(
    "/bulk/{run_id}/rows",
    response=Page[BulkRowOut],
    summary="List what became of each conversation of an action",
)
@needs(HANDLE)
def list_bulk_rows(request: ApiRequest, run_id: RowId, paging: Query[Paging]) -> Page[BulkRowOut]:
    run = _found(request, run_id)
    page = cut(request, rows_of_run(request.viewer, run.id), sort=Sort(), paging=paging)
    items = [
        BulkRowOut(
            conversation=row.conversation.public_id,
            number=row.conversation_id,
            state=row.state,
            said=row.said,
        )
        for row in page.rows
    ]
    return Page(items=items, next_cursor=page.next_cursor)


@router.post("/bulk/{run_id}/stop", response=BulkOut, summary="Stop an action")
@needs(HANDLE)
def stop_bulk(request: ApiRequest, run_id: RowId) -> BulkOut:
    """What was done stays done."""
    services.stop_bulk(by=request.actor, run_id=run_id)
    return _told(_found(request, run_id))


@router.post("/bulk/{run_id}/undo", response=BulkOut, summary="Undo an action")
@needs(HANDLE)
def undo_bulk(request: ApiRequest, run_id: RowId) -> BulkOut:
    """Puts back what nobody changed since. The token needs what it took to begin."""
    _check_token(request, _found(request, run_id).verb)
    services.undo_bulk(by=request.actor, run_id=run_id)
    return _told(_found(request, run_id))
