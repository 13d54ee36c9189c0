"""What stands beside a conversation: third parties, what was split off, phone calls."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Member
from comptoir.conversations.states import Calling, ThirdPartyKind


class ThirdParty(models.Model):
    """Somebody outside who is neither buyer nor seller: a carrier, a supplier, an insurer.

    `wrote_at` is when he last answered us; `left_out_at` takes him out of what is offered.
    """

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in ThirdPartyKind])
    address = models.CharField(_("mail address"), max_length=320)
    added_by = models.ForeignKey(Member, models.SET_NULL, null=True, db_index=False)
    added_at = models.DateTimeField()
    wrote_at = models.DateTimeField(null=True)
    left_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("address"), name="third_party_once")]

    def __str__(self) -> str:
        return self.name


class Split(models.Model):
    """Messages went into a conversation of their own; `moved` are their ids."""

    source = models.ForeignKey("Conversation", models.CASCADE, related_name="splits_out")
    target = models.OneToOneField("Conversation", models.CASCADE, related_name="split_from")
    member = models.ForeignKey(Member, models.SET_NULL, null=True, db_index=False)
    split_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    moved = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"#{self.target_id} out of #{self.source_id}"


class PhoneCall(models.Model):
    """What a message tells of a call. `party` is whom it was with, as in an audience; 0: others.

    `answers` says that it was the answer that somebody waited for.
    """

    message = models.OneToOneField("Message", models.CASCADE, related_name="call")
    direction = models.CharField(max_length=3, choices=[(c.value, c.value) for c in Calling])
    party = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=40, blank=True)
    began_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=0)
    answers = models.BooleanField(default=False)
    call_back_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"call of message {self.message_id}"
