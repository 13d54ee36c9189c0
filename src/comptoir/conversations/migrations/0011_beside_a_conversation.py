"""Third parties and their side conversations, splits, phone calls."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_api_tokens"),
        ("channels", "0001_initial"),
        ("commerce", "0002_sellers_have_contacts"),
        ("conversations", "0010_shared_drafts_and_opt_outs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="side_of",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sides",
                to="conversations.conversation",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="kind",
            field=models.CharField(blank=True, db_default="", default="", max_length=8),
        ),
        migrations.CreateModel(
            name="PhoneCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "direction",
                    models.CharField(choices=[("out", "out"), ("in", "in")], max_length=3),
                ),
                ("party", models.PositiveSmallIntegerField()),
                ("number", models.CharField(blank=True, max_length=40)),
                ("began_at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField(default=0)),
                ("answers", models.BooleanField(default=False)),
                ("call_back_at", models.DateTimeField(null=True)),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="call",
                        to="conversations.message",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Split",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("split_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                ("moved", models.JSONField(default=list)),
                (
                    "member",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="splits_out",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "target",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="split_from",
                        to="conversations.conversation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ThirdParty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("carrier", "carrier"),
                            ("supplier", "supplier"),
                            ("other", "other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("address", models.CharField(max_length=320, verbose_name="mail address")),
                ("added_at", models.DateTimeField()),
                ("wrote_at", models.DateTimeField(null=True)),
                ("left_out_at", models.DateTimeField(null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="conversation",
            name="third_party",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="conversations.thirdparty",
            ),
        ),
        migrations.AddConstraint(
            model_name="thirdparty",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("address"), name="third_party_once"
            ),
        ),
    ]
