"""Replies that a colleague looks at before they leave."""

from django.db import models

from comptoir.accounts.models import Member


class Approval(models.Model):
    """A member may write, not send: his reply waits until somebody says yes.

    What is sent back or taken back is a draft again, and its row is gone with the message.
    """

    message = models.OneToOneField("conversations.Message", models.CASCADE, related_name="approval")
    member = models.ForeignKey(Member, models.SET_NULL, null=True, db_index=False, related_name="+")
    asked_at = models.DateTimeField()
    approver = models.ForeignKey(
        Member, models.SET_NULL, null=True, db_index=False, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["message"], condition=models.Q(approved_at=None), name="approval_open"
            ),
        ]

    def __str__(self) -> str:
        return f"approval of message {self.message_id}"
