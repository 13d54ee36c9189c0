"""The shop's word for who its visitor is: believed only as it signed it, for this chat, for now."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from comptoir.connectors.webchat.errors import TokenRefused
from comptoir.connectors.webchat.policies.tokens import read_token
from tests.connectors.webchat.conftest import encoded, signed

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SECRET, CHAT = "only-the-shop-knows", "0190-chat"
GOOD: dict[str, Any] = {
    "sub": "Camille@buyer.example",
    "aud": CHAT,
    "exp": int((AT + timedelta(minutes=10)).timestamp()),
}


def read(token: str, *secrets: str) -> Any:
    return read_token(token, secrets=secrets or (SECRET,), audience=CHAT, at=AT)


def test_a_good_token_says_who_it_is_and_until_when() -> None:
    claims = read(signed({**GOOD, "name": "Camille"}, SECRET))

    assert (claims.subject, claims.name, claims.is_address) == (
        "Camille@buyer.example", "Camille", True,
    )  # fmt: skip
    assert claims.expires_at == AT + timedelta(minutes=10)


def test_a_number_of_the_shop_is_no_address() -> None:
    assert read(signed({**GOOD, "sub": "4711"}, SECRET)).is_address is False


def test_the_secret_before_is_good_beside_the_new_one() -> None:
    assert read(signed(GOOD, "the-old-one"), SECRET, "the-old-one").subject


@pytest.mark.parametrize(
    "changed",
    [
        {"exp": int(AT.timestamp())},
        {"exp": int((AT - timedelta(days=1)).timestamp())},
        {"exp": int((AT + timedelta(days=2)).timestamp())},
        {"exp": "soon"},
        {"exp": True},
        {"exp": None},
        {"exp": float("1e300")},
        {"aud": "another-chat"},
        {"aud": [CHAT]},
        {"aud": None},
        {"sub": ""},
        {"sub": "   "},
        {"sub": 4711},
        {"sub": "a" * 255},
        {"nbf": int((AT + timedelta(hours=1)).timestamp())},
        {"iat": int((AT + timedelta(hours=1)).timestamp())},
    ],
    ids=str,
)
def test_claims_that_are_over_or_for_another_are_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(TokenRefused):
        read(signed({**GOOD, **changed}, SECRET))


@pytest.mark.parametrize("missing", ["exp", "aud", "sub"])
def test_a_claim_that_is_missing_is_refused(missing: str) -> None:
    with pytest.raises(TokenRefused):
        read(signed({name: value for name, value in GOOD.items() if name != missing}, SECRET))


@pytest.mark.parametrize("algorithm", ["none", "None", "HS512", "RS256", "hs256", "", None, 1])
def test_no_header_chooses_the_algorithm_even_well_signed(algorithm: object) -> None:
    with pytest.raises(TokenRefused):
        read(signed(GOOD, SECRET, alg=algorithm))


def test_what_has_to_be_understood_and_is_not_is_refused() -> None:
    with pytest.raises(TokenRefused):
        read(signed(GOOD, SECRET, crit=["exp"]))


def forged() -> list[str]:
    good = signed(GOOD, SECRET)
    head, body, mark = good.split(".")
    other = encoded({**GOOD, "sub": "victor@tiliane.example"})
    flipped = base64.urlsafe_b64encode(b"x" * 32).rstrip(b"=").decode()
    return [
        "",
        "a.b",
        "a.b.c.d",
        f"{head}.{other}.{mark}",
        f"{head}.{body}.",
        f"{encoded({'alg': 'none'})}.{body}.",
        f"{head}.{body}.{flipped}",
        signed(GOOD, "guessed"),
        signed(GOOD, ""),
        f"{good}é",
        f"{head}.{body}.{mark}" + "A" * 5000,
        f"{head}.{encoded([1])}.{mark}",
    ]


@pytest.mark.parametrize("token", forged(), ids=range(len(forged())))
def test_a_forged_token_is_refused(token: str) -> None:
    with pytest.raises(TokenRefused):
        read(token)


def test_without_a_secret_nothing_is_believed() -> None:
    with pytest.raises(TokenRefused):
        read_token(signed(GOOD, ""), secrets=("",), audience=CHAT, at=AT)
