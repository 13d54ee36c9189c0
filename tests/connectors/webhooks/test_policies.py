"""Decisions about webhooks, pure."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from comptoir.connectors.webhooks.errors import BadEndpoint
from comptoir.connectors.webhooks.policies import (
    MOST_ATTEMPTS,
    check_url,
    is_delivered,
    next_attempt,
    signature,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_notice_is_tried_for_a_day_ever_more_seldom_h9() -> None:
    at, waits = NOON, []
    for attempts in range(1, MOST_ATTEMPTS + 1):
        again = next_attempt(attempts, at)
        if again is not None:
            waits.append(again - at)
            at = again

    assert waits == sorted(waits)
    assert timedelta(hours=23) < at - NOON < timedelta(hours=25)
    assert next_attempt(MOST_ATTEMPTS, at) is None


def test_the_signature_is_that_of_standard_webhooks_h9() -> None:
    """The vector of the specification's own libraries."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    said = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')

    assert said == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_time_and_body_are_signed_h9() -> None:
    key = b"k" * 32
    secret = "whsec_" + base64.b64encode(key).decode()
    expected = hmac.new(key, b"id.17.body", hashlib.sha256).digest()

    assert signature(secret, "id", 17, b"body") == "v1," + base64.b64encode(expected).decode()
    assert signature(secret, "id", 18, b"body") != signature(secret, "id", 17, b"body")


@pytest.mark.parametrize(
    ("status", "good"), [(200, True), (204, True), (301, False), (404, False), (500, False)]
)
def test_only_a_success_is_a_delivery(status: int, good: bool) -> None:
    assert is_delivered(status) is good


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://shop.example/",
        "https://",
        "https:///path",
        "javascript:alert(1)",
        "https://user@shop.example/",
        "https://user:secret@shop.example/",
        "https://@shop.example/",
        "https://shop.example:99999/",
        "https://shop.example/a b",
        "https://[::1",
        "https://shöp.example/",
        "//shop.example/",
    ],
)
def test_what_is_no_address_is_refused_e1(url: str) -> None:
    with pytest.raises(BadEndpoint):
        check_url(url)


def test_an_address_is_kept_as_it_is() -> None:
    assert (
        check_url(" https://shop.example:8443/hooks?a=1 ") == "https://shop.example:8443/hooks?a=1"
    )
