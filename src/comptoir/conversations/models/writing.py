"""What is being written, and who is called to it."""

from django.db import models
from django.db.models.functions import Now

from comptoir.accounts.models import Member


class Draft(models.Model):
    """What a member has written and not sent, one for each conversation and mode.

    With `send_at` it leaves by itself then, unless somebody wrote after `last_seen_id`; `send_then`
    says what follows. `version` counts its changes; `shared_at` says that its member shares it
    although his team's drafts are private.
    """

    conversation = models.ForeignKey("conversations.Conversation", models.CASCADE)
    member = models.ForeignKey(Member, models.CASCADE)
    mode = models.CharField(max_length=5)
    text = models.TextField(blank=True)
    audience = models.PositiveSmallIntegerField(null=True)
    to = models.JSONField(default=list)
    cc = models.JSONField(default=list)
    saved_at = models.DateTimeField()
    send_at = models.DateTimeField(null=True)
    send_then = models.CharField(max_length=10, blank=True, db_default="")
    last_seen_id = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(default=1, db_default=1)
    shared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "member", "mode"], name="draft_once")
        ]
        indexes = [
            models.Index(
                fields=["send_at"],
                condition=models.Q(send_at__isnull=False),
                name="draft_leaving",
            ),
        ]

    def __str__(self) -> str:
        return f"draft of member {self.member_id} in #{self.conversation_id}"


class Mention(models.Model):
    """A colleague was named in an internal note; open until he has seen it."""

    message = models.ForeignKey("conversations.Message", models.CASCADE)
    conversation = models.ForeignKey("conversations.Conversation", models.CASCADE)
    member = models.ForeignKey(Member, models.CASCADE, db_index=False)
    mentioned_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "member"], name="mention_once"),
        ]
        indexes = [models.Index(fields=["member", "-id"], name="mention_of")]

    def __str__(self) -> str:
        return f"mention of member {self.member_id} in #{self.conversation_id}"
