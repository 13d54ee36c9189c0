"""Tables of the mirrored facts: marketplaces, sellers, buyers, listings, orders, payments."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Member
from comptoir.commerce.states import (
    LABEL_MEANINGS,
    LABEL_NAMES,
    TONES,
    Colour,
    IdentityKind,
    ImportState,
    MarketplaceKind,
    OrderState,
)
from comptoir.kit.ids import uuid7
from comptoir.kit.money import Money


class Marketplace(models.Model):
    """Where things are sold: the own shop, or an account on somebody else's."""

    key = models.CharField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(
        max_length=20,
        choices=[(kind.value, kind.value) for kind in MarketplaceKind],
        default=MarketplaceKind.OWN.value,
    )
    url = models.URLField(_("address"), max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name


class Seller(models.Model):
    """Who sells. Without a marketplace: known under this id everywhere."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    external_id = models.CharField(max_length=120)
    marketplace = models.ForeignKey(Marketplace, models.PROTECT, null=True, db_index=False)
    name = models.CharField(_("name"), max_length=200)
    sort_name = models.CharField(max_length=200)
    country = models.CharField(_("country"), max_length=2, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    email = models.CharField(_("e-mail"), max_length=320, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["external_id", "marketplace"], name="seller_once", nulls_distinct=False
            )
        ]
        indexes = [
            GinIndex(fields=["sort_name"], name="seller_name_words", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.name


class SellerContact(models.Model):
    """One more address that may come in by the seller door; the seller's own always may."""

    seller = models.ForeignKey(Seller, models.CASCADE, related_name="contacts", db_index=False)
    email = models.CharField(_("e-mail"), max_length=320)
    name = models.CharField(_("name"), max_length=120, blank=True)
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email", "seller"], name="seller_contact_once")
        ]
        indexes = [models.Index(fields=["seller"], name="seller_contact_of")]

    def __str__(self) -> str:
        return self.email


class Buyer(models.Model):
    """A person who buys, as far as we know one; a merged row points to the one kept."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200, blank=True)
    sort_name = models.CharField(max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    note = models.TextField(_("note"), blank=True)
    note_version = models.PositiveIntegerField(default=0, db_default=0)
    since = models.DateTimeField(_("known since"), db_default=Now())
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, db_index=False, related_name="merged"
    )

    class Meta:
        indexes = [
            GinIndex(fields=["sort_name"], name="buyer_name_words", opclasses=["gin_trgm_ops"]),
            models.Index(
                fields=["merged_into"],
                name="buyer_merged",
                condition=models.Q(merged_into__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True)
                | ~models.Q(merged_into=models.F("id")),
                name="buyer_not_merged_into_itself",
            )
        ]

    def __str__(self) -> str:
        return self.name or f"buyer {self.pk}"


class BuyerLabel(models.Model):
    """What the team calls some of its buyers among itself: no buyer and no seller reads it."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=40, blank=True)
    colour = models.CharField(max_length=10, choices=[(c.value, c.value) for c in Colour])
    about = models.CharField(_("what it means"), max_length=200, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name or str(LABEL_NAMES.get(self.key, self.key))

    @property
    def meaning(self) -> str:
        """What it means, in the house's words or those that ship."""
        return self.about or str(LABEL_MEANINGS.get(self.key, ""))

    @property
    def tone(self) -> str:
        return TONES[Colour(self.colour)]


class LabelledBuyer(models.Model):
    """A label somebody gave a buyer. It stays with the row it was given to: a merged buyer's
    labels are read with those of the one kept, and are his own again after an unmerge."""

    buyer = models.ForeignKey(Buyer, models.CASCADE, related_name="labelled", db_index=False)
    label = models.ForeignKey(BuyerLabel, models.CASCADE, related_name="given")
    why = models.CharField(_("why"), max_length=200, blank=True)
    given_by = models.ForeignKey(Member, models.SET_NULL, null=True, db_index=False)
    given_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["buyer", "label"], name="buyer_labelled_once")
        ]

    def __str__(self) -> str:
        return f"{self.label_id} of buyer {self.buyer_id}"


class BuyerIdentity(models.Model):
    """One name by which a buyer is known. Conversations and orders point here.

    A merge moves identities to the buyer kept; `home` remembers where each belongs, so that an
    unmerge is exact. `value` is normalised (`policies.normalise`), `display` is as written. An
    address or a phone is the same everywhere, only a member's id has a marketplace.
    """

    buyer = models.ForeignKey(Buyer, models.PROTECT, related_name="identities")
    home = models.ForeignKey(Buyer, models.PROTECT, related_name="born_identities", db_index=False)
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in IdentityKind])
    value = models.CharField(max_length=320)
    marketplace = models.ForeignKey(Marketplace, models.PROTECT, null=True, db_index=False)
    display = models.CharField(max_length=320, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["value", "kind", "marketplace"], name="identity_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in IdentityKind]),
                name="identity_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=IdentityKind.MARKETPLACE.value)
                | models.Q(marketplace__isnull=True),
                name="identity_address_is_global",
            ),
        ]
        indexes = [
            GinIndex(fields=["value"], name="identity_value_words", opclasses=["gin_trgm_ops"])
        ]

    def __str__(self) -> str:
        return self.display or self.value


