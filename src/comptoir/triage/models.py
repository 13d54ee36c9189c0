"""How teams share what comes in, how much each takes, and who is away."""

from datetime import datetime

from django.db import models

from comptoir.accounts.models import Member, Team
from comptoir.conversations.models import Conversation
from comptoir.triage.states import Mode

USUAL_CAPACITY = 15


class TeamRouting(models.Model):
    """A team without a row shares nothing out. Whoever routes locks it: one after the other."""

    team = models.OneToOneField(Team, models.CASCADE)
    mode = models.CharField(max_length=8, default=Mode.OFF.value)
    capacity = models.PositiveSmallIntegerField(default=USUAL_CAPACITY)

    def __str__(self) -> str:
        return f"routing of team {self.team_id}"


class Duty(models.Model):
    """How much one member takes (None: as his team), and from when to when he is away."""

    member = models.OneToOneField(Member, models.CASCADE)
    capacity = models.PositiveSmallIntegerField(null=True)
    away_from = models.DateTimeField(null=True)
    away_until = models.DateTimeField(null=True)
    away_line = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "duties"

    def __str__(self) -> str:
        return f"duty of member {self.member_id}"

    def is_away_at(self, at: datetime) -> bool:
        """As `queries.people` asks it of the database."""
        since, until = self.away_from, self.away_until
        return since is not None and since <= at and (until is None or until > at)


class Turn(models.Model):
    """How many rounds of a team a member has had, and when the last one was."""

    team = models.ForeignKey(Team, models.CASCADE, db_index=False)
    member = models.ForeignKey(Member, models.CASCADE)
    rounds = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "member"], name="turn_once")]

    def __str__(self) -> str:
        return f"turns of member {self.member_id} in team {self.team_id}"


class Handover(models.Model):
    """A conversation that came from a colleague at the end of his shift, until it was looked at."""

    conversation = models.ForeignKey(Conversation, models.CASCADE)
    giver = models.ForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    taker = models.ForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    line = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["taker", "at"], condition=models.Q(seen_at=None), name="handover_open"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.conversation_id} from member {self.giver_id} to {self.taker_id}"
