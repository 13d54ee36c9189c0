"""Background work of commerce: files that somebody imports by the page."""

from comptoir.commerce.imports.by_page import run_rows, try_rows
from comptoir.journal import task


@task("commerce.check_import")
def check_import(*, run_id: int, only: list[str] | None = None) -> None:
    try_rows(run_id, only=only)


@task("commerce.run_import")
def run_import(*, run_id: int, only: list[str] | None = None) -> None:
    run_rows(run_id, only=only)
