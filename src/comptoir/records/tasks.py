"""Background work of records."""

from comptoir.journal import periodic, task
from comptoir.records import services


@task("records.make_export")
def make_export(*, export_id: int) -> None:
    services.make_export(export_id=export_id)


@task("records.erase")
def erase(*, erasure_id: int) -> None:
    services.erase(erasure_id=erasure_id)


@periodic("records.clear_away", "17 2 * * *")
def clear_away() -> None:
    services.clear_away()


@periodic("records.drop_old_exports", "41 * * * *")
def drop_old_exports() -> None:
    services.drop_old_exports()
