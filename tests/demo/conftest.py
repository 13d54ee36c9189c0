"""The house of the sample marketplace, without its history."""

import pytest
from pytest_django import Settings

from comptoir.channels.models import Channel
from comptoir.demo.content.house import CHANNELS, DOMAIN
from comptoir.demo.models import Sample
from comptoir.kit.clock import now
from tests.shipped import load_rules


@pytest.fixture
def sample(db: None, settings: Settings) -> Sample:
    return open_small_house(settings)


def open_small_house(settings: Settings) -> Sample:
    """Three mailboxes and the mark of a sample; no conversation."""
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.demo.sample_urls"
    load_rules()
    for told in CHANNELS:
        Channel.objects.create(
            key=told.key,
            name=told.name,
            address=told.address,
            profile=told.profile,
            sender_name=told.sender_name,
            undo_seconds=0,
            settings={"mail_servers": [f"mx.{DOMAIN}"]},
        )
    return Sample.objects.create(loaded_at=now(), numbers={})
