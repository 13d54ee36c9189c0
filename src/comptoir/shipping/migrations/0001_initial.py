"""Parcels and tracking events."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import comptoir.shipping.states


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("commerce", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Parcel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("external_id", models.CharField(max_length=120)),
                ("carrier", models.CharField(blank=True, max_length=60, verbose_name="carrier")),
                (
                    "tracking_number",
                    models.CharField(blank=True, max_length=120, verbose_name="tracking number"),
                ),
                ("tracking_key", models.CharField(blank=True, max_length=120)),
                (
                    "tracking_url",
                    models.URLField(blank=True, max_length=1000, verbose_name="tracking page"),
                ),
                (
                    "state",
                    models.CharField(
                        default=comptoir.shipping.states.ParcelState["PRE_TRANSIT"],
                        max_length=40,
                        verbose_name="state",
                    ),
                ),
                ("shipped_at", models.DateTimeField(blank=True, null=True, verbose_name="shipped")),
                (
                    "expected_on",
                    models.DateField(blank=True, null=True, verbose_name="promised for"),
                ),
                (
                    "expected_now",
                    models.DateField(blank=True, null=True, verbose_name="expected on"),
                ),
                (
                    "delivered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="delivered"),
                ),
                (
                    "last_event_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="last report"),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parcels",
                        to="commerce.order",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TrackingEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("status", models.CharField(max_length=40)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("description", models.CharField(blank=True, max_length=500)),
                (
                    "parcel",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="shipping.parcel",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="parcel",
            index=models.Index(
                condition=models.Q(("tracking_key", ""), _negated=True),
                fields=["tracking_key"],
                name="parcel_tracking",
            ),
        ),
        migrations.AddIndex(
            model_name="parcel",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("tracking_key", ""), _negated=True),
                fields=["tracking_key"],
                name="parcel_tracking_part",
                opclasses=["gin_trgm_ops"],
            ),
        ),
        migrations.AddConstraint(
            model_name="parcel",
            constraint=models.UniqueConstraint(fields=("order", "external_id"), name="parcel_once"),
        ),
        migrations.AddConstraint(
            model_name="trackingevent",
            constraint=models.UniqueConstraint(
                fields=("parcel", "at", "status"), name="tracking_event_once"
            ),
        ),
    ]
