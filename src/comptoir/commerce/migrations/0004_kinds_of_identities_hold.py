from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("commerce", "0003_visitors_of_chats_are_known"),
    ]

    operations = [
        ValidateConstraint(model_name="buyeridentity", name="identity_kind_known"),
    ]
