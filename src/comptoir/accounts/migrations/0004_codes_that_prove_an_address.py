from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_api_tokens"),
    ]

    operations = [
        migrations.AddField(
            model_name="pass",
            name="is_proof",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
