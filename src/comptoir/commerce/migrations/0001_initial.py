"""Marketplaces, sellers, buyers, listings, orders, payments; the extensions search needs."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import comptoir.commerce.states
import comptoir.kit.ids
from comptoir.commerce.extensions import NeedsExtension


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        NeedsExtension("pg_trgm"),
        NeedsExtension("unaccent"),
        NeedsExtension("btree_gin"),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(blank=True, max_length=30)),
                ("file_name", models.CharField(max_length=255)),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("actor_kind", models.CharField(max_length=10)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("summary", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="Marketplace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("own", "own"),
                            ("amazon", "amazon"),
                            ("ebay", "ebay"),
                            ("mirakl", "mirakl"),
                            ("allegro", "allegro"),
                            ("ozon", "ozon"),
                            ("wildberries", "wildberries"),
                            ("other", "other"),
                        ],
                        default=comptoir.commerce.states.MarketplaceKind["OWN"],
                        max_length=20,
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="address")),
            ],
        ),
        migrations.CreateModel(
            name="Buyer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(default=comptoir.kit.ids.uuid7, editable=False, unique=True),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                ("sort_name", models.CharField(blank=True, max_length=200)),
                ("language", models.CharField(blank=True, max_length=10, verbose_name="language")),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                (
                    "time_zone",
                    models.CharField(blank=True, max_length=60, verbose_name="time zone"),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("note_version", models.PositiveIntegerField(db_default=0, default=0)),
                (
                    "since",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="known since",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="commerce.buyer",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Listing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(default=comptoir.kit.ids.uuid7, editable=False, unique=True),
                ),
                ("external_id", models.CharField(max_length=120)),
                ("sku", models.CharField(blank=True, max_length=120, verbose_name="SKU")),
                ("title", models.CharField(max_length=500, verbose_name="title")),
                (
                    "picture_url",
                    models.URLField(blank=True, max_length=1000, verbose_name="picture"),
                ),
                ("guide_url", models.URLField(blank=True, max_length=1000, verbose_name="guide")),
                ("video_url", models.URLField(blank=True, max_length=1000, verbose_name="video")),
                ("price_minor", models.BigIntegerField(blank=True, null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "marketplace",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="commerce.marketplace",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BuyerIdentity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("email", "email"),
                            ("phone", "phone"),
                            ("marketplace", "marketplace"),
                            ("relay", "relay"),
                        ],
                        max_length=12,
                    ),
                ),
                ("value", models.CharField(max_length=320)),
                ("display", models.CharField(blank=True, max_length=320)),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                (
                    "buyer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identities",
                        to="commerce.buyer",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="born_identities",
                        to="commerce.buyer",
                    ),
                ),
                (
                    "marketplace",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="commerce.marketplace",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(default=comptoir.kit.ids.uuid7, editable=False, unique=True),
                ),
                ("external_id", models.CharField(max_length=120, verbose_name="number")),
                ("number_key", models.CharField(max_length=120)),
                ("basket", models.CharField(blank=True, max_length=120)),
                ("placed_at", models.DateTimeField(verbose_name="placed")),
                ("currency", models.CharField(max_length=3)),
                ("total_minor", models.BigIntegerField()),
                ("shipping_minor", models.BigIntegerField(db_default=0, default=0)),
                (
                    "state",
                    models.CharField(
                        default=comptoir.commerce.states.OrderState["PLACED"],
                        max_length=40,
                        verbose_name="state",
                    ),
                ),
                (
                    "delivery_name",
                    models.CharField(blank=True, max_length=200, verbose_name="delivered to"),
                ),
                ("city", models.CharField(blank=True, max_length=120, verbose_name="city")),
                (
                    "postal_code",
                    models.CharField(blank=True, max_length=20, verbose_name="postal code"),
                ),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                (
                    "expected_on",
                    models.DateField(blank=True, null=True, verbose_name="expected on"),
                ),
                (
                    "buyer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="commerce.buyer",
                    ),
                ),
                (
                    "identity",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="commerce.buyeridentity",
                    ),
                ),
                (
                    "marketplace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="commerce.marketplace",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OrderLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120)),
                ("title", models.CharField(max_length=500, verbose_name="title")),
                ("quantity", models.PositiveIntegerField(default=1, verbose_name="quantity")),
                ("unit_price_minor", models.BigIntegerField()),
                (
                    "listing",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="commerce.listing",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="commerce.order",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("external_id", models.CharField(max_length=120)),
                ("method", models.CharField(blank=True, max_length=60, verbose_name="method")),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("captured_at", models.DateTimeField(verbose_name="captured")),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="payments",
                        to="commerce.order",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Seller",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(default=comptoir.kit.ids.uuid7, editable=False, unique=True),
                ),
                ("external_id", models.CharField(max_length=120)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("sort_name", models.CharField(max_length=200)),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                ("language", models.CharField(blank=True, max_length=10, verbose_name="language")),
                ("email", models.CharField(blank=True, max_length=320, verbose_name="e-mail")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "marketplace",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="commerce.marketplace",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="order",
            name="seller",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="orders",
                to="commerce.seller",
            ),
        ),
        migrations.AddField(
            model_name="listing",
            name="seller",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="listings",
                to="commerce.seller",
            ),
        ),
        migrations.AddIndex(
            model_name="buyer",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["sort_name"], name="buyer_name_words", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="buyer",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)),
                fields=["merged_into"],
                name="buyer_merged",
            ),
        ),
        migrations.AddConstraint(
            model_name="buyer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="buyer_not_merged_into_itself",
            ),
        ),
        migrations.AddIndex(
            model_name="buyeridentity",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["value"], name="identity_value_words", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="buyeridentity",
            constraint=models.UniqueConstraint(
                fields=("value", "kind", "marketplace"), name="identity_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="buyeridentity",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["email", "phone", "marketplace", "relay"])),
                name="identity_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="buyeridentity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "marketplace"), ("marketplace__isnull", True), _connector="OR"
                ),
                name="identity_address_is_global",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.UniqueConstraint(fields=("order", "key"), name="line_once"),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gte", 1), ("unit_price_minor__gte", 0)),
                name="line_amounts",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                fields=("order", "external_id"), name="payment_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gte", 0)), name="payment_not_negative"
            ),
        ),
        migrations.AddIndex(
            model_name="seller",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["sort_name"], name="seller_name_words", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="seller",
            constraint=models.UniqueConstraint(
                fields=("external_id", "marketplace"), name="seller_once", nulls_distinct=False
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["number_key"], name="order_number"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["number_key"], name="order_number_part", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["buyer", "-placed_at"], name="order_buyer"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["identity"], name="order_identity"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["seller", "-placed_at"], name="order_seller"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("basket", ""), _negated=True),
                fields=["basket"],
                name="order_basket",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(
                fields=("external_id", "marketplace"), name="order_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(("shipping_minor__gte", 0), ("total_minor__gte", 0)),
                name="order_amounts_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("buyer__isnull", True), ("identity__isnull", True)),
                    models.Q(("buyer__isnull", False), ("identity__isnull", False)),
                    _connector="OR",
                ),
                name="order_buyer_by_identity",
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.UniqueConstraint(
                fields=("external_id", "seller", "marketplace"),
                name="listing_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("price_minor__isnull", True),
                    models.Q(("price_minor__gte", 0), models.Q(("currency", ""), _negated=True)),
                    _connector="OR",
                ),
                name="listing_price_has_currency",
            ),
        ),
    ]
