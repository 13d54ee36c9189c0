"""Notices, how each member wants to be told, and the browsers that may be pushed to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from comptoir.accounts.models import Member


class Notice(models.Model):
    """Something one member is told. Until it is read, more of the same makes it longer.

    `entries` are the journal's entries that it tells of: their number is its count, and none is
    told twice. `place_id` is where the first of them lies, a message of a conversation. `push_at`
    and `mail_at` say when it leaves by these ways; empty once it has, or where it does not.
    """

    member = models.ForeignKey(Member, models.CASCADE, db_index=False)
    kind = models.CharField(max_length=24)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    place_id = models.BigIntegerField(null=True)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    entries: "models.Field[list[int], list[int]]" = ArrayField(models.BigIntegerField())
    in_app = models.BooleanField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    push_at = models.DateTimeField(null=True)
    mail_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind", "subject_kind", "subject_id"],
                condition=Q(read_at=None),
                name="notice_unread_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["member", "-at", "-id"], condition=Q(in_app=True), name="notice_list"
            ),
            models.Index(fields=["subject_kind", "subject_id", "member"], name="notice_about"),
            models.Index(fields=["at"], name="notice_old"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.subject_kind} {self.subject_id} for member {self.member_id}"

    @property
    def count(self) -> int:
        return len(self.entries)


class Preferences(models.Model):
    """How a member wants to be told; one without a row wants what is usual.

    Teams and channels narrow what is not meant for him by name; empty means all.
    """

    member = models.OneToOneField(Member, models.CASCADE, related_name="+")
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    digest_at = models.TimeField(null=True)
    digest_sent_on = models.DateField(null=True)
    follows_mentions = models.BooleanField(default=True)
    team_ids: "models.Field[list[int], list[int]]" = ArrayField(
        models.BigIntegerField(), default=list
    )
    channel_ids: "models.Field[list[int], list[int]]" = ArrayField(
        models.BigIntegerField(), default=list
    )
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "preferences"

    def __str__(self) -> str:
        return f"preferences of member {self.member_id}"


class Rule(models.Model):
    """By which ways one member is told of one kind, where he chose."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=24)
    ways: "models.Field[list[str], list[str]]" = ArrayField(models.CharField(max_length=4))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "kind"], name="notice_rule_once")]

    def __str__(self) -> str:
        return f"{self.kind} for member {self.member_id}: {', '.join(self.ways)}"


class Browser(models.Model):
    """One browser that a member lets us push to, for as long as he is signed in there.

    `endpoint` is an address of its maker's push service: whoever knows it may ring there, so it is
    shown to nobody.
    """

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40)
    endpoint = models.CharField(max_length=1000)
    endpoint_digest = models.BinaryField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    since = models.DateTimeField(db_default=Now())
    pushed_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class PushKey(models.Model):
    """The one key by which push services know this installation, made at its first need."""

    sealed_private = models.TextField()
    public = models.CharField(max_length=100)
    made_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"push key of {self.made_at:%Y-%m-%d}"
