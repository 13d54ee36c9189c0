"""What comes back at its time: conversations set aside, reminders, times of one's own."""

from django.db import models

from comptoir.accounts.models import Member


class Snooze(models.Model):
    """A conversation is set aside until a time, or until something happens; open until `ended_at`.

    `typed` is what a member wrote himself: it is offered to him again.
    """

    conversation = models.ForeignKey("conversations.Conversation", models.CASCADE, db_index=False)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, db_index=False)
    until = models.DateTimeField(null=True)
    until_delivered = models.BooleanField(default=False)
    sleeps_through_thanks = models.BooleanField(default=True)
    typed = models.CharField(max_length=80, blank=True)
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"],
                condition=models.Q(ended_at=None),
                name="snoozed_once",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "-id"], name="snooze_of"),
            models.Index(fields=["until"], condition=models.Q(ended_at=None), name="snooze_waking"),
        ]

    def __str__(self) -> str:
        return f"snooze of #{self.conversation_id}"


class Reminder(models.Model):
    """A member wants to be reminded of a conversation: personal, with a line of his own."""

    conversation = models.ForeignKey("conversations.Conversation", models.CASCADE)
    member = models.ForeignKey(Member, models.CASCADE, db_index=False)
    at = models.DateTimeField()
    text = models.CharField(max_length=200, blank=True)
    came_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["member", "at"],
                condition=models.Q(came_at=None),
                name="reminder_of",
            ),
            models.Index(fields=["at"], condition=models.Q(came_at=None), name="reminder_coming"),
        ]

    def __str__(self) -> str:
        return f"reminder of member {self.member_id} in #{self.conversation_id}"


class OwnTimes(models.Model):
    """Times that a member wants to be offered first, as he writes them: “Friday 14:00”."""

    member = models.OneToOneField(Member, models.CASCADE, related_name="+")
    typed = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"own times of member {self.member_id}"
