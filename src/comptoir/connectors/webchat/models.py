"""Browsers in which a chat is open, and how fast they may ask."""

from django.db import models

from comptoir.channels.models import Channel
from comptoir.commerce.models import BuyerIdentity
from comptoir.conversations.models import Conversation


class ChatVisit(models.Model):
    """One browser at one chat, known by the key that it keeps.

    `identity` is None until something is written. `address` is only said to be his until
    `proved_at`, or the shop's own word with `is_identified`. `read_id` is the last message that
    was shown to him. An ended chat keeps its conversation until he begins another one.
    """

    channel = models.ForeignKey(Channel, models.CASCADE, db_index=False)
    key_digest = models.BinaryField(max_length=32, unique=True)
    identity = models.ForeignKey(BuyerIdentity, models.CASCADE, null=True)
    conversation = models.ForeignKey(Conversation, models.SET_NULL, null=True)
    name = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=320, blank=True)
    is_identified = models.BooleanField(default=False)
    proved_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=10, blank=True)
    page_url = models.CharField(max_length=500, blank=True)
    page_title = models.CharField(max_length=200, blank=True)
    read_id = models.BigIntegerField(default=0)
    seen_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"visit {self.pk} of chat {self.channel_id}"


class Pace(models.Model):
    """How often somebody has asked in the minute that runs. Unlogged: a crash empties it."""

    key_digest = models.BinaryField(max_length=32, unique=True)
    minute = models.BigIntegerField()
    used = models.IntegerField(default=1)

    def __str__(self) -> str:
        return f"pace {self.pk}"
