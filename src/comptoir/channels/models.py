"""Channel accounts, what came in (envelopes), what goes out (deliveries)."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Team
from comptoir.channels.states import Health, Intake, Sending
from comptoir.commerce.models import Marketplace
from comptoir.kit.ids import uuid7
from comptoir.kit.sentences import say


class Channel(models.Model):
    """One account of one kind: a mailbox, a chat, a marketplace's message interface.

    `settings` holds what a connector needs and may be shown; `sealed` its passwords and tokens.
    `health` tells of fetching, `sending_trouble` of the way out.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(max_length=30, default="email")
    profile = models.CharField(max_length=40, default="generic")
    marketplace = models.ForeignKey(Marketplace, models.PROTECT, null=True, blank=True)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True)
    address = models.EmailField(_("address"), max_length=254, blank=True)
    own_addresses = models.JSONField(default=list)
    sender_name = models.CharField(_("sender name"), max_length=120, blank=True)
    signature = models.TextField(_("signature"), blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    settings = models.JSONField(default=dict)
    sealed = models.TextField(default="", editable=False)
    acknowledge = models.BooleanField(_("acknowledge new conversations"), default=False)
    acknowledgements = models.JSONField(default=dict)
    undo_seconds = models.PositiveSmallIntegerField(_("seconds to undo"), default=10)
    retention_days = models.PositiveIntegerField(_("days the raw mail is kept"), default=90)
    is_active = models.BooleanField(default=True)
    health = models.CharField(max_length=20, default=Health.OK)
    trouble = models.TextField(blank=True)
    troubled_since = models.DateTimeField(null=True)
    sending_trouble = models.TextField(blank=True, default="", db_default="")
    checked_at = models.DateTimeField(null=True)
    cursor = models.JSONField(default=dict)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def trouble_said(self) -> str:
        return say(self.trouble)

    @property
    def sending_trouble_said(self) -> str:
        return say(self.sending_trouble)


class Envelope(models.Model):
    """One thing that came in, with where its raw original is kept and what became of it.

    A mail is known by account, UIDVALIDITY and UID (`external_id`), then by the hash of its bytes.
    """

    channel = models.ForeignKey(Channel, models.PROTECT, db_index=False)
    external_id = models.CharField(max_length=200, blank=True)
    digest = models.BinaryField(max_length=32)
    size = models.PositiveIntegerField()
    raw_key = models.CharField(max_length=90, blank=True)
    state = models.CharField(max_length=12, default=Intake.STORED)
    reason = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sender = models.CharField(max_length=320, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "channel"], name="envelope_bytes_once"),
            models.UniqueConstraint(
                fields=["channel", "external_id"],
                condition=~models.Q(external_id=""),
                name="envelope_external_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "received_at"],
                condition=models.Q(state__in=[Intake.FAILED, Intake.QUARANTINED]),
                name="envelope_troubled",
            ),
            models.Index(
                fields=["received_at"],
                condition=~models.Q(raw_key=""),
                name="envelope_with_raw",
            ),
        ]

    def __str__(self) -> str:
        return f"envelope {self.pk}"

    @property
    def reason_said(self) -> str:
        return say(self.reason)


class Delivery(models.Model):
    """One thing that goes out. Its Message-ID is fixed before the first attempt.

    The words are the conversation's own: the desk is asked for them when it is sent. `accepted`
    names those recipients whom the server took while it refused others: they get no second copy.
    """

    channel = models.ForeignKey(Channel, models.PROTECT, db_index=False)
    kind = models.CharField(max_length=20, default="reply")
    state = models.CharField(max_length=10, default=Sending.QUEUED)
    message_id = models.CharField(max_length=255, unique=True)
    recipients = models.JSONField(default=list)
    accepted = models.JSONField(null=True)
    give_up_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=20, blank=True)
    trouble = models.TextField(blank=True)
    bounce_kind = models.CharField(max_length=4, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(
                    state__in=[Sending.HELD, Sending.QUEUED, Sending.SENDING, Sending.RETRYING]
                ),
                name="delivery_open",
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.message_id}"

    @property
    def trouble_said(self) -> str:
        return say(self.trouble)


class KnownSender(models.Model):
    """What people decided about an address: blocked, spam, or not spam after all.

    Only addresses that somebody judged have a row.
    """

    address = models.CharField(max_length=320, unique=True)
    is_blocked = models.BooleanField(default=False)
    spam = models.PositiveIntegerField(default=0)
    wanted = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.address


class AutomaticMail(models.Model):
    """One automatic mail that was sent, so that the next one can be refused (A7)."""

    address_digest = models.BinaryField(max_length=32)
    subject_digest = models.BinaryField(max_length=32)
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["address_digest", "sent_at"], name="automatic_mail_by")]

    def __str__(self) -> str:
        return f"automatic mail of {self.sent_at:%d %b %H:%M}"


class MailProfile(models.Model):
    """How a marketplace's mail looks and what it forbids: shipped as data, edited as data.

    `rules` holds `sender_patterns`, `order_patterns`, `relay_domains`, `plain_only`,
    `max_length`, `forbid` (links, addresses, phones, marketing) and `marketing_words`.
    """

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    rules = models.JSONField()
    clock_preset = models.CharField(max_length=60, blank=True)
    source = models.TextField(blank=True)
    edited_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
