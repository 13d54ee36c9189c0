"""Background work of notices: what leaves for members."""

from comptoir.journal import periodic, task
from comptoir.notices import services


# Not tried again: what was claimed is in the list, and a second ring would annoy.
@task("notices.push", queue="mail", retry=None)
def push(*, member_id: int) -> None:
    services.push(member_id=member_id)


@task("notices.mail", queue="mail")
def mail(*, member_id: int) -> None:
    services.mail(member_id=member_id)


@periodic("notices.send_digests", "*/5 * * * *")
def send_digests() -> None:
    services.send_digests()


@periodic("notices.forget_old", "23 3 * * *")
def forget_old() -> None:
    services.forget_old()
