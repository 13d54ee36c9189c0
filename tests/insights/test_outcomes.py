"""What customers got: counted by outcome and amount, each figure opening its rows."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client

from comptoir.accounts.identity import Identity
from comptoir.conversations import services as conversations
from comptoir.conversations.states import Outcome
from comptoir.kit.clock import freeze
from comptoir.kit.money import Money
from tests.insights.conftest import MORNING, Ask

NOON = MORNING + timedelta(hours=3)
_LINK = re.compile(r'href="(/insights/rows/\?figure=settled[^"]*)" data-count="(\d+)"')


@pytest.fixture
def resolved(ask: Ask, agent: Identity) -> list[int]:
    """Two refunds of 7.50 and 20.00, one voucher in another currency, one refund a week ago."""
    numbers = [ask(MORNING - timedelta(days=8)) for _each in range(5)]
    told = [
        (Outcome.REFUND, Money(750, "EUR"), MORNING),
        (Outcome.REFUND, Money(2000, "EUR"), MORNING),
        (Outcome.VOUCHER, Money(500, "PLN"), MORNING),
        (Outcome.REFUND, None, NOON - timedelta(days=7, hours=1)),
    ]
    for number, (outcome, amount, at) in zip(numbers, told, strict=False):
        with freeze(at):
            conversations.resolve(
                by=agent.actor, conversation_id=number, outcome=outcome, amount=amount
            )
    with freeze(MORNING):
        conversations.set_status(by=agent.actor, conversation_id=numbers[4], status="resolved")
    return numbers


def text_of(client: Client, address: str) -> str:
    with freeze(NOON):
        return client.get(address).content.decode()


def test_outcomes_are_counted_with_their_amounts_and_open_their_rows(
    client: Client, lead: Identity, resolved: list[int]
) -> None:
    client.force_login(lead.member)

    page = text_of(client, "/insights/")
    links = {url.replace("&amp;", "&"): int(count) for url, count in _LINK.findall(page)}

    assert links == {
        "/insights/rows/?figure=settled&outcome=refund": 2,
        "/insights/rows/?figure=settled&outcome=voucher": 1,
    }
    rows = text_of(client, "/insights/rows/?figure=settled&outcome=refund")
    assert rows.count("data-row=") == 2
    assert "Refund · €20.00" in rows
    assert text_of(client, "/insights/rows/?figure=settled").count("data-row=") == 3


def test_outcomes_stand_in_the_files(client: Client, lead: Identity, resolved: list[int]) -> None:
    client.force_login(lead.member)

    told = text_of(client, "/insights/figures.csv").removeprefix("\ufeff")
    figures = {(row[0], row[1]): row[2:5] for row in csv.reader(io.StringIO(told))}
    rows = text_of(client, "/insights/rows.csv?figure=settled&outcome=voucher")

    refund = "Outcome: Refund"
    assert figures["Resolved with an outcome", refund] == ["2", "1", "conversations"]
    assert figures["Amount", refund] == ["27.50", "", "EUR"]
    (_head, row) = csv.reader(io.StringIO(rows.removeprefix("\ufeff")))
    assert row[0] == str(resolved[2])
    assert row[9] == "Voucher · PLN5.00"
