from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("insights", "0001_reply_facts")]

    operations = [
        migrations.CreateModel(
            name="Reached",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tx", models.BigIntegerField()),
                ("entry_id", models.BigIntegerField()),
            ],
        ),
    ]
