"""Why a job failed, for whoever decides whether it is tried again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_where_from_and_audit")]

    operations = [
        migrations.CreateModel(
            name="Failure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("job_id", models.BigIntegerField(unique=True)),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
            ],
        ),
    ]
