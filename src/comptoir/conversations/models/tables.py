"""How a member wants the table of conversations."""

from django.db import models

from comptoir.accounts.models import Member


class ChosenColumns(models.Model):
    """The columns a member chose; without a row they are the usual ones."""

    member = models.OneToOneField(Member, models.CASCADE, primary_key=True, related_name="+")
    columns = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"columns of member {self.member_id}"
