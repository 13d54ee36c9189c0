"""What may be split off, and who waits where."""

from datetime import UTC, datetime, timedelta

import pytest

from comptoir.accounts.parties import Party
from comptoir.conversations.policies.splitting import (
    About,
    Hindrance,
    Said,
    SplitFacts,
    Waits,
    hindrance,
    waits,
)

NINE = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
NOW = NINE + timedelta(hours=5)
HOUR = timedelta(hours=1)
BUYERS, SELLERS = Party.BUYER | Party.OPERATOR, Party.SELLER | Party.OPERATOR

FIRST = Said(1, BUYERS, NINE, asks=True)
ANSWER = Said(2, BUYERS, NINE + HOUR, asks=False)
SECOND = Said(3, BUYERS, NINE + 2 * HOUR, asks=True)
THIRD = Said(4, BUYERS, NINE + 3 * HOUR, asks=True)
TO_SELLER = Said(5, SELLERS, NINE + 4 * HOUR, asks=False)
HELD = Said(6, BUYERS, NINE + 4 * HOUR, asks=False, has_left=False)
ALL = (FIRST, ANSWER, SECOND, THIRD, TO_SELLER, HELD)


def facts(*chosen: int, order: About | None = None, **more: bool) -> SplitFacts:
    return SplitFacts(ALL, chosen, buyer_id=7, seller_id=8, order=order, **more)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (facts(3), None),
        (facts(), Hindrance.NOTHING),
        (facts(1, 2, 3, 4, 5, 6), Hindrance.ALL),
        (facts(3, 99), Hindrance.GONE),
        (facts(6), Hindrance.NOT_LEFT),
        (facts(3, is_spam=True), Hindrance.SPAM),
        (facts(3, is_merged=True), Hindrance.MERGED),
        (facts(3, is_side=True), Hindrance.SIDE),
        (facts(3, order=About(7, 8)), None),
        (facts(3, order=About(7, 9)), None),
        (facts(3, order=About(None, 8)), None),
        (facts(3, order=About(70, 8)), Hindrance.OTHER_BUYER),
        (facts(3, 5, order=About(7, 9)), Hindrance.OTHER_SELLER),
    ],
)
def test_what_stands_in_the_way_of_a_split(asked: SplitFacts, found: Hindrance | None) -> None:
    assert hindrance(asked) is found


@pytest.mark.parametrize(
    ("chosen", "since", "told"),
    [
        # Nobody was answered since the second message: both go on waiting, each where it is.
        ({4}, SECOND.at, Waits(SECOND.at, THIRD.at)),
        ({3}, SECOND.at, Waits(THIRD.at, SECOND.at)),
        ({3, 4}, SECOND.at, Waits(None, SECOND.at)),
        # Answered already, and a matter of its own: promised from now on.
        ({1}, SECOND.at, Waits(SECOND.at, NOW)),
        ({1}, None, Waits(None, NOW)),
        # Nobody asks with our own answer.
        ({2}, SECOND.at, Waits(SECOND.at, None)),
    ],
)
def test_who_was_not_answered_waits_on_where_his_message_went(
    chosen: set[int], since: datetime | None, told: Waits
) -> None:
    assert waits(ALL, chosen, waiting_since=since, now=NOW) == told
