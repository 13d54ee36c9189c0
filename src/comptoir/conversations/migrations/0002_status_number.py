"""Statuses get a number: the journal holds no words, so an event names them by it."""

from django.db import migrations, models

# Six rows as a rule: the table is free again before anybody notices.
_NUMBER = """
UPDATE conversations_status s SET number = counted.number
FROM (SELECT key, row_number() OVER (ORDER BY position, key) AS number
      FROM conversations_status) counted
WHERE counted.key = s.key"""


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="status",
            name="number",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.RunSQL(_NUMBER, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="status",
            name="number",
            field=models.PositiveSmallIntegerField(unique=True),
        ),
    ]
