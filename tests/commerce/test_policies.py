"""How numbers and addresses compare, and who may be one person."""

import pytest

from comptoir.commerce.errors import BadIdentity
from comptoir.commerce.policies import (
    address_kind,
    is_relay_address,
    masked,
    may_merge,
    name_key,
    normalise,
    number_key,
)
from comptoir.commerce.services.marketplaces import kind_of
from comptoir.commerce.states import (
    ORDER_FLOW,
    IdentityKind,
    MarketplaceKind,
    OrderState,
    order_state_name,
    state_word,
)
from comptoir.kit.actor import ActorKind

EMAIL, PHONE = IdentityKind.EMAIL, IdentityKind.PHONE
MEMBER, RELAY = IdentityKind.MARKETPLACE, IdentityKind.RELAY


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("302-1234567-7654321", "30212345677654321"),
        ("#c-2026/0001 ", "C20260001"),
        ("27-07_ab.c", "2707ABC"),
        ("заказ № 15", "ЗАКАЗ15"),
        ("\0-- ", ""),
        ("9" * 200, "9" * 120),
    ],
)
def test_order_number_is_found_however_it_is_written(written: str, key: str) -> None:
    assert number_key(written) == key


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        (EMAIL, " Jean.Dupont@Example.COM ", "jean.dupont@example.com"),
        (EMAIL, "STRASSE@ß.example", "strasse@ss.example"),
        (RELAY, "Abc123@marketplace.amazon.DE", "abc123@marketplace.amazon.de"),
        (MEMBER, " aBc-42 ", "aBc-42"),
        (PHONE, "+33 6 12 34 56 78", "+33612345678"),
        (PHONE, "call 12-34", "1234"),
    ],
)
def test_two_spellings_of_one_identity_are_equal(
    kind: IdentityKind, written: str, value: str
) -> None:
    assert normalise(kind, written) == value


def test_phone_without_prefix_is_read_in_the_buyer_s_country() -> None:
    assert normalise(PHONE, "06 12 34 56 78", country="fr") == "+33612345678"
    assert normalise(PHONE, "06 12 34 56 78") == "0612345678"


@pytest.mark.parametrize("value", ["", "   ", "\0"])
def test_nothing_is_no_identity(value: str) -> None:
    with pytest.raises(BadIdentity, match="empty email"):
        normalise(EMAIL, value)


def test_hostile_address_of_any_length_stays_its_own() -> None:
    one = normalise(EMAIL, "a" * 5000 + "1@example.com")
    other = normalise(EMAIL, "a" * 5000 + "2@example.com")

    assert len(one) == len(other) == 320
    assert one != other


@pytest.mark.parametrize(
    ("address", "relay"),
    [
        ("x7h2k@marketplace.amazon.co.uk", True),
        ("x7h2k@Marketplace.Amazon.de", True),
        ("buyer_9f@members.ebay.com", True),
        ("abc@notifications.mirakl.net", True),
        ("jean@amazon.de", False),
        ("jean@marketplace.amazon.de.evil.example", False),
        ("jean@notmarketplace.amazon.de", False),
        ("no address", False),
    ],
)
def test_relay_addresses_are_told_from_people_s(address: str, relay: bool) -> None:
    assert is_relay_address(address) is relay
    assert address_kind(address) is (RELAY if relay else EMAIL)


@pytest.mark.parametrize(
    ("actor", "kinds", "allowed"),
    [
        (ActorKind.AGENT, [EMAIL, RELAY], True),
        (ActorKind.RULE, [EMAIL, PHONE], True),
        (ActorKind.RULE, [EMAIL, RELAY], False),
        (ActorKind.SYSTEM, [RELAY], False),
        (ActorKind.BOT, [RELAY], False),
    ],
)
def test_only_a_person_merges_a_relay_address(
    actor: ActorKind, kinds: list[IdentityKind], allowed: bool
) -> None:
    assert may_merge(actor, kinds) is allowed


def test_names_sort_without_accents_and_case() -> None:
    assert name_key(" Élodie MÜLLER ") == "elodie muller"


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("shop", MarketplaceKind.OWN),
        ("amazon-de", MarketplaceKind.AMAZON),
        ("ebay", MarketplaceKind.EBAY),
        ("Mirakl_darty", MarketplaceKind.MIRAKL),
        ("amazonia", MarketplaceKind.OWN),
    ],
)
def test_kind_of_a_marketplace_follows_from_its_key(key: str, kind: MarketplaceKind) -> None:
    assert kind_of(key) is kind


def test_unknown_state_is_kept_and_readable() -> None:
    assert state_word(" Awaiting-Pick Up ") == "awaiting_pick_up"
    assert str(order_state_name("awaiting_pick_up")) == "Awaiting pick up"
    assert str(order_state_name(OrderState.PAID)) == "Paid"


def test_cancelled_order_stays_cancelled() -> None:
    assert ORDER_FLOW.is_final(OrderState.CANCELLED)
    assert ORDER_FLOW.can(OrderState.PAID, OrderState.CANCELLED)
    assert not ORDER_FLOW.can(OrderState.CANCELLED, OrderState.PAID)


@pytest.mark.parametrize(
    ("kind", "shown", "told"),
    [
        (EMAIL, "camille@buyer.example", "c…@buyer.example"),
        (RELAY, "x7y8z9@marketplace.amazon.fr", "…@marketplace.amazon.fr"),
        (PHONE, "+33612345678", "…78"),
        (MEMBER, "u-9", "…"),
    ],
)
def test_a_masked_address_tells_two_apart_and_is_none(
    kind: IdentityKind, shown: str, told: str
) -> None:
    assert masked(kind, shown) == told
