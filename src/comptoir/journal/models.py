"""What happened, in the order it happened; never changed, never deleted."""

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Func
from django.db.models.fields.json import JSONField

from comptoir.kit.actor import ActorKind


class CurrentTransaction(Func):
    function = "pg_current_xact_id"
    template = "%(function)s()"
    arity = 0
    output_field = models.TextField()


class TransactionId(models.Field):  # type: ignore[type-arg]
    """PostgreSQL's 64-bit transaction id (xid8): grows for ever, never wraps."""

    def db_type(self, connection: object) -> str:
        return "xid8"

    def from_db_value(self, value: str | int | None, *_: object) -> int | None:
        return None if value is None else int(value)


# What members did, and what the house did with records: the audit log reads no other entries.
AUDITED = models.Q(actor_kind=ActorKind.AGENT.value) | models.Q(event__startswith="records.")


class Entry(models.Model):
    """One event. Readers by position order by (tx, id) and stay below the oldest open tx."""

    tx = TransactionId(db_default=CurrentTransaction(), editable=False)
    at = models.DateTimeField(db_default=TransactionNow())
    event = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    data = JSONField(default=dict)
    actor_kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in ActorKind])
    actor_id = models.BigIntegerField(null=True)
    caused_by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="entry_subject"),
            models.Index(fields=["tx", "id"], name="entry_position"),
            models.Index(fields=["at", "id"], condition=AUDITED, name="entry_audited"),
            models.Index(
                fields=["actor_id", "at", "id"], condition=AUDITED, name="entry_audited_by"
            ),
            models.Index(fields=["event", "at", "id"], condition=AUDITED, name="entry_audited_as"),
        ]

    def __str__(self) -> str:
        return f"{self.event} of {self.subject_kind} {self.subject_id}"


class Detail(models.Model):
    """Values before and after, addresses, words: may be emptied, the entry stays.

    `origin` is from where a member acted: an address, a session or a token.
    """

    entry_id = models.BigIntegerField(unique=True)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    data = JSONField()
    origin = JSONField(null=True)
    keep_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="detail_subject")]

    def __str__(self) -> str:
        return f"detail of entry {self.entry_id}"


class Restoration(models.Model):
    """This desk came out of a backup. Until somebody says go, no worker runs a job.

    `copied_at` is when the backup was taken; entries up to `last_entry_id` came with it.
    """

    copied_at = models.DateTimeField()
    restored_at = models.DateTimeField()
    last_entry_id = models.BigIntegerField()
    went_on_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"restored from {self.copied_at:%d %b %Y %H:%M}"


class Backup(models.Model):
    """A backup that was taken: when its moment was, how large it is, how long it took."""

    at = models.DateTimeField()
    size = models.BigIntegerField()
    seconds = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"backup of {self.at:%d %b %Y %H:%M}"


class Failure(models.Model):
    """Why a job failed the last time: Procrastinate itself keeps only that it did."""

    job_id = models.BigIntegerField(unique=True)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"job {self.job_id}: {self.reason}"
