"""Conversations sleep until a time, replies leave later, members are reminded."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("conversations", "0003_overdue_by_the_marketplace"),
    ]

    operations = [
        migrations.CreateModel(
            name="Snooze",
            fields=[
                ("id", KEY),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="conversations.conversation",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("until", models.DateTimeField(null=True)),
                ("until_delivered", models.BooleanField(default=False)),
                ("sleeps_through_thanks", models.BooleanField(default=True)),
                ("typed", models.CharField(blank=True, max_length=80)),
                ("set_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["member", "-id"], name="snooze_of"),
                    models.Index(
                        fields=["until"],
                        condition=models.Q(("ended_at", None)),
                        name="snooze_waking",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conversation",),
                        condition=models.Q(("ended_at", None)),
                        name="snoozed_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", KEY),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="conversations.conversation",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("text", models.CharField(blank=True, max_length=200)),
                ("came_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["member", "at"],
                        condition=models.Q(("came_at", None)),
                        name="reminder_of",
                    ),
                    models.Index(
                        fields=["at"],
                        condition=models.Q(("came_at", None)),
                        name="reminder_coming",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="draft", name="send_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="draft",
            name="send_then",
            field=models.CharField(blank=True, db_default="", max_length=10),
        ),
        migrations.AddField(
            model_name="draft", name="last_seen_id", field=models.BigIntegerField(null=True)
        ),
        AddIndexConcurrently(
            model_name="draft",
            index=models.Index(
                fields=["send_at"],
                condition=models.Q(("send_at__isnull", False)),
                name="draft_leaving",
            ),
        ),
        AddIndexConcurrently(
            model_name="conversation",
            index=models.Index(
                fields=["last_message_at", "id"],
                condition=models.Q(
                    ("category", "snoozed"), ("is_spam", False), ("merged_into", None)
                ),
                name="conversation_snoozed",
            ),
        ),
    ]
