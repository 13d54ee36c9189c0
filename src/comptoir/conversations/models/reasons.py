"""What the house makes of the contact reasons."""

from django.db import models


class Reason(models.Model):
    """A contact reason with the house's own words, place or end; one that ships needs no row.

    `key` is an `Intent`. `names` are words by language; a language without any reads those that
    ship, or else those of another. A retired one is offered no more and stays where it is.
    """

    key = models.CharField(max_length=24, unique=True)
    names = models.JSONField(default=dict)
    of_sellers = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.key
