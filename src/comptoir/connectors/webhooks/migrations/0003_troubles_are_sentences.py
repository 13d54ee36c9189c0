from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("connectors_webhooks", "0002_a_former_secret")]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="trouble",
            field=models.TextField(blank=True),
        ),
    ]
