"""Conversations, messages and what hangs on them.

`Message.objects` and `Conversation.objects` are asked only by this package's `services` and by the
two doors in `queries`; an architecture test watches it.
"""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Member, Team
from comptoir.channels.models import Channel, Delivery, Envelope
from comptoir.commerce.models import BuyerIdentity, Listing, Order, Seller
from comptoir.conversations.models.approving import Approval
from comptoir.conversations.models.aside import PhoneCall, Split, ThirdParty
from comptoir.conversations.models.following import Follow
from comptoir.conversations.models.presence import Presence
from comptoir.conversations.models.reading import Reading
from comptoir.conversations.models.reasons import Reason
from comptoir.conversations.models.setting_aside import OwnTimes, Reminder, Snooze
from comptoir.conversations.models.tables import ChosenColumns
from comptoir.conversations.models.together import BulkRow, BulkRun, Merge, TeamHabit
from comptoir.conversations.models.views import SavedView, ViewCount, ViewUse
from comptoir.conversations.models.writing import Draft, Mention
from comptoir.conversations.models.writing_first import OptOut
from comptoir.conversations.states import Category
from comptoir.deadlines.states import Source
from comptoir.kit.ids import uuid7
from comptoir.kit.money import Money

__all__ = [
    "ACTIVE",
    "MAY_BE_LATE",
    "OPEN",
    "Approval",
    "Attachment",
    "AuthorKind",
    "BulkRow",
    "BulkRun",
    "ChosenColumns",
    "Conversation",
    "ConversationLink",
    "ConversationTag",
    "Draft",
    "Follow",
    "Mention",
    "Merge",
    "Message",
    "MessageDelivery",
    "OptOut",
    "OwnTimes",
    "PhoneCall",
    "Presence",
    "PreviewState",
    "Reading",
    "Reason",
    "Reminder",
    "SavedView",
    "Snooze",
    "Split",
    "Status",
    "Tag",
    "TeamHabit",
    "ThirdParty",
    "ViewCount",
    "ViewUse",
]

ACTIVE = models.Q(is_spam=False, merged_into=None)
OPEN = models.Q(category=Category.OPEN) & ACTIVE
# Whoever may be late: with us, or with somebody else while a marketplace's clock runs on.
MAY_BE_LATE = (
    models.Q(category=Category.OPEN, waiting_since__isnull=False)
    | models.Q(category=Category.WAITING, next_due_source=Source.CHANNEL)
) & ACTIVE


class Status(models.Model):
    """A status as people call it; logic asks the category. Shipped rows have translated labels.

    `number` is its name in the journal, which holds no words.
    """

    key = models.SlugField(max_length=30, primary_key=True)
    number = models.PositiveSmallIntegerField(unique=True)
    category = models.CharField(max_length=10, choices=[(c.value, c.value) for c in Category])
    label_agent = models.CharField(max_length=60, blank=True)
    label_buyer = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "statuses"

    def __str__(self) -> str:
        return self.key


