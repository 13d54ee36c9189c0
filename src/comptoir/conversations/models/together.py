"""What is done to conversations as a whole: outcomes, merges, many at once."""

from django.db import models

from comptoir.accounts.models import Member, Team


class TeamHabit(models.Model):
    """What a team wants of those who resolve, and whether its drafts are seen by colleagues.

    A team without one wants nothing and shares its drafts.
    """

    team = models.OneToOneField(Team, models.CASCADE, related_name="+")
    asks_outcome = models.BooleanField(default=False)
    shares_drafts = models.BooleanField(default=True, db_default=True)

    def __str__(self) -> str:
        return f"habits of team {self.team_id}"


class Merge(models.Model):
    """A conversation went on in another one. `kept` is what an exact undo needs."""

    source = models.ForeignKey("Conversation", models.CASCADE, related_name="merges_out")
    target = models.ForeignKey("Conversation", models.CASCADE, related_name="merges_in")
    member = models.ForeignKey(Member, models.SET_NULL, null=True, db_index=False)
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    kept = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=models.Q(undone_at=None), name="merged_once"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.source_id} into #{self.target_id}"


class BulkRun(models.Model):
    """One action on many conversations, worked off in the background."""

    member = models.ForeignKey(Member, models.CASCADE)
    verb = models.CharField(max_length=30)
    value = models.TextField(blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"bulk {self.verb} {self.pk}"


class BulkRow(models.Model):
    """One conversation of a run: what became of it, and what an undo puts back."""

    run = models.ForeignKey(BulkRun, models.CASCADE, related_name="rows", db_index=False)
    conversation = models.ForeignKey("Conversation", models.CASCADE)
    state = models.CharField(max_length=8, db_default="waiting", default="waiting")
    said = models.CharField(max_length=300, blank=True)
    before = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "conversation"], name="bulk_row_once")
        ]

    def __str__(self) -> str:
        return f"#{self.conversation_id} of bulk {self.run_id}"
