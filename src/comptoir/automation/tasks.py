"""Background work of automation."""

from comptoir.automation import services
from comptoir.journal import task


@task("automation.work_mailing")
def work_mailing(*, mailing_id: int) -> None:
    services.work_mailing(mailing_id=mailing_id)
