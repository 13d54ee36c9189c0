"""Background work of the sample marketplace."""

from comptoir.demo import dripping
from comptoir.demo.loading.showing import show_files as show
from comptoir.journal import task


@task("demo.show_files", queue="previews")
def show_files() -> None:
    show()


@task("demo.drip", queue="intake")
def drip(*, drip_id: int) -> None:
    dripping.next_mail(drip_id)
