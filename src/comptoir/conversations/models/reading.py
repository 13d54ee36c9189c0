"""How far each member has read."""

from django.db import models

from comptoir.accounts.models import Member


class Reading(models.Model):
    """How far a member has read: personal, no colleague is touched by it."""

    conversation = models.ForeignKey("conversations.Conversation", models.CASCADE, db_index=False)
    member = models.ForeignKey(Member, models.CASCADE)
    last_read_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "member"], name="reading_once")
        ]

    def __str__(self) -> str:
        return f"member {self.member_id} read #{self.conversation_id} to {self.last_read_id}"
