"""Who has which conversation open right now."""

from django.db import models

from comptoir.accounts.models import Member


class Presence(models.Model):
    """One tab of one browser's last sign of life. The table is unlogged: a crash empties it.

    No constraint ties it to the conversation's row: a heartbeat waits for nobody's lock.
    """

    member = models.ForeignKey(
        Member, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    tab = models.CharField(max_length=32)
    conversation = models.ForeignKey(
        "conversations.Conversation", models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    being = models.CharField(max_length=9)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "tab"], name="presence_once")]

    def __str__(self) -> str:
        return f"member {self.member_id} at #{self.conversation_id}"
