from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("commerce", "0002_sellers_have_contacts"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="buyeridentity",
            name="identity_kind_known",
        ),
        migrations.AlterField(
            model_name="buyeridentity",
            name="kind",
            field=models.CharField(
                choices=[
                    ("email", "email"),
                    ("phone", "phone"),
                    ("marketplace", "marketplace"),
                    ("relay", "relay"),
                    ("chat", "chat"),
                ],
                max_length=12,
            ),
        ),
        AddConstraintNotValid(
            model_name="buyeridentity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["email", "phone", "marketplace", "relay", "chat"])
                ),
                name="identity_kind_known",
            ),
        ),
    ]
