"""From where a member acted, and the indexes of the audit log: small, mail that comes in has no
place in them."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

AUDITED = models.Q(("actor_kind", "agent"), ("event__startswith", "records."), _connector="OR")


def index(name: str, *fields: str) -> AddIndexConcurrently:
    made = models.Index(condition=AUDITED, fields=[*fields, "at", "id"], name=name)
    return AddIndexConcurrently(model_name="entry", index=made)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("journal", "0002_restorations_and_backups")]

    operations = [
        migrations.AddField(model_name="detail", name="origin", field=models.JSONField(null=True)),
        index("entry_audited"),
        index("entry_audited_by", "actor_id"),
        index("entry_audited_as", "event"),
    ]
