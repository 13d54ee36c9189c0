"""How long things of one channel are kept, what would go before one says so, and what is held (I2)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity
from comptoir.channels import packs as profiles
from comptoir.channels.models import Channel, Envelope
from comptoir.channels.services import clear_raw_files
from comptoir.conversations.models import Conversation, Draft
from comptoir.journal.models import Detail, Entry
from comptoir.kit.clock import freeze, now
from comptoir.kit.errors import NotAllowed
from comptoir.records import services
from comptoir.records.errors import BadDays, NoSuchChannel
from comptoir.records.models import KeepingRule
from comptoir.records.policies import KeptKind
from comptoir.records.queries.audit import Asked, log
from comptoir.records.queries.keeping import AS_HOUSE, DAYS, FOR_EVER, keeping_page, preview
from comptoir.records.words import Change, said
from tests.records.conftest import SECRET
from tests.records.test_erasing import own_folder, tables_with
from tests.shipped import load

__all__ = ["own_folder"]


def words_are_kept() -> bool:
    return "conversations_message" in tables_with(SECRET)


def of(channel: Channel):
    return next(rule for rule in keeping_page().channels if rule.channel == channel)


def choose(by: Identity, channel: Channel, chosen: str, days: int | None = None) -> None:
    services.set_channel_days(by=by.actor, channel_id=channel.pk, chosen=chosen, days=days)


def test_i2_words_of_one_channel_go_by_its_own_days(
    resolved: Conversation, administrator: Identity
) -> None:
    choose(administrator, resolved.channel, DAYS, 60)

    with freeze(now() + timedelta(days=59)):
        services.clear_away()
        assert words_are_kept()
    with freeze(now() + timedelta(days=61)):
        assert of(resolved.channel).would_go == 1
        services.clear_away()

    assert not words_are_kept()


def test_i2_a_channel_kept_for_ever_is_kept_where_the_house_lets_go(
    resolved: Conversation, administrator: Identity
) -> None:
    services.set_days(by=administrator.actor, kind=KeptKind.WORDS, days=60)
    choose(administrator, resolved.channel, FOR_EVER)

    with freeze(now() + timedelta(days=900)):
        services.clear_away()
        assert words_are_kept()
        choose(administrator, resolved.channel, AS_HOUSE)
        services.clear_away()

    assert not words_are_kept()


def test_i2_a_look_says_what_would_go_and_changes_nothing(
    client: Client, resolved: Conversation, administrator: Identity
) -> None:
    client.force_login(administrator.member)
    form = {"chosen": "days", "days": "90", "look": "1"}

    with freeze(now() + timedelta(days=91)):
        of_house = client.post("/records/keeping/words/", {"days": "90", "look": "1"})
        of_channel = client.post(f"/records/keeping/channels/{resolved.channel_id}/", form)
        assert preview(KeptKind.WORDS, 92).would_go == 0

    assert "With 90 days 1 go tonight. Nothing is saved yet." in of_house.content.decode()
    assert "With 90 days 1 go tonight. Nothing is saved yet." in of_channel.content.decode()
    assert not KeepingRule.objects.exists()
    assert words_are_kept()


def test_i2_from_what_is_held_nothing_goes_neither_original_nor_draft_nor_detail(
    resolved: Conversation, administrator: Identity
) -> None:
    services.hold(by=administrator.actor, conversation_id=resolved.pk, why="Dispute 12")
    services.set_days(by=administrator.actor, kind=KeptKind.DRAFTS, days=30)
    choose(administrator, resolved.channel, DAYS, 60)

    with freeze(now() + timedelta(days=400)):
        services.clear_away()
        assert clear_raw_files() == 0
        rule = of(resolved.channel)

    assert words_are_kept()
    assert Envelope.objects.exclude(raw_key="").count() == 1
    assert Draft.objects.count() == 1
    held = Detail.objects.filter(subject_kind="conversation", subject_id=resolved.pk)
    assert held.exclude(data={}).exists()
    assert (rule.would_go, rule.held, rule.raw_would_go, rule.raw_held) == (0, 1, 0, 1)


def test_i2_originals_of_amazon_go_after_thirty_days_as_it_ships(
    conversation: Conversation, administrator: Identity
) -> None:
    load(profiles)
    channel = conversation.channel
    Channel.objects.filter(pk=channel.pk).update(profile="amazon", retention_days=90)
    channel.refresh_from_db()

    with freeze(now() + timedelta(days=29)):
        assert clear_raw_files() == 0
    with freeze(now() + timedelta(days=31)):
        rule = of(channel)
        assert (rule.raw_days, rule.raw_would_go, rule.is_shortened) == (30, 1, True)
        assert clear_raw_files() == 1

    assert words_are_kept()


@pytest.mark.parametrize(("chosen", "days"), [(DAYS, None), (DAYS, 29), (DAYS, 40_000)])
def test_a_slip_of_the_finger_changes_nothing(
    mailbox: Channel, administrator: Identity, chosen: str, days: int | None
) -> None:
    with pytest.raises(BadDays):
        choose(administrator, mailbox, chosen, days)

    assert not KeepingRule.objects.exists()
    assert not Entry.objects.exists()


def test_who_may_not_keep_chooses_nothing(mailbox: Channel, agent: Identity) -> None:
    with pytest.raises(NotAllowed):
        choose(agent, mailbox, FOR_EVER)

    assert not KeepingRule.objects.exists()


def test_a_channel_that_is_none_is_refused(administrator: Identity) -> None:
    with pytest.raises(NoSuchChannel):
        services.set_channel_days(by=administrator.actor, channel_id=987_654, chosen=FOR_EVER)

    assert not KeepingRule.objects.exists()


def test_the_audit_log_names_the_channel_and_both_times(
    mailbox: Channel, administrator: Identity
) -> None:
    choose(administrator, mailbox, DAYS, 60)
    choose(administrator, mailbox, DAYS, 60)
    choose(administrator, mailbox, AS_HOUSE)

    second, first = said(log(Asked()).lines)
    assert first.changes == (Change("", "as in the house", "60 days"),)
    assert second.changes == (Change("", "60 days", "as in the house"),)
    assert dict(first.facts)["Channel"] == mailbox.name


def test_the_page_asks_as_many_queries_for_fifty_channels_as_for_one(mailbox: Channel) -> None:
    keeping_page()  # Profiles are remembered for a while.
    with CaptureQueriesContext(connection) as few:
        keeping_page()
    for number in range(49):
        Channel.objects.create(key=f"c{number}", name=f"Channel {number}")

    with CaptureQueriesContext(connection) as many:
        assert len(keeping_page().channels) == 50
    assert len(many) == len(few)
