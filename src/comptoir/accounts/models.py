"""Members (agents and sellers' staff), teams, grants and invitations."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from comptoir.kit.text import fold


class MemberManager(BaseUserManager["Member"]):
    def get_by_natural_key(self, username: str | None) -> "Member":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Member":
        member = self.model(email=self.normalize_email(email).lower(), **fields)
        member.set_password(password)
        member.save()
        return member

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Member":
        return self.create_user(email, password, is_superuser=True, **fields)


class Member(AbstractBaseUser):
    """A person who signs in. Buyers are no members: they come by magic link."""

    email = models.EmailField(_("e-mail"), max_length=254)
    name = models.CharField(_("name"), max_length=120)
    sort_name = models.CharField(max_length=120, editable=False)
    language = models.CharField(_("language"), max_length=10, default="en")
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    languages = models.JSONField(_("languages spoken"), default=list)
    single_keys = models.BooleanField(_("single letter keys"), default=True)
    # By command: his own key instead of the shipped one, "" for none.
    keys = models.JSONField(_("own keys"), default=dict, db_default={})
    # What follows what he sends: the next conversation, or he stays.
    opens_next = models.BooleanField(default=False, db_default=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_superuser = models.BooleanField(default=False)
    joined_at = models.DateTimeField(db_default=Now())

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = MemberManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="member_email")]
        ordering = ["sort_name"]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_name = fold(self.name)[:120]
        super().save(*args, **kwargs)

    @property
    def is_staff(self) -> bool:
        return self.is_superuser

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django's own admin asks this; everything else asks `accounts.access`."""
        return self.is_active and self.is_superuser

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_superuser


class Team(models.Model):
    name = models.CharField(_("name"), max_length=80, unique=True)
    members: "models.ManyToManyField[Member, TeamMembership]" = models.ManyToManyField(
        Member, through="TeamMembership", related_name="teams"
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TeamMembership(models.Model):
    team = models.ForeignKey(Team, models.CASCADE)
    member = models.ForeignKey(Member, models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "member"], name="team_member_once")]

    def __str__(self) -> str:
        return f"member {self.member_id} of team {self.team_id}"


class Scope(models.TextChoices):
    ALL = "all", _("everywhere")
    TEAM = "team", _("one team")
    CHANNEL = "channel", _("one channel")
    SELLER = "seller", _("one seller")


class MemberGrant(models.Model):
    """A member holds a role: everywhere, or for one team, channel or seller."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=30)
    scope = models.CharField(max_length=10, choices=Scope.choices, default=Scope.ALL)
    scope_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "role", "scope", "scope_id"],
                name="grant_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(scope="all", scope_id=None)
                | (~models.Q(scope="all") & models.Q(scope_id__isnull=False)),
                name="grant_scope_has_id",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} for {self.scope} {self.scope_id or ''}".strip()


class Invitation(models.Model):
    """A way in for one address: single use, expires, only its digest is stored (D8)."""

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=30)
    scope = models.CharField(max_length=10, choices=Scope.choices, default=Scope.ALL)
    scope_id = models.BigIntegerField(null=True, blank=True)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True)
    token_digest = models.BinaryField(max_length=32, unique=True)
    invited_by = models.ForeignKey(Member, models.CASCADE, related_name="invitations_sent")
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"invitation of {self.email}"


class ApiToken(models.Model):
    """With it a program acts for a member: at most what his role allows, and these permissions.

    Only the digest is stored; `hint` is its beginning, by which people tell it from others.
    """

    member = models.ForeignKey(Member, models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=80)
    hint = models.CharField(max_length=12)
    token_digest = models.BinaryField(max_length=32, unique=True)
    permissions = models.JSONField(default=list)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"


class SystemMail(models.Model):
    """A mail of Comptoir itself (invitation, password reset), kept until it was handed over.

    The sample marketplace keeps them for reading and hands over none.
    """

    recipient = models.EmailField(max_length=254)
    sender = models.CharField(max_length=320)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.subject} to {self.recipient}"


class Pass(models.Model):
    """A way in for one buyer or seller: a link and a code, single use, for a quarter of an hour.

    There is a row for every address that was typed, so that a stranger's looks like a known one's
    (D9); only a known one's gets `token_digest` and `code_digest`. The code counts in the browser
    alone that asked for it (`browser_digest`).

    With `is_proof` it lets nobody in: its code only shows that the address is his who asked, and a
    stranger's address gets one too.
    """

    party = models.PositiveSmallIntegerField()
    address = models.CharField(max_length=320)
    browser_digest = models.BinaryField(max_length=32, db_index=True)
    token_digest = models.BinaryField(max_length=32, null=True, unique=True)
    code_digest = models.BinaryField(max_length=32, null=True)
    language = models.CharField(max_length=10)
    tries = models.PositiveSmallIntegerField(default=0)
    is_proof = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    mailed_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "passes"
        indexes = [models.Index(fields=["address", "created_at"], name="pass_address")]

    def __str__(self) -> str:
        return f"pass {self.pk}"


class Visit(models.Model):
    """A browser in which a buyer or a seller came in. Bound to the address that was proved.

    Who that is is asked at every request: a merge, an unmerge, a contact removed count at once.
    """

    party = models.PositiveSmallIntegerField()
    address = models.CharField(max_length=320)
    key_digest = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["address", "party"], name="visit_address")]

    def __str__(self) -> str:
        return f"visit {self.pk}"
