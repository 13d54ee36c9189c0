"""Who follows a conversation besides whoever has it."""

from django.db import models
from django.db.models.functions import Now

from comptoir.accounts.models import Member


class Follow(models.Model):
    """A member hears of what is new in a conversation, without having it."""

    conversation = models.ForeignKey("conversations.Conversation", models.CASCADE, db_index=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    since = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "member"], name="follow_once"),
        ]
        indexes = [models.Index(fields=["member", "conversation"], name="follow_of")]

    def __str__(self) -> str:
        return f"member {self.member_id} follows #{self.conversation_id}"
