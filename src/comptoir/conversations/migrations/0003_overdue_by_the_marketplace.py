"""The list of what is overdue also holds what waits while a marketplace's clock runs on."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("conversations", "0002_status_number")]

    operations = [
        AddIndexConcurrently(
            model_name="conversation",
            index=models.Index(
                fields=["next_due_at", "id"],
                condition=models.Q(
                    models.Q(
                        models.Q(("category", "open"), ("waiting_since__isnull", False)),
                        models.Q(("category", "waiting"), ("next_due_source", "channel")),
                        _connector="OR",
                    ),
                    ("is_spam", False),
                    ("merged_into", None),
                ),
                name="conversation_overdue",
            ),
        ),
    ]