class Tag(models.Model):
    name = models.CharField(_("name"), max_length=40, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Conversation(models.Model):
    """One matter between a buyer, a seller and the operator.

    The row repeats what lists sort, filter and show; what it repeats of messages exists once per
    party, so that no party sees words outside its audience. Only `services` write it.

    With a `third_party` it is a side conversation of another one: of the operator alone.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    channel = models.ForeignKey(Channel, models.PROTECT)
    subject = models.CharField(max_length=300, blank=True)
    identity = models.ForeignKey(BuyerIdentity, models.PROTECT, null=True)
    seller = models.ForeignKey(Seller, models.PROTECT, null=True)
    order = models.ForeignKey(Order, models.PROTECT, null=True)
    listing = models.ForeignKey(Listing, models.SET_NULL, null=True, db_index=False)
    parties = models.PositiveSmallIntegerField(default=4)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, db_index=False)
    assignee = models.ForeignKey(Member, models.SET_NULL, null=True, db_index=False)
    status = models.ForeignKey(Status, models.PROTECT, default="open", db_index=False)
    category = models.CharField(max_length=8, default=Category.OPEN)
    reason = models.CharField(max_length=24, blank=True)
    reason_source = models.CharField(max_length=8, blank=True)
    priority = models.SmallIntegerField(default=0)
    language = models.CharField(max_length=3, blank=True)
    is_spam = models.BooleanField(default=False)
    spam_reason = models.CharField(max_length=40, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, db_index=False)
    side_of = models.ForeignKey(
        "self", models.PROTECT, null=True, db_index=False, related_name="sides"
    )
    third_party = models.ForeignKey(ThirdParty, models.PROTECT, null=True, db_index=False)
    acknowledged_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, blank=True, default="", db_default="")
    outcome_minor = models.BigIntegerField(null=True)
    outcome_currency = models.CharField(max_length=3, blank=True, default="", db_default="")

    opened_at = models.DateTimeField()
    last_message_at = models.DateTimeField()
    waiting_since = models.DateTimeField(null=True)
    first_replied_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)

    next_due_at = models.DateTimeField(null=True)
    next_due_started_at = models.DateTimeField(null=True)
    next_due_kind = models.CharField(max_length=16, blank=True)
    next_due_source = models.CharField(max_length=8, blank=True)
    next_due_paused_left = models.IntegerField(null=True)

    operator_excerpt = models.CharField(max_length=140, blank=True)
    operator_last_id = models.BigIntegerField(default=0)
    operator_count = models.PositiveIntegerField(default=0)
    buyer_excerpt = models.CharField(max_length=140, blank=True)
    buyer_last_id = models.BigIntegerField(default=0)
    buyer_count = models.PositiveIntegerField(default=0)
    seller_excerpt = models.CharField(max_length=140, blank=True)
    seller_last_id = models.BigIntegerField(default=0)
    seller_count = models.PositiveIntegerField(default=0)

    tags: "models.ManyToManyField[Tag, ConversationTag]" = models.ManyToManyField(
        Tag, through="ConversationTag"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(parties__gte=4, parties__lte=7), name="conversation_parties"
            ),
            models.CheckConstraint(
                condition=models.Q(side_of=None, third_party=None)
                | models.Q(
                    side_of__isnull=False,
                    third_party__isnull=False,
                    identity=None,
                    seller=None,
                    parties=4,
                ),
                name="conversation_side_inside",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_due_at", "id"],
                condition=OPEN & models.Q(waiting_since__isnull=False),
                name="conversation_waiting",
            ),
            models.Index(
                fields=["next_due_at", "id"], condition=MAY_BE_LATE, name="conversation_overdue"
            ),
            models.Index(
                fields=["assignee", "next_due_at", "id"], condition=OPEN, name="conversation_mine"
            ),
            models.Index(
                fields=["next_due_at", "id"],
                condition=OPEN & models.Q(assignee=None),
                name="conversation_unassigned",
            ),
            models.Index(
                fields=["resolved_at", "id"],
                condition=models.Q(category=Category.RESOLVED) & ACTIVE,
                name="conversation_resolved",
            ),
            models.Index(
                fields=["last_message_at", "id"],
                condition=models.Q(is_spam=True),
                name="conversation_spam",
            ),
            models.Index(fields=["last_message_at", "id"], name="conversation_latest"),
            models.Index(
                fields=["last_message_at", "id"],
                condition=models.Q(category=Category.SNOOZED) & ACTIVE,
                name="conversation_snoozed",
            ),
            models.Index(
                fields=["next_due_at", "id"],
                condition=~models.Q(category=Category.RESOLVED) & ACTIVE,
                name="conversation_working",
            ),
            models.Index(
                fields=["side_of"],
                condition=models.Q(side_of__isnull=False),
                name="conversation_sides",
            ),
            models.Index(
                fields=["third_party", "id"],
                condition=models.Q(third_party__isnull=False),
                name="conversation_outside",
            ),
            GinIndex(
                OpClass(Lower("subject"), name="gin_trgm_ops"), name="conversation_subject_part"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.subject}"

    @property
    def outcome_amount(self) -> Money | None:
        if self.outcome_minor is None:
            return None
        return Money(self.outcome_minor, self.outcome_currency)


class ConversationTag(models.Model):
    conversation = models.ForeignKey(Conversation, models.CASCADE)
    tag = models.ForeignKey(Tag, models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "tag"], name="conversation_tag_once")
        ]

    def __str__(self) -> str:
        return f"tag {self.tag_id} on {self.conversation_id}"


class ConversationLink(models.Model):
    """Two conversations that belong together: the later one follows from the earlier one."""

    earlier = models.ForeignKey(Conversation, models.CASCADE, related_name="links_later")
    later = models.ForeignKey(Conversation, models.CASCADE, related_name="links_earlier")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["earlier", "later"], name="link_once")]

    def __str__(self) -> str:
        return f"{self.earlier_id} → {self.later_id}"


class AuthorKind(models.TextChoices):
    BUYER = "buyer", _("Buyer")
    SELLER = "seller", _("Seller")
    AGENT = "agent", _("Agent")
    OTHER = "other", _("Somebody else")
    SYSTEM = "system", _("Comptoir")


class Message(models.Model):
    """One message. `audience` is a sum of buyer 1, seller 2, operator 4: who may ever see it.

    The order of a conversation is that of our receipt (`id`), never of a Date header. A message of
    ours is seen outside the house from `released_at` on: until then it can be taken back. `kind`
    (`MessageKind`) marks phone calls, and what is exchanged with a third party.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, db_index=False)
    audience = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, blank=True, default="", db_default="")
    author_kind = models.CharField(max_length=6, choices=AuthorKind.choices)
    author_id = models.BigIntegerField(null=True)
    author_name = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=320, blank=True)
    recipients = models.JSONField(null=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    quoted = models.TextField(blank=True)
    html = models.TextField(blank=True)
    language = models.CharField(max_length=3, blank=True)
    search_config = models.CharField(max_length=20, default="simple")
    search = SearchVectorField(null=True)
    external_id = models.CharField(max_length=998, blank=True)
    external_digest = models.BinaryField(max_length=32, null=True)
    envelope = models.OneToOneField(Envelope, models.PROTECT, null=True)
    facts = models.JSONField(default=dict)
    files = models.PositiveSmallIntegerField(default=0)
    written_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(audience__gte=1, audience__lte=7), name="message_audience"
            ),
        ]
        indexes = [
            models.Index(fields=["conversation", "id"], name="message_of"),
            models.Index(
                fields=["external_digest"],
                condition=models.Q(external_digest__isnull=False),
                name="message_external",
            ),
            GinIndex(fields=["search"], name="message_search"),
        ]

    def __str__(self) -> str:
        return f"message {self.pk} of #{self.conversation_id}"


