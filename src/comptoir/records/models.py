"""Exports and erasures of persons, holds, and what was cleared away."""

from django.db import models

from comptoir.accounts.models import Member
from comptoir.commerce.models import Buyer
from comptoir.conversations.models import Conversation
from comptoir.kit.ids import uuid7


class PersonExport(models.Model):
    """All that is kept of one buyer, made in the background, for whoever asked, for seven days."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    buyer = models.ForeignKey(Buyer, models.PROTECT)
    member = models.ForeignKey(Member, models.CASCADE)
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["expires_at"], condition=~models.Q(key=""), name="person_export_kept"
            )
        ]

    def __str__(self) -> str:
        return f"export {self.pk} of buyer {self.buyer_id}"


class Erasure(models.Model):
    """A buyer whom nobody shall know any more. The row says only that, when and by whose word."""

    buyer = models.ForeignKey(Buyer, models.PROTECT)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, db_index=False)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    conversations = models.PositiveIntegerField(default=0)
    messages = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["buyer"], condition=models.Q(done_at=None), name="erasure_under_way_once"
            )
        ]

    def __str__(self) -> str:
        return f"erasure of buyer {self.buyer_id}"


class Hold(models.Model):
    """A conversation that nothing takes anything from, until somebody lifts it."""

    conversation = models.ForeignKey(Conversation, models.CASCADE)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, db_index=False)
    why = models.CharField(max_length=200)
    set_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=models.Q(lifted_at=None), name="held_once"
            )
        ]

    def __str__(self) -> str:
        return f"hold of #{self.conversation_id}"


class KeepingRule(models.Model):
    """How many days the house keeps one kind of thing; without a row it is kept as it ships."""

    kind = models.CharField(max_length=30, unique=True)
    days = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.kind}: {self.days} days"


class KeepingRun(models.Model):
    """What one night took away, by kind."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    cleared = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"run of {self.started_at:%d %b %Y %H:%M}"
