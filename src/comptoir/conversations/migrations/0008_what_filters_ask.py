"""Indexes for saved views and for searching subjects and names of files."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("conversations", "0007_saved_views")]

    operations = [
        AddIndexConcurrently(
            model_name="conversation",
            index=models.Index(
                fields=["next_due_at", "id"],
                condition=models.Q(
                    models.Q(("category", "resolved"), _negated=True),
                    ("is_spam", False),
                    ("merged_into", None),
                ),
                name="conversation_working",
            ),
        ),
        AddIndexConcurrently(
            model_name="conversation",
            index=GinIndex(
                OpClass(Lower("subject"), name="gin_trgm_ops"), name="conversation_subject_part"
            ),
        ),
        AddIndexConcurrently(
            model_name="attachment",
            index=GinIndex(
                OpClass(Lower("name"), name="gin_trgm_ops"), name="attachment_name_part"
            ),
        ),
    ]
