from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("deadlines", "0003_split_off_promises")]

    operations = [
        migrations.AddField(
            model_name="deadline",
            name="warn_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="deadline",
            name="is_warned",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name="KeptOptions",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_soon_percent", models.PositiveSmallIntegerField()),
                ("due_soon_minutes", models.PositiveSmallIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="deadline_options_once"
                    )
                ],
            },
        ),
        AddIndexConcurrently(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(
                    ("is_warned", False), ("state", "running"), ("warn_at__isnull", False)
                ),
                fields=["warn_at"],
                name="deadline_warning",
            ),
        ),
    ]
