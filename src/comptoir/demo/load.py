"""Loads the sample marketplace: once, all of it or nothing, through the services of every package."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.db import transaction

from comptoir.channels.models import Channel
from comptoir.conversations import services as conversations
from comptoir.demo.content import Content, generate
from comptoir.demo.loading.beside import share_views, steps_of
from comptoir.demo.loading.facts import load_facts
from comptoir.demo.loading.house import House, open_house
from comptoir.demo.loading.labels import label_some
from comptoir.demo.loading.past import is_past, load_past
from comptoir.demo.loading.threads import load_conversation
from comptoir.demo.loading.told import tell_of_lately
from comptoir.demo.loading.wording import prepare_words
from comptoir.demo.models import Sample
from comptoir.insights import services as insights
from comptoir.journal import later
from comptoir.journal.publishing import as_history
from comptoir.kit.clock import now


def load_if_empty() -> bool:
    """Load the sample unless this database holds one; whether it was loaded now.

    One transaction: after a crash in the middle there is nothing, and the next start begins anew.
    """
    if Sample.objects.exists() or Channel.objects.exists():
        return False
    with _without_collector():
        load(generate(now()))
    return True


@transaction.atomic
def load(content: Content) -> Sample:
    """Everything; what is settled in one go, what is open mail by mail through the real intake."""
    with as_history():
        house = open_house(content)
        load_facts(content)
        label_some(house)
        load_past([one for one in content.conversations if is_past(one)], house)
        shown = [
            message_id
            for one in content.conversations
            if not is_past(one)
            for message_id in load_conversation(one, house, steps_of(one.key, house, content.start))
        ]
        share_views(house)
        prepare_words(house, content.start)
        _mark_read(house)
        sample = Sample.objects.create(loaded_at=content.start, numbers=house.numbers)
    tell_of_lately(house, content.start)
    # No handler followed the past: it is counted in one go.
    insights.rebuild()
    for message_id in shown:
        later("conversations.prepare_previews", queue="previews", message_id=message_id)
    later("demo.show_files", queue="previews")
    return sample


@contextmanager
def _without_collector() -> Iterator[None]:
    """Python would look through a hundred thousand new rows for cycles, for a sixth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def slice_of(content: Content, *, every: int) -> Content:
    """The planted cases, and of all else each n-th: a small sample for tests."""
    planted = {key for case in content.planted for key in case.conversations}
    kept = [
        one
        for place, one in enumerate(content.conversations)
        if place % every == 0 or one.key in planted
    ]
    numbers = {one.order.external_id for one in kept if one.order}
    orders = [one for one in content.orders if one.external_id in numbers]
    return replace(content, conversations=tuple(kept), orders=tuple(orders))


def _mark_read(house: House) -> None:
    """What was answered or settled before today has been read by all who show up in the sample."""
    for identity in house.identities.values():
        conversations.mark_settled_read(by=identity.actor)
