"""Lists that members keep, and how many conversations stood in them when last counted."""

from django.db import models

from comptoir.accounts.models import Member, Team


class SavedView(models.Model):
    """A filter with a name: of one member, or shared with a team or everybody.

    `kept` is what `filters.shapes.as_data` makes of a filter.
    """

    name = models.CharField(max_length=60)
    icon = models.CharField(max_length=20, db_default="view", default="view")
    owner = models.ForeignKey(Member, models.CASCADE, related_name="+")
    is_shared = models.BooleanField(db_default=False, default=False)
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+", db_index=False)
    is_pinned = models.BooleanField(db_default=False, default=False)
    kept = models.JSONField(default=dict)
    position = models.PositiveIntegerField(db_default=0, default=0)

    class Meta:
        ordering = ["position", "id"]
        indexes = [
            models.Index(
                fields=["position", "id"],
                condition=models.Q(is_shared=True),
                name="saved_view_shared",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ViewCount(models.Model):
    """How many open conversations a view held, for all who see the same of it.

    `scope` is what they see; `member` stands only where the view means each member himself.
    `asked_at` is when a page last wanted it counted: the next count is due half a minute later.
    """

    view = models.ForeignKey(SavedView, models.CASCADE, related_name="counts", db_index=False)
    key = models.CharField(max_length=64)
    scope = models.JSONField(default=dict)
    member = models.ForeignKey(Member, models.CASCADE, null=True, related_name="+")
    count = models.PositiveIntegerField(null=True)
    counted_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["view", "key"], name="view_count_once")]

    def __str__(self) -> str:
        return f"{self.count} in view {self.view_id}"


class ViewUse(models.Model):
    """A member opened a view, on which day last."""

    view = models.ForeignKey(SavedView, models.CASCADE, related_name="uses", db_index=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    used_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["view", "member"], name="view_use_once")]

    def __str__(self) -> str:
        return f"view {self.view_id} used by member {self.member_id}"
