"""How the machine is: the worker and its queue, mail in and out, room on the disk, the backup."""

import platform
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import django
from django.conf import settings
from django.utils.translation import gettext as _

from comptoir.accounts.queries import unsent_mails
from comptoir.channels.models import Channel, Delivery
from comptoir.channels.queries import quarantine_count
from comptoir.channels.slots import CHECKS, Check
from comptoir.channels.states import Health, Sending
from comptoir.journal import failing
from comptoir.journal.models import Backup
from comptoir.journal.restoring import standing_still
from comptoir.kit.clock import now
from comptoir.kit.db import rows

SILENT_SECONDS = 60.0
LATE_AFTER = timedelta(minutes=10)
OLDEST_WAITING_SECONDS = 300.0
OLDEST_BACKUP = timedelta(days=7)
LEAST_FREE = 3 * 1024**3
DANGEROUS_FREE = 512 * 1024**2


@dataclass(frozen=True, slots=True)
class Mailbox:
    """`is_well` is told by its last fetch and its last sending."""

    id: int
    name: str
    checked_at: datetime | None
    is_well: bool
    trouble: str


@dataclass(frozen=True, slots=True)
class Disk:
    free: int
    total: int
    database: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is not well, in a sentence. `is_bad`: nothing works before somebody mends it."""

    about: str
    text: str
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class Machine:
    at: datetime
    workers: Sequence[float]
    stands_still: bool
    queue: failing.Queue
    kinds: Sequence[failing.Kind]
    failing: Sequence[failing.Failing]
    mailboxes: Sequence[Mailbox]
    quarantined: int
    late_letters: int
    unsure_letters: int
    own_mails: int
    disk: Disk
    backup_at: datetime | None
    backup_size: int
    versions: Sequence[tuple[str, str]]
    checks: Sequence[Check]

    @property
    def is_silent(self) -> bool:
        """No worker shows a sign of life, and none waits for a word after a restore (H6)."""
        if self.stands_still:
            return False
        return not self.workers or min(self.workers) > SILENT_SECONDS

    @property
    def wrong(self) -> list[Wrong]:
        return list(_wrong(self))


def look(*, deeply: bool = True) -> Machine:
    """All of it now. `deeply` asks the doctor too, who takes his time."""
    backup = Backup.objects.order_by("-at").first()
    return Machine(
        at=now(),
        workers=failing.workers(),
        stands_still=standing_still() is not None,
        queue=failing.queue(),
        kinds=failing.kinds(),
        failing=failing.failing_jobs(),
        mailboxes=_mailboxes(),
        quarantined=quarantine_count(),
        late_letters=_late_letters(),
        unsure_letters=Delivery.objects.filter(state=Sending.UNSURE).count(),
        own_mails=unsent_mails(),
        disk=_disk(),
        backup_at=backup.at if backup else None,
        backup_size=backup.size if backup else 0,
        versions=_versions(),
        checks=[check for ask in CHECKS.all() for check in ask()] if deeply else [],
    )


def _mailboxes() -> list[Mailbox]:
    return [_mailbox(row) for row in Channel.objects.filter(is_active=True, kind="email")]


def _mailbox(row: Channel) -> Mailbox:
    is_well = row.health == Health.OK and not row.sending_trouble
    trouble = row.trouble_said if row.health != Health.OK else row.sending_trouble_said
    return Mailbox(row.pk, row.name, row.checked_at, is_well, trouble)


def _late_letters() -> int:
    """Whose time to be tried has passed, and nobody tried."""
    waiting = (Sending.QUEUED, Sending.RETRYING, Sending.SENDING)
    late = Delivery.objects.filter(state__in=waiting, next_attempt_at__lt=now() - LATE_AFTER)
    return late.count()


def _disk() -> Disk:
    folder = Path(settings.MEDIA_ROOT)
    there = next(path for path in (folder, *folder.parents) if path.exists())
    usage = shutil.disk_usage(there)
    ((size,),) = rows("SELECT pg_database_size(current_database())")
    return Disk(usage.free, usage.total, size)


def _versions() -> list[tuple[str, str]]:
    ((server,),) = rows("SELECT current_setting('server_version')")
    return [
        ("Comptoir", version("comptoir")),
        ("PostgreSQL", str(server).split()[0]),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
    ]


def _wrong(told: Machine) -> list[Wrong]:
    """What somebody should do something about, the worst first."""
    found = [*_of_work(told), *_of_mail(told), *_of_room(told)]
    found += [
        Wrong(
            one.name or one.about, " ".join(filter(None, (one.text, one.todo))), one.level == "fail"
        )
        for one in _checked(told)
    ]
    return sorted(found, key=lambda one: not one.is_bad)


def _checked(told: Machine) -> list[Check]:
    """The doctor's findings that nothing here tells already, one about each thing."""
    ours = {"worker", "jobs", "backup", "disk", "restored", "leftover", "chromium"}
    found = [one for one in told.checks if one.level != "ok" and one.about not in ours]
    return list({one.about: one for one in reversed(found)}.values())


def _of_work(told: Machine) -> list[Wrong]:
    found = []
    work = _("Work")
    if told.is_silent:
        silent = _("No worker runs: nothing is fetched or sent. Start “comptoir worker”.")
        found.append(Wrong(work, silent, is_bad=True))
    if told.stands_still:
        still = _("The desk came out of a backup and stands still until you let it go on.")
        found.append(Wrong(work, still, is_bad=True))
    if told.queue.failed:
        given_up = _("Some work was given up: read why, then try it again or discard it.")
        found.append(Wrong(work, given_up))
    if (told.queue.oldest_seconds or 0) > OLDEST_WAITING_SECONDS:
        slow = _("Work waits for more than five minutes: start another worker.")
        found.append(Wrong(work, slow))
    return found


def _of_mail(told: Machine) -> list[Wrong]:
    mail = _("Mail")
    found = [Wrong(box.name, box.trouble, is_bad=True) for box in told.mailboxes if not box.is_well]
    if told.quarantined:
        found.append(Wrong(mail, _("Some mail could not be read: look at the quarantine.")))
    if told.late_letters:
        late = _(
            "Letters wait longer than they should: does their mailbox work, does a worker run?"
        )
        found.append(Wrong(mail, late, is_bad=True))
    if told.unsure_letters:
        unsure = _("Of some letters nobody knows whether they left: their conversations say so.")
        found.append(Wrong(mail, unsure))
    return found


def _of_room(told: Machine) -> list[Wrong]:
    found = []
    if told.disk.free < LEAST_FREE:
        full = _("The disk is nearly full: make room, or mails will be refused.")
        found.append(Wrong(_("Disk"), full, is_bad=told.disk.free < DANGEROUS_FREE))
    if told.backup_at is None or told.at - told.backup_at > OLDEST_BACKUP:
        old = _("There is no backup of this week: take one with “comptoir backup FILE”.")
        found.append(Wrong(_("Backup"), old))
    return found
