"""Templates with their versions and uses; lists of vouchers; letters to many."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Member, Team
from comptoir.automation.states import MailingState, Reach, RowState, Step, UseState
from comptoir.commerce.models import Order
from comptoir.conversations.models import Conversation, Message
from comptoir.kit.ids import uuid7
from comptoir.kit.money import Money


class Template(models.Model):
    """A text that is used again, with or without actions: then it is a macro.

    `key` and `version` belong to what ships with the program; `edited_at` says that the house has
    made it its own. `audience` is the party it is written to: buyer 1, seller 2.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    key = models.SlugField(max_length=60, unique=True, null=True)
    version = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("name"), max_length=120)
    reach = models.CharField(max_length=8, default=Reach.ALL)
    owner = models.ForeignKey(Member, models.SET_NULL, null=True)
    team = models.ForeignKey(Team, models.CASCADE, null=True)
    audience = models.PositiveSmallIntegerField(default=1)
    reasons = models.JSONField(default=list)
    language = models.CharField(_("original language"), max_length=3, default="en")
    review_on = models.DateField(_("review"), null=True, blank=True)
    current = models.ForeignKey(
        "Revision", models.PROTECT, null=True, related_name="current_of", db_index=False
    )
    created_at = models.DateTimeField(db_default=Now())
    edited_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reach=Reach.TEAM) | models.Q(team__isnull=False),
                name="template_of_a_team",
            ),
            models.CheckConstraint(
                condition=~models.Q(reach=Reach.PERSONAL) | models.Q(owner__isnull=False),
                name="template_of_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Revision(models.Model):
    """One version of a template: what is proposed, approved, compared and restored.

    `texts` holds for each language its words and `since`, the number of the version in which they
    were written or confirmed. `actions` are pairs of a name and a value.
    """

    template = models.ForeignKey(Template, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=9, default=Step.PROPOSED)
    name = models.CharField(max_length=120)
    texts = models.JSONField(default=dict)
    actions = models.JSONField(default=list)
    author = models.ForeignKey(
        Member, models.SET_NULL, null=True, related_name="written_revisions", db_index=False
    )
    decided_by = models.ForeignKey(
        Member, models.SET_NULL, null=True, related_name="decided_revisions", db_index=False
    )
    written_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="revision_once"),
            models.UniqueConstraint(
                fields=["template"],
                condition=models.Q(step=Step.PROPOSED),
                name="revision_one_proposal",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of template {self.template_id}"


class TemplateFile(models.Model):
    """A file that goes along with every use, in one language or in all ("")."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    template = models.ForeignKey(Template, models.CASCADE, related_name="files")
    language = models.CharField(max_length=3, blank=True)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    content_key = models.CharField(max_length=120)
    is_inline = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Use(models.Model):
    """A template put into a reply. `inserted` is kept until it is sent: then `edited` is known.

    `proposes` until its letters to third parties were looked at: they leave by hand alone. `kept`
    is what puts its actions back: a list where it is one of many, None where nobody will ask.
    """

    template = models.ForeignKey(Template, models.CASCADE, db_index=False)
    revision = models.ForeignKey(Revision, models.CASCADE, db_index=False)
    language = models.CharField(max_length=3)
    conversation = models.ForeignKey(Conversation, models.CASCADE)
    member = models.ForeignKey(Member, models.CASCADE, db_index=False)
    message = models.ForeignKey(Message, models.SET_NULL, null=True)
    audience = models.PositiveSmallIntegerField()
    inserted = models.TextField(blank=True)
    state = models.CharField(max_length=8, default=UseState.PICKED)
    edited = models.BooleanField(default=False)
    proposes = models.BooleanField(default=False, db_default=False)
    kept = models.JSONField(null=True)
    picked_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["member", "-picked_at"], name="use_recent"),
            models.Index(fields=["template", "sent_at"], name="use_of_template"),
        ]

    def __str__(self) -> str:
        return f"use of template {self.template_id} in #{self.conversation_id}"


class VoucherList(models.Model):
    name = models.CharField(_("name"), max_length=120, unique=True)
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, db_index=False)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Voucher(models.Model):
    """One code, given away once. `taken_at` stays when the message is erased later."""

    list = models.ForeignKey(VoucherList, models.PROTECT, related_name="vouchers", db_index=False)
    code = models.CharField(max_length=60, unique=True)
    value_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    valid_until = models.DateField(null=True)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Member, models.SET_NULL, null=True, db_index=False)
    message = models.ForeignKey(Message, models.SET_NULL, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message"],
                condition=models.Q(message__isnull=False),
                name="voucher_one_a_message",
            ),
            models.CheckConstraint(
                condition=models.Q(message__isnull=True) | models.Q(taken_at__isnull=False),
                name="voucher_taken_with_message",
            ),
        ]
        indexes = [
            models.Index(
                fields=["currency", "valid_until", "id"],
                condition=models.Q(taken_at__isnull=True),
                name="voucher_free",
            ),
            models.Index(fields=["list"], name="voucher_of_list"),
        ]

    def __str__(self) -> str:
        return f"voucher {self.pk}"

    @property
    def value(self) -> Money:
        return Money(self.value_minor, self.currency)


class Mailing(models.Model):
    """One letter to the buyers of many orders, a conversation each.

    It is a template in each buyer's language, or words of its own. `skips_open` leaves out
    orders that a conversation goes on about.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    member = models.ForeignKey(Member, models.CASCADE)
    template = models.ForeignKey(Template, models.SET_NULL, null=True, db_index=False)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    text = models.TextField(blank=True)
    skips_open = models.BooleanField(default=False)
    state = models.CharField(max_length=8, default=MailingState.DRAFT)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"mailing {self.pk}"


class MailingRow(models.Model):
    """One order of a mailing, written about once. `said` is why it was left out."""

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="rows", db_index=False)
    order = models.ForeignKey(Order, models.CASCADE)
    state = models.CharField(max_length=8, default=RowState.WAITING)
    said = models.CharField(max_length=300, blank=True)
    message = models.ForeignKey(Message, models.SET_NULL, null=True)
    worked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailing", "order"], name="mailing_order_once")
        ]

    def __str__(self) -> str:
        return f"order {self.order_id} of mailing {self.mailing_id}"
