"""What the sample marketplace keeps for itself."""

from django.db import models


class DemoMail(models.Model):
    """One mail that a person outside would have received: one row a recipient."""

    to = models.CharField(max_length=320)
    sender = models.CharField(max_length=320)
    subject = models.CharField(max_length=300, blank=True)
    message_id = models.CharField(max_length=255)
    raw_key = models.CharField(max_length=90)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["to", "message_id"], name="demo_mail_once"),
        ]

    def __str__(self) -> str:
        return f"mail to {self.to}"


class Sample(models.Model):
    """That the sample was loaded: when, and which number each of its conversations got."""

    loaded_at = models.DateTimeField()
    numbers = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"sample of {self.loaded_at:%d %b %Y}"


class Drip(models.Model):
    """A stream of new mail that a visitor started: at most one runs."""

    started_at = models.DateTimeField()
    sent = models.PositiveSmallIntegerField(default=0)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(stopped_at__isnull=True),
                name="demo_one_drip_runs",
            ),
        ]

    def __str__(self) -> str:
        return f"drip of {self.started_at:%d %b %H:%M}"
