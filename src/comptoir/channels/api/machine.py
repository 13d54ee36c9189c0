"""Whether the machine is well, failed work, and the word after a restore: for programs."""

from ninja import Router, Status

from comptoir.accounts.access import require
from comptoir.channels import machine, queries, services, watch
from comptoir.channels.schemas import (
    FailedJobOut,
    FindingOut,
    HealthOut,
    JobsOut,
    RestoreOut,
)
from comptoir.journal import failing
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.schemas import Page, RowId
from comptoir.rest.slots import ROUTERS

HEALTH = "channels.health"
GO_ON = "channels.go_on"

router = Router()


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


@router.get("/health/jobs", response=Page[FailedJobOut], summary="List work that failed")
@needs(HEALTH)
def list_failed_jobs(request: ApiRequest) -> Page[FailedJobOut]:
    """The latest, on one page; those that were given up first."""
    require(request.actor, HEALTH)
    return Page(items=[_job(each) for each in failing.failing_jobs()])


def _job(each: failing.Failing) -> FailedJobOut:
    return FailedJobOut(
        id=each.id,
        name=each.name,
        reason=each.reason,
        at=each.at,
        attempts=each.attempts,
        next_at=each.next_at,
    )


@router.post(
    "/health/jobs/{job_id}/again", response={204: None}, summary="Try work again that was given up"
)
@needs(HEALTH)
def try_job_again(request: ApiRequest, job_id: RowId) -> Status[None]:
    services.try_work_again(by=request.actor, job_id=job_id)
    return Status(204, None)


@router.delete(
    "/health/jobs/{job_id}", response={204: None}, summary="Discard work that was given up"
)
@needs(HEALTH)
def discard_job(request: ApiRequest, job_id: RowId) -> Status[None]:
    """What it should have done is left undone."""
    services.discard_work(by=request.actor, job_id=job_id)
    return Status(204, None)


@router.get("/restore", response=RestoreOut, summary="Show what a restore held back")
@needs(GO_ON)
def show_restore(request: ApiRequest) -> RestoreOut:
    require(request.actor, GO_ON)
    found = queries.after_restore(limit=0)
    if found is None:
        return RestoreOut(
            restored_at=None, copied_at=None, went_on_at=None, unsure_letters=0, waiting_letters=0
        )
    return RestoreOut(
        restored_at=found.restoration.restored_at,
        copied_at=found.restoration.copied_at,
        went_on_at=found.restoration.went_on_at,
        unsure_letters=found.unsure_count,
        waiting_letters=found.waiting,
    )


@router.post("/restore/go-on", response={204: None}, summary="Let the desk go on after a restore")
@needs(GO_ON)
def go_on_after_restore(request: ApiRequest) -> Status[None]:
    """Mail is fetched and sent from now on."""
    services.go_on(by=request.actor)
    watch.look()
    return Status(204, None)


ROUTERS.plug("Machine", router)
