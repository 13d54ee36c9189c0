"""Where a mail belongs, as a table: no address alone opens a conversation (A2, A3, A4)."""

from datetime import UTC, datetime, timedelta

import pytest

from comptoir.accounts.parties import Party
from comptoir.channels.policies.spam import Suspicion
from comptoir.conversations.policies.placing import (
    NEVER_JOINS,
    Found,
    PlaceFacts,
    Placement,
    audience_of,
    is_same_matter,
    place,
)

ID, ADDRESS, ORDER, NOTHING = Found.MESSAGE_ID, Found.REPLY_ADDRESS, Found.ORDER, Found.NOTHING


@pytest.mark.parametrize(
    ("facts", "placement"),
    [
        (PlaceFacts(NOTHING), Placement.NEW),
        (PlaceFacts(NOTHING, is_party=True), Placement.NEW),
        (PlaceFacts(ID, is_party=True), Placement.JOIN),
        (PlaceFacts(ADDRESS, is_party=True), Placement.JOIN),
        (PlaceFacts(ORDER, is_party=True), Placement.JOIN),
        (PlaceFacts(ID, was_addressed=True), Placement.BESIDE),
        (PlaceFacts(ADDRESS, was_addressed=True), Placement.BESIDE),
        (PlaceFacts(ID), Placement.LINK),
        (PlaceFacts(ADDRESS), Placement.LINK),
        (PlaceFacts(ORDER), Placement.NEW),
        (PlaceFacts(ORDER, was_addressed=True), Placement.NEW),
        (PlaceFacts(ORDER, is_party=True, suspicion="known_spammer"), Placement.NEW),
        (PlaceFacts(ID, is_party=True, suspicion="forged"), Placement.LINK),
        (PlaceFacts(ID, is_party=True, suspicion="blocked_sender"), Placement.LINK),
        (PlaceFacts(ADDRESS, was_addressed=True, suspicion="forged"), Placement.LINK),
        (PlaceFacts(ID, is_party=True, suspicion="marked_by_server"), Placement.JOIN),
        (PlaceFacts(ID, is_party=True, suspicion="known_spammer"), Placement.JOIN),
    ],
)
def test_a_mail_is_placed_by_what_it_proves(facts: PlaceFacts, placement: Placement) -> None:
    assert place(facts) is placement


def test_the_suspicions_that_never_join_are_those_that_channels_name() -> None:
    assert {Suspicion.FORGED, Suspicion.BLOCKED_SENDER} == NEVER_JOINS


@pytest.mark.parametrize(
    ("age", "is_same"),
    [
        (timedelta(0), True),
        (timedelta(days=30), True),
        (timedelta(days=30, seconds=1), False),
        (timedelta(days=-1), True),
    ],
)
def test_an_order_alone_finds_what_was_alive_lately(age: timedelta, is_same: bool) -> None:
    at = datetime(2028, 2, 29, 12, tzinfo=UTC)

    assert is_same_matter(last_message_at=at - age, at=at) is is_same


@pytest.mark.parametrize(
    ("party", "audience"),
    [
        (Party.BUYER, Party.BUYER | Party.OPERATOR),
        (Party.SELLER, Party.SELLER | Party.OPERATOR),
        (Party.OPERATOR, Party.OPERATOR),
        (None, Party.OPERATOR),
    ],
)
def test_what_a_party_writes_is_seen_by_it_and_by_us(party: Party | None, audience: Party) -> None:
    assert audience_of(party) == audience