class MessageDelivery(models.Model):
    """A message on its way to one party; each party gets a letter of its own.

    `party` is 0 where it goes to the third party of a side conversation.
    """

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    delivery = models.OneToOneField(Delivery, models.CASCADE, related_name="message_delivery")
    party = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"delivery {self.delivery_id} of message {self.message_id}"


class PreviewState(models.TextChoices):
    NONE = "none", _("Not shown")
    WAITING = "waiting", _("Being prepared")
    READY = "ready", _("Shown")
    REFUSED = "refused", _("Refused")


class Attachment(models.Model):
    """A file of a message, or of a draft until it is sent. The original is only downloaded."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="attachments")
    draft = models.ForeignKey("Draft", models.SET_NULL, null=True, related_name="attachments")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    content_key = models.CharField(max_length=120)
    content_id = models.CharField(max_length=255, blank=True)
    is_inline = models.BooleanField(default=False)
    preview = models.CharField(max_length=8, choices=PreviewState.choices, default="none")
    preview_trouble = models.CharField(max_length=200, blank=True)
    thumb_key = models.CharField(max_length=120, blank=True)
    page_keys = models.JSONField(default=list)

    class Meta:
        indexes = [
            GinIndex(OpClass(Lower("name"), name="gin_trgm_ops"), name="attachment_name_part"),
        ]

    def __str__(self) -> str:
        return self.name