class Listing(models.Model):
    """What is offered, with links to its picture, guide and video."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    external_id = models.CharField(max_length=120)
    seller = models.ForeignKey(Seller, models.PROTECT, related_name="listings")
    marketplace = models.ForeignKey(Marketplace, models.PROTECT, null=True, db_index=False)
    sku = models.CharField(_("SKU"), max_length=120, blank=True)
    title = models.CharField(_("title"), max_length=500)
    picture_url = models.URLField(_("picture"), max_length=1000, blank=True)
    guide_url = models.URLField(_("guide"), max_length=1000, blank=True)
    video_url = models.URLField(_("video"), max_length=1000, blank=True)
    price_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["external_id", "seller", "marketplace"],
                name="listing_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(price_minor__isnull=True)
                | (models.Q(price_minor__gte=0) & ~models.Q(currency="")),
                name="listing_price_has_currency",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def price(self) -> Money | None:
        return None if self.price_minor is None else Money(self.price_minor, self.currency)


class Order(models.Model):
    """One purchase from one seller. A basket over several sellers is several orders."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    external_id = models.CharField(_("number"), max_length=120)
    number_key = models.CharField(max_length=120)
    basket = models.CharField(max_length=120, blank=True)
    marketplace = models.ForeignKey(Marketplace, models.PROTECT, db_index=False)
    seller = models.ForeignKey(Seller, models.PROTECT, related_name="orders", db_index=False)
    buyer = models.ForeignKey(
        Buyer, models.PROTECT, null=True, related_name="orders", db_index=False
    )
    identity = models.ForeignKey(
        BuyerIdentity, models.PROTECT, null=True, related_name="orders", db_index=False
    )
    placed_at = models.DateTimeField(_("placed"))
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField()
    shipping_minor = models.BigIntegerField(default=0, db_default=0)
    state = models.CharField(_("state"), max_length=40, default=OrderState.PLACED.value)
    delivery_name = models.CharField(_("delivered to"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    expected_on = models.DateField(_("expected on"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["external_id", "marketplace"], name="order_once"),
            models.CheckConstraint(
                condition=models.Q(total_minor__gte=0, shipping_minor__gte=0),
                name="order_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(buyer__isnull=True, identity__isnull=True)
                | models.Q(buyer__isnull=False, identity__isnull=False),
                name="order_buyer_by_identity",
            ),
        ]
        indexes = [
            models.Index(fields=["number_key"], name="order_number"),
            GinIndex(fields=["number_key"], name="order_number_part", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["buyer", "-placed_at"], name="order_buyer"),
            models.Index(fields=["identity"], name="order_identity"),
            models.Index(fields=["seller", "-placed_at"], name="order_seller"),
            models.Index(fields=["basket"], name="order_basket", condition=~models.Q(basket="")),
        ]

    def __str__(self) -> str:
        return self.external_id

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    @property
    def shipping(self) -> Money:
        return Money(self.shipping_minor, self.currency)


class OrderLine(models.Model):
    """One position of an order. `key` tells it apart within the order, as the source does."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines", db_index=False)
    key = models.CharField(max_length=120)
    listing = models.ForeignKey(Listing, models.PROTECT, null=True, db_index=False)
    title = models.CharField(_("title"), max_length=500)
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    unit_price_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "key"], name="line_once"),
            models.CheckConstraint(
                condition=models.Q(quantity__gte=1, unit_price_minor__gte=0), name="line_amounts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.title}"


class Payment(models.Model):
    """Money that was captured for an order."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="payments", db_index=False)
    external_id = models.CharField(max_length=120)
    method = models.CharField(_("method"), max_length=60, blank=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    captured_at = models.DateTimeField(_("captured"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "external_id"], name="payment_once"),
            models.CheckConstraint(
                condition=models.Q(amount_minor__gte=0), name="payment_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} by {self.method}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class ImportRun(models.Model):
    """One import of one file: what was read and what became of it. `file` names the stored file
    while the page still needs it; one by the command line has none."""

    kind = models.CharField(max_length=30, blank=True)
    file_name = models.CharField(max_length=255)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    summary = models.JSONField(default=dict)
    file = models.CharField(max_length=100, blank=True, db_default="")
    state = models.CharField(
        max_length=10,
        choices=[(s.value, s.value) for s in ImportState],
        default=ImportState.DONE.value,
        db_default=ImportState.DONE.value,
    )

    def __str__(self) -> str:
        return f"import of {self.file_name}"


class ImportFault(models.Model):
    """A line of a file that was refused, and why."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="faults")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=60, blank=True, db_default="")
    reason = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"
