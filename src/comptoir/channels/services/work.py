"""Work that was given up: another try, or the end of it, in an administrator's name."""

from django.db import transaction

from comptoir.accounts.access import require
from comptoir.channels.events import WorkDiscarded, WorkTriedAgain
from comptoir.journal import failing, publish
from comptoir.kit.actor import Actor


@transaction.atomic
def try_work_again(*, by: Actor, job_id: int) -> None:
    """Raises NotFound where it ran meanwhile."""
    require(by, "channels.health")
    name = failing.run_again(job_id)
    publish(WorkTriedAgain(job_id=job_id), by=by, detail={"name": name})


@transaction.atomic
def discard_work(*, by: Actor, job_id: int) -> None:
    """What it should have done is never done. Raises NotFound."""
    require(by, "channels.health")
    name = failing.discard(job_id)
    publish(WorkDiscarded(job_id=job_id), by=by, detail={"name": name})
