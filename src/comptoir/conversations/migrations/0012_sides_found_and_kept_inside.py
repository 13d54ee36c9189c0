"""Indexes for side conversations, and the rule that no buyer or seller is ever in one."""

from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    ValidateConstraint,
)
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("conversations", "0011_beside_a_conversation")]

    operations = [
        AddIndexConcurrently(
            model_name="conversation",
            index=models.Index(
                fields=["side_of"],
                condition=models.Q(("side_of__isnull", False)),
                name="conversation_sides",
            ),
        ),
        AddIndexConcurrently(
            model_name="conversation",
            index=models.Index(
                fields=["third_party", "id"],
                condition=models.Q(("third_party__isnull", False)),
                name="conversation_outside",
            ),
        ),
        AddConstraintNotValid(
            model_name="conversation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("side_of", None), ("third_party", None)),
                    models.Q(
                        ("identity", None),
                        ("parties", 4),
                        ("seller", None),
                        ("side_of__isnull", False),
                        ("third_party__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="conversation_side_inside",
            ),
        ),
        ValidateConstraint(model_name="conversation", name="conversation_side_inside"),
    ]
