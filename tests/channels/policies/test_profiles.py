"""A marketplace's mail is known by data, and what it forbids is found in words."""

import tomllib
from pathlib import Path

import pytest

import comptoir.channels
from comptoir.channels.mail.read import read_mail
from comptoir.channels.policies.profiles import (
    GENERIC,
    Offence,
    Profile,
    check_content,
    order_numbers,
    profile_of,
)

_SHIPPED = tomllib.loads(
    (Path(comptoir.channels.__file__).parent / "packs" / "profiles.toml").read_text()
)
PROFILES = {p["key"]: Profile.read(p["key"], p["name"], p["rules"]) for p in _SHIPPED["profile"]}
AMAZON, EBAY = PROFILES["amazon"], PROFILES["ebay"]


def offences(text: str, profile: Profile) -> list[str]:
    return [finding.offence.value for finding in check_content(text, profile)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Your parcel leaves today.", []),
        ("See https://shop.example/vase", [Offence.LINKS]),
        ("See www.shop.example/vase", [Offence.LINKS]),
        ("Write to me@shop.example", [Offence.ADDRESSES]),
        ("Call +33 6 12 34 56 78", [Offence.PHONES]),
        ("Order 302-1234567-7654321 left", []),
        ("It costs 74.80 and weighs 1200 g", []),
        ("Here is a COUPON", [Offence.MARKETING]),
        ("Ваш промокод", [Offence.MARKETING]),
        ("couponing is a hobby", []),
        ("x" * 4001, [Offence.TOO_LONG]),
        ("x" * 4000, []),
    ],
)
def test_amazon_forbids_what_its_profile_says(text: str, found: list[str]) -> None:
    assert offences(text, AMAZON) == found


def test_plain_mail_forbids_nothing() -> None:
    text = "Coupon! https://shop.example me@shop.example +33 6 12 34 56 78"

    assert offences(text, PROFILES["generic"]) == offences(text, GENERIC) == []


@pytest.mark.parametrize(
    "text", ["a" * 200_000, "a." * 100_000, "1 " * 100_000, "@" * 200_000, "www." * 50_000]
)
def test_a_hostile_text_is_checked_in_time(text: str) -> None:
    """Seconds would stop a page; these take tenths."""
    import time

    begin = time.perf_counter()
    check_content(text, AMAZON)

    assert time.perf_counter() - begin < 2


def test_order_numbers_are_read_once_each_the_subjects_first() -> None:
    raw = (
        "From: x@marketplace.amazon.de\r\nSubject: Order 111-1111111-1111111\r\n\r\n"
        "It is 222-2222222-2222222, not 111-1111111-1111111.\r\n"
    )

    found = order_numbers(read_mail(raw.encode()), AMAZON, PROFILES["generic"])

    assert found[:2] == ("111-1111111-1111111", "222-2222222-2222222")


def test_a_relay_domain_is_no_persons_and_a_lookalike_is_no_relay() -> None:
    domain = "marketplace.amazon.de"

    assert AMAZON.is_relay(f"abc123@{domain}")
    assert AMAZON.is_relay(f"abc123@mail.{domain}".upper())
    assert not AMAZON.is_relay(f"abc123@evil-{domain}")
    assert not AMAZON.is_relay(f"{domain}@evil.example")


def test_a_mail_of_nobody_known_keeps_the_channels_own_profile() -> None:
    mail = read_mail(b"From: jo@buyer.example\r\nSubject: Hi\r\n\r\nHello\r\n")

    assert profile_of(mail, own=EBAY, all_profiles=PROFILES.values()) is EBAY


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Camille Laurent - Amazon Marketplace", "Camille Laurent"),
        ("camille laurent - amazon marketplace", "camille laurent"),
        ("Amazon Marketplace", "Amazon Marketplace"),
        (" - Amazon Marketplace", " - Amazon Marketplace"),
        ("Camille - Amazon Marketplace Laurent", "Camille - Amazon Marketplace Laurent"),
        ("", ""),
    ],
)
def test_a_name_is_shown_without_what_the_marketplace_puts_behind_it(sent: str, shown: str) -> None:
    assert AMAZON.own_name(sent) == shown
    assert EBAY.own_name(sent) == sent
