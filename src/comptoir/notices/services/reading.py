"""Reading one's own notices: one, all, or those about what one has before one's eyes."""

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.journal.publishing import signal
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.notices.access import require_member
from comptoir.notices.errors import NoSuchNotice
from comptoir.notices.models import Notice

READ = "notices.read"


@transaction.atomic
def read(*, by: Actor, notice_id: int) -> None:
    """Raises NoSuchNotice for one that is gone or somebody else's; a read one stays as it is."""
    member_id = require_member(by)
    mine = Notice.objects.filter(pk=notice_id, member_id=member_id)
    if not mine.filter(read_at=None).update(read_at=now()) and not mine.exists():
        raise NoSuchNotice(_("This notification is gone."))
    signal("member", member_id, READ)


@transaction.atomic
def read_all(*, by: Actor) -> int:
    """How many there were."""
    member_id = require_member(by)
    found = Notice.objects.filter(member_id=member_id, read_at=None).update(read_at=now())
    signal("member", member_id, READ)
    return found


@transaction.atomic
def look_at(*, by: Actor, kind: str, subject_id: int) -> int:
    """He has the thing itself open: what was told about it is read."""
    member_id = require_member(by)
    about = Notice.objects.filter(
        member_id=member_id, subject_kind=kind, subject_id=subject_id, read_at=None
    )
    return about.update(read_at=now())
