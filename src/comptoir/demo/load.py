"""Loads the sample marketplace: once, all of it or nothing, through the services of every package."""

from django.db import transaction

from comptoir.channels.models import Channel
from comptoir.conversations import services as conversations
from comptoir.demo.content import Content, generate
from comptoir.demo.loading.facts import load_facts
from comptoir.demo.loading.house import House, open_house
from comptoir.demo.loading.threads import load_conversation
from comptoir.demo.models import Sample
from comptoir.journal import later
from comptoir.journal.publishing import as_history
from comptoir.kit.clock import now


def load_if_empty() -> bool:
    """Load the sample unless this database holds one; whether it was loaded now.

    One transaction: after a crash in the middle there is nothing, and the next start begins anew.
    """
    if Sample.objects.exists() or Channel.objects.exists():
        return False
    content = generate(now())
    with transaction.atomic():
        shown = _load(content)
        for message_id in shown:
            later("conversations.prepare_previews", queue="previews", message_id=message_id)
    return True


def _load(content: Content) -> list[int]:
    """Everything, in the order of time; returns the messages whose files are to be shown."""
    with as_history():
        house = open_house(content)
        load_facts(content)
        shown = [
            message_id
            for conversation in content.conversations
            for message_id in load_conversation(conversation, house)
        ]
        _mark_read(house)
        Sample.objects.create(loaded_at=content.start, numbers=house.numbers)
    return shown


def _mark_read(house: House) -> None:
    """What was answered or settled before today has been read by all who show up in the sample."""
    for identity in house.identities.values():
        conversations.mark_settled_read(by=identity.actor)
