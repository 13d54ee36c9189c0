"""Endpoints, and each notice on its way to one."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from comptoir.connectors.webhooks.states import NoticeState
from comptoir.kit.ids import uuid7


class Endpoint(models.Model):
    """An address that is told. `tx` and `entry_id` are how far it has followed the journal."""

    name = models.CharField(_("name"), max_length=80)
    url = models.CharField(_("address"), max_length=1000)
    sealed_secret = models.TextField()
    # What it was signed with before; requests carry both signatures until then.
    sealed_former_secret = models.TextField(default="", db_default="")
    former_until = models.DateTimeField(null=True)
    events = models.JSONField(default=list)
    is_active = models.BooleanField(_("active"), default=True)
    tx = models.BigIntegerField()
    entry_id = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Notice(models.Model):
    """One event for one endpoint. Without an entry it is a ping."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="notices", db_index=False)
    entry_id = models.BigIntegerField(null=True)
    event = models.CharField(max_length=80)
    state = models.CharField(max_length=10, default=NoticeState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    # A sentence of `kit.sentences`: it is said in the language of who reads it.
    trouble = models.TextField(blank=True)
    milliseconds = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "entry_id"], name="notice_once"),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                condition=models.Q(state=NoticeState.WAITING),
                name="notice_waiting",
            ),
            models.Index(fields=["endpoint", "-id"], name="notice_of"),
            models.Index(fields=["created_at"], name="notice_age"),
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.endpoint_id}"
