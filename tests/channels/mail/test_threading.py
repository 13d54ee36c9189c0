"""Ids and reply addresses that only we can make."""

import pytest

from comptoir.channels.mail.threading import (
    OwnId,
    make_message_id,
    make_reply_address,
    plain_address,
    read_message_id,
    read_reply_address,
)

KEY = b"a key"


def test_an_own_id_is_recognised_in_any_case_and_with_brackets() -> None:
    made = make_message_id(key=KEY, conversation_id=123456, message_id=7, domain="shop.example")

    assert read_message_id(made, key=KEY) == OwnId(123456, 7)
    assert read_message_id(f" <{made.upper()}> ", key=KEY) == OwnId(123456, 7)
    assert made == make_message_id(
        key=KEY, conversation_id=123456, message_id=7, domain="shop.example"
    )


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "c1.m1@shop.example",
        "c1.m1.aaaaaaaaaaaaaaaa@shop.example",
        "CAF123@mail.example.com",
        "c1.m1." + "a" * 10_000,
    ],
)
def test_a1_a_forged_id_is_ignored(forged: str) -> None:
    """A1, A2: knowing how an id looks is not enough."""
    assert read_message_id(forged, key=KEY) is None


def test_a2_the_mark_of_one_message_does_not_fit_another() -> None:
    """A2."""
    made = make_message_id(key=KEY, conversation_id=5, message_id=7, domain="shop.example")

    assert read_message_id(made.replace("c5.", "c6."), key=KEY) is None
    assert read_message_id(made.replace(".m7.", ".m8."), key=KEY) is None
    assert read_message_id(made, key=b"another key") is None


def test_a_reply_address_leads_to_its_conversation() -> None:
    address = make_reply_address("desk@shop.example", key=KEY, conversation_id=99)

    assert address.startswith("desk+c")
    assert len(address.partition("@")[0]) <= 64
    assert read_reply_address(address.upper(), key=KEY) == 99
    assert plain_address(address) == "desk@shop.example"


@pytest.mark.parametrize(
    "address", ["desk@shop.example", "desk+c1-aaaaaaaaaaaaaaaa@shop.example", "desk+news@shop.example", "", "@"]
)  # fmt: skip
def test_a2_other_addresses_lead_nowhere(address: str) -> None:
    """A2."""
    assert read_reply_address(address, key=KEY) is None


def test_an_address_with_a_plus_of_its_own_stays() -> None:
    assert plain_address("jo+shop@example.com") == "jo+shop@example.com"


def test_the_two_marks_cannot_be_swapped() -> None:
    made = make_message_id(key=KEY, conversation_id=9, message_id=1, domain="shop.example")
    mark = made.split(".")[2].partition("@")[0]

    assert read_reply_address(f"desk+c9-{mark}@shop.example", key=KEY) is None
