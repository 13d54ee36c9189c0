"""A promise may be called off because its messages were split off."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0002_promises_for_labelled_buyers")]

    operations = [
        migrations.AlterField(
            model_name="deadline",
            name="why",
            field=models.CharField(
                choices=[
                    ("no_reply_needed", "no_reply_needed"),
                    ("spam", "spam"),
                    ("merged", "merged"),
                    ("split", "split"),
                    ("no_promise", "no_promise"),
                ],
                max_length=16,
            ),
        ),
    ]
