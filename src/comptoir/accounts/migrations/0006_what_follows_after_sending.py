from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_own_keys"),
    ]

    operations = [
        migrations.AddField(
            model_name="member",
            name="opens_next",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
