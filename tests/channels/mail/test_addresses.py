"""Addresses out of headers, also out of broken ones."""

import pytest

from comptoir.channels.mail.addresses import (
    clean_address,
    find_addresses,
    parse_address,
    parse_addresses,
)
from comptoir.channels.mail.shapes import Address


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("jo@example.com", [("", "jo@example.com")]),
        ("<jo@example.com>", [("", "jo@example.com")]),
        ("Jo Doe <jo@example.com>", [("Jo Doe", "jo@example.com")]),
        ('"Doe, Jo" <jo@example.com>', [("Doe, Jo", "jo@example.com")]),
        ('"Jo \\"the cat\\" Doe" <jo@example.com>', [('Jo "the cat" Doe', "jo@example.com")]),
        ("'Jo Doe' <jo@example.com>", [("Jo Doe", "jo@example.com")]),
        ("jo@example.com (Jo Doe)", [("Jo Doe", "jo@example.com")]),
        ("a@x.example, B <b@x.example>,, c@x.example", [("", "a@x.example"), ("B", "b@x.example"), ("", "c@x.example")]),
        ("a@x.example; b@x.example", [("", "a@x.example"), ("", "b@x.example")]),
        ("Team: a@x.example, B <b@x.example>;", [("", "a@x.example"), ("B", "b@x.example")]),
        ("Undisclosed recipients:;", []),
        ("=?utf-8?Q?M=C3=BCller=2C_Jo?= <jo@example.com>", [("Müller, Jo", "jo@example.com")]),
        ("Jo Doe jo@example.com", [("Jo Doe", "jo@example.com")]),
        ("Jo <jo@example.com> Max <max@example.com>", [("Jo", "jo@example.com"), ("Max", "max@example.com")]),
        ("jo@example.com <jo@example.com>", [("jo@example.com", "jo@example.com")]),
        ('"Jo <jo@example.com>', [("Jo", "jo@example.com")]),
        ("Jo <jo@example.com", [("Jo", "jo@example.com")]),
        ("Jo (a (nested) comment) <jo(x)@example.com>", [("Jo", "jo@example.com")]),
        ("mailto:jo@example.com", [("", "jo@example.com")]),
        ("<mailto:jo@example.com>", [("", "jo@example.com")]),
        ("<@relay.example:jo@example.com>", [("", "jo@example.com")]),
        ("Jo <JO@EXAMPLE.COM>", [("Jo", "JO@EXAMPLE.COM")]),
        ("jo@xn--bcher-kva.example", [("", "jo@xn--bcher-kva.example")]),
        ("Jo", [("Jo", "")]),
        ("", []),
        ("<>", []),
        (",;,:", []),
    ],
)  # fmt: skip
def test_mailboxes_are_read(header: str, found: list[tuple[str, str]]) -> None:
    assert [(a.name, a.address) for a in parse_addresses(header)] == found


def test_at_most_so_many_are_read() -> None:
    assert len(parse_addresses(", ".join(["a@x.example"] * 1_000), 20)) == 20


def test_addresses_are_compared_without_regard_to_case() -> None:
    assert parse_address("Jo@Example.com").key == parse_address("jo@example.com").key
    assert parse_address("a@xn--bcher-kva.example").key == parse_address("a@Bücher.example").key
    assert Address("", "jo@Example.com").domain == "example.com"


def test_addresses_are_found_in_a_text() -> None:
    text = "Write to <jo@example.com>, max@example.com. Not to @home or a@."

    assert find_addresses(text) == ["jo@example.com", "max@example.com"]


def test_an_address_is_never_long() -> None:
    assert len(clean_address("a" * 10_000 + "@example.com")) <= 320
