"""What we promise and what marketplaces demand, for programs."""

from ninja import Query, Router, Status

from comptoir.deadlines import queries, services
from comptoir.deadlines.access import MANAGE
from comptoir.deadlines.errors import NoSuchRow
from comptoir.deadlines.models import ClockPolicy, PlatformPreset
from comptoir.deadlines.options import Options
from comptoir.deadlines.schemas import (
    DueSoonIn,
    DueSoonOut,
    PresetChange,
    PresetOut,
    PromiseChange,
    PromiseIn,
    PromiseOut,
)
from comptoir.deadlines.states import Basis, Kind
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.paging import Sort, cut
from comptoir.rest.schemas import Page, Paging, RowId
from comptoir.rest.slots import ROUTERS

router = Router()


@router.get("/promises", response=Page[PromiseOut], summary="List promises")
@needs(MANAGE)
def list_promises(request: ApiRequest, paging: Query[Paging]) -> Page[PromiseOut]:
    """Those that are made or will be; ended ones are left out."""
    page = cut(request, queries.policies(), sort=Sort(), paging=paging)
    return Page(items=[_promise(row) for row in page.rows], next_cursor=page.next_cursor)


def _promise(row: ClockPolicy) -> PromiseOut:
    return PromiseOut(
        id=row.pk,
        name=queries.policy_name(row),
        kind=Kind(row.kind),
        reasons=row.reasons,
        without_order=row.without_order,
        everything=row.everything,
        labels=row.labels,
        minutes=row.minutes,
        stretch_minutes=row.stretch_minutes,
        basis=Basis(row.basis),
        is_enabled=row.enabled,
        is_own=queries.is_own(row),
        is_edited=row.edited_at is not None,
        valid_from=row.valid_from,
        source=row.source,
        example=queries.policy_example(row),
    )


@router.post("/promises", response={201: list[PromiseOut]}, summary="Promise something of your own")
@needs(MANAGE)
def add_promise(request: ApiRequest, payload: PromiseIn) -> Status[list[PromiseOut]]:
    """One promise for each kind. Try its time with `POST /hours/preview` before."""
    values = services.PromiseValues(**payload.model_dump())
    made = services.add_promise(by=request.actor, values=values)
    return Status(201, [_promise(row) for row in made])


@router.get("/promises/{promise_id}", response=PromiseOut, summary="Show a promise")
@needs(MANAGE)
def get_promise(request: ApiRequest, promise_id: RowId) -> PromiseOut:
    return _found(promise_id)


def _found(promise_id: int) -> PromiseOut:
    row = queries.policies().filter(pk=promise_id).first()
    if row is None:
        raise NoSuchRow
    return _promise(row)


@router.put("/promises/{promise_id}", response=PromiseOut, summary="Change a promise")
@needs(MANAGE)
def change_promise(request: ApiRequest, promise_id: RowId, payload: PromiseChange) -> PromiseOut:
    """Its time, its goal, whether it is made. Clocks that run keep their due time."""
    services.change_policy(
        by=request.actor,
        policy_id=promise_id,
        minutes=payload.minutes,
        stretch_minutes=payload.stretch_minutes,
        enabled=payload.is_enabled,
    )
    return _found(promise_id)


@router.delete("/promises/{promise_id}", response={204: None}, summary="End a promise of your own")
@needs(MANAGE)
def end_promise(request: ApiRequest, promise_id: RowId) -> Status[None]:
    """One that came with the program can be switched off instead. Clocks that run keep it."""
    services.end_promise(by=request.actor, policy_id=promise_id)
    return Status(204, None)


@router.get("/presets", response=Page[PresetOut], summary="List what marketplaces demand")
@needs(MANAGE)
def list_presets(request: ApiRequest, paging: Query[Paging]) -> Page[PresetOut]:
    page = cut(request, queries.presets(), sort=Sort(), paging=paging)
    return Page(items=[_preset(row) for row in page.rows], next_cursor=page.next_cursor)


def _preset(row: PlatformPreset) -> PresetOut:
    return PresetOut(
        id=row.pk,
        platform=row.platform,
        country=row.country,
        kind=Kind(row.kind),
        minutes=row.minutes,
        basis=Basis(row.basis),
        calendar=row.calendar_id,
        is_enabled=row.enabled,
        is_edited=row.edited_at is not None,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source,
        note=row.note,
    )


@router.put(
    "/presets/{preset_id}", response=PresetOut, summary="Change what is taken of a marketplace"
)
@needs(MANAGE)
def change_preset(request: ApiRequest, preset_id: RowId, payload: PresetChange) -> PresetOut:
    """A due date that the marketplace states still wins."""
    changed = services.change_preset(
        by=request.actor,
        preset_id=preset_id,
        minutes=payload.minutes,
        enabled=payload.is_enabled,
    )
    return _preset(changed)


@router.get("/due-soon", response=DueSoonOut, summary="Show when a promise is due soon")
@needs(MANAGE)
def get_due_soon(request: ApiRequest) -> DueSoonOut:
    kept = queries.options()
    return DueSoonOut(percent=kept.due_soon_percent, minutes=kept.due_soon_minutes)


@router.put("/due-soon", response=DueSoonOut, summary="Choose when a promise is due soon")
@needs(MANAGE)
def set_due_soon(request: ApiRequest, payload: DueSoonIn) -> DueSoonOut:
    """Clocks that run already keep their warning."""
    wanted = Options(due_soon_percent=payload.percent, due_soon_minutes=payload.minutes)
    services.choose_due_soon(by=request.actor, wanted=wanted)
    return DueSoonOut(percent=payload.percent, minutes=payload.minutes)


ROUTERS.plug("Promises", router)
