"""Facts counted once, so that a page need not read the journal."""

from django.db import models
from django.db.models import Q

from comptoir.accounts.models import Member, Team
from comptoir.channels.models import Channel
from comptoir.conversations.models import Conversation, Message
from comptoir.deadlines.states import REPLIES
from comptoir.insights.states import Outcome


class ReplyFact(models.Model):
    """One question of a customer, and the reply it got: first or next.

    `message` is the first message of the question, `answer` the reply. `team`, `channel` and
    `reason` are those of the conversation. Times are seconds between the two, in the team's
    business hours and by the calendar; `target_seconds` and `kept` are what was promised.

    No key has a constraint in the database: whoever counts anew would wait for those who write, and
    they for him. `insights.services.restate` writes all of it.
    """

    message = models.OneToOneField(Message, models.CASCADE, related_name="+", db_constraint=False)
    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="+", db_constraint=False
    )
    kind = models.CharField(max_length=16, choices=[(k.value, k.value) for k in REPLIES])
    outcome = models.CharField(max_length=10, choices=[(o.value, o.value) for o in Outcome])
    reason = models.CharField(max_length=24, blank=True)
    channel = models.ForeignKey(
        Channel, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    team = models.ForeignKey(
        Team, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    agent = models.ForeignKey(
        Member, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    answer = models.ForeignKey(
        Message, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    business_seconds = models.PositiveIntegerField(null=True)
    calendar_seconds = models.PositiveIntegerField(null=True)
    target_seconds = models.PositiveIntegerField(null=True)
    kept = models.BooleanField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["asked_at"], name="reply_fact_asked"),
            models.Index(
                fields=["answered_at"],
                condition=Q(outcome=Outcome.ANSWERED),
                name="reply_fact_answered",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=Outcome.ANSWERED, answered_at__isnull=False)
                | (~Q(outcome=Outcome.ANSWERED) & Q(answered_at=None)),
                name="reply_fact_answered_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of #{self.conversation_id}, {self.outcome}"


class Reached(models.Model):
    """How far in the journal is counted: one row."""

    tx = models.BigIntegerField()
    entry_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"counted up to {self.tx}-{self.entry_id}"
