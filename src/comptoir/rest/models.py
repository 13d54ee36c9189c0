"""What one request tells the next: how many there were, and what a repeat is answered."""

from django.db import models
from django.db.models.functions import Now


class Allowance(models.Model):
    """How many requests one token made in the minute that begins at `window` (epoch seconds)."""

    token_id = models.BigIntegerField(primary_key=True)
    window = models.BigIntegerField()
    used = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.used} requests of token {self.token_id}"


class Answer(models.Model):
    """What a request with an Idempotency-Key was answered, in the transaction of its effect."""

    owner = models.CharField(max_length=30)
    key = models.CharField(max_length=200)
    request_digest = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(default=0, db_default=0)
    body = models.BinaryField(default=b"", db_default=b"")
    answered_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="answer_once")]
        indexes = [models.Index(fields=["answered_at"], name="answer_age")]

    def __str__(self) -> str:
        return f"answer to {self.key}"
