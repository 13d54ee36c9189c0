"""What is kept for a time only."""

from datetime import timedelta

import pytest

from comptoir.channels.models import AutomaticMail, Channel, Envelope
from comptoir.channels.services import (
    clear_raw_files,
    forget_automatic_mails,
    note_automatic_mail,
    retention,
)
from comptoir.channels.states import Intake
from comptoir.kit import files
from comptoir.kit.clock import freeze, now
from comptoir.kit.text import digest

pytestmark = pytest.mark.django_db


def make_channel(key: str, days: int) -> Channel:
    return Channel.objects.create(key=key, name=key, retention_days=days)


def came_in(
    channel: Channel, raw: bytes, *, days_ago: int, state: Intake = Intake.STORED
) -> Envelope:
    return Envelope.objects.create(
        channel=channel,
        digest=digest(raw),
        size=len(raw),
        raw_key=files.put(raw, folder="raw", compress=True),
        state=state,
        received_at=now() - timedelta(days=days_ago),
    )


def keys() -> list[str]:
    return list(Envelope.objects.order_by("pk").values_list("raw_key", flat=True))


def test_originals_are_kept_as_long_as_their_channel_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(retention, "BATCH", 1)
    shop, amazon = make_channel("shop", 90), make_channel("amazon", 30)
    gone = [came_in(amazon, b"1", days_ago=31), came_in(shop, b"2", days_ago=91)]
    kept = [came_in(amazon, b"3", days_ago=29), came_in(shop, b"4", days_ago=89)]

    assert clear_raw_files() == 2
    assert clear_raw_files() == 0

    assert keys() == ["", "", kept[0].raw_key, kept[1].raw_key]
    for envelope in gone:
        with pytest.raises(files.BlobMissing):
            files.read(envelope.raw_key)
    assert files.read(kept[0].raw_key) == b"3"


def test_an_original_that_another_channel_still_needs_stays() -> None:
    shop, amazon = make_channel("shop", 90), make_channel("amazon", 30)
    came_in(amazon, b"same", days_ago=40)
    kept = came_in(shop, b"same", days_ago=40)

    clear_raw_files()

    assert keys() == ["", kept.raw_key]
    assert files.read(kept.raw_key) == b"same"


def test_what_waits_in_quarantine_keeps_its_original() -> None:
    waiting = came_in(make_channel("shop", 1), b"x", days_ago=9, state=Intake.QUARANTINED)

    assert clear_raw_files() == 0

    assert files.read(waiting.raw_key) == b"x"


def test_the_memory_of_automatic_mails_lasts_a_day() -> None:
    with freeze(now() - timedelta(hours=25)):
        note_automatic_mail(address="a@buyer.example", subject="x")
    note_automatic_mail(address="b@buyer.example", subject="x")

    assert forget_automatic_mails() == 1

    assert AutomaticMail.objects.count() == 1
