"""Who does not wish to be written to first."""

from django.db import models

from comptoir.accounts.models import Member
from comptoir.commerce.models import Buyer


class OptOut(models.Model):
    """A buyer who only wants answers."""

    buyer = models.OneToOneField(Buyer, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.SET_NULL, null=True, db_index=False, related_name="+")
    noted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"buyer {self.buyer_id} wants answers only"
