"""Card and account numbers are known by what they are, and order numbers are none (I3)."""

import pytest

from comptoir.kit.cards import Kind, find, mask

CARDS = (
    "4242424242424242",
    "4242 4242 4242 4242",
    "4242-4242-4242-4242",
    "4242\u00a04242\u202f4242\u20144242",
    "4242.4242.4242.4242",
    "4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2",
    "٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢",
    "４２４２４２４２４２４２４２４２",
)
# Order and tracking numbers of the marketplaces and carriers, and numbers of companies.
HARMLESS = (
    "402-1234567-1234567",
    "12-34567-89012",
    "00340434161094042557",
    "037612340000000019",
    "1Z999AA10123456784",
    "JD014600003828392837",
    "RR123456785RU",
    "6A12345678901",
    "500100732259",
    "1027700132195",
    "304500116000157",
    "73282932000074",
    "40000000000000000002",
    "4242424242424241",
    "0000000000000000",
    "https://shop.example/o/4242424242424242",
    "ref=4242424242424242",
    "A4242424242424242",
    "+49 151 23456789",
    "2026-11-22 10:15:30",
)


@pytest.mark.parametrize("written", CARDS)
def test_i3_a_card_is_masked_however_it_is_written(written: str) -> None:
    assert mask(f"My card {written}, please.") == "My card •••• 4242, please."


@pytest.mark.parametrize(
    ("written", "last"),
    [
        ("3782 822463 10005", "0005"),
        ("5555 5555 5555 4444", "4444"),
        ("2223003122003222", "3222"),
        ("6011111111111117", "1117"),
        ("3566002020360505", "0505"),
        ("30569309025904", "5904"),
        ("2200770239097761", "7761"),
    ],
)
def test_i3_issuers_are_known_by_their_first_digits(written: str, last: str) -> None:
    found = find(written)

    assert [(hit.kind, hit.last) for hit in found] == [(Kind.CARD, last)]


@pytest.mark.parametrize("number", HARMLESS)
def test_i3_other_numbers_stay(number: str) -> None:
    said = f"Order {number} is late."

    assert mask(said) == said


@pytest.mark.parametrize(
    ("written", "masked"),
    [
        ("DE89370400440532013000", "•••• 3000"),
        ("DE89 3704 0044 0532 0130 00 please", "•••• 3000 please"),
        ("gb82 west 1234 5698 7654 32.", "•••• 5432."),
        ("DE88370400440532013000", "DE88370400440532013000"),
        ("XX89370400440532013000", "XX89370400440532013000"),
    ],
)
def test_i3_bank_accounts_are_masked_where_they_check(written: str, masked: str) -> None:
    assert mask(written) == masked


def test_i3_kinds_can_be_left_out() -> None:
    said = "4242424242424242 and DE89370400440532013000"

    assert mask(said, frozenset({Kind.CARD})) == "•••• 4242 and DE89370400440532013000"
    assert mask(said, frozenset({Kind.IBAN})) == "4242424242424242 and •••• 3000"
    assert mask(said, frozenset()) == said


def test_i3_a_long_text_of_digits_takes_no_time() -> None:
    said = "1234 5678 " * 20_000

    assert mask(said) == said
