"""Vouchers for programs: codes come in line by line, none is ever told."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity
from comptoir.accounts.roles import Role
from comptoir.automation import services
from comptoir.automation.models import Voucher, VoucherList
from comptoir.automation.services import Defaults
from comptoir.journal.models import Entry
from comptoir.rest.models import Answer
from tests.automation.conftest import codes
from tests.rest.conftest import Give, Program, give_token, program

__all__ = ["give_token", "program"]

WORTH = {"name": "Goodwill", "value": "5", "currency": "EUR", "valid_until": "2027-01-31"}


def test_codes_come_in_and_are_never_told(program: Program) -> None:
    answer = program.upload("voucher-lists", "a.csv", b"code\nA-1\nA-2\n", fields=WORTH)

    told = answer.json()
    assert (told["name"], told["added"], told["known"], told["left"]) == ("Goodwill", 2, 0, 2)
    assert told["values"] == [{"amount": "5.00", "currency": "EUR"}]
    assert told["ends_on"] == "2027-01-31"
    assert Voucher.objects.count() == 2
    listed = program.get("voucher-lists")
    assert (listed.json()["items"][0]["id"], b"A-1" in listed.content) == (told["id"], False)
    assert program.get(f"voucher-lists/{told['id']}").json()["total"] == 2


def test_bad_lines_are_told_each_and_nothing_is_kept(program: Program) -> None:
    content = b"code,value\nA 1,5\nA-2,5\nA-3,0\n"

    refused = program.upload("voucher-lists", "a.csv", content, fields=WORTH)

    told = refused.json()
    assert refused.status_code == 422
    assert told["detail"] == (
        "Line 2: “A 1” is no code: at most 60 characters, without blanks. 1 more line does not fit."
    )
    assert told["errors"] == [
        {"line": "2", "message": "“A 1” is no code: at most 60 characters, without blanks."},
        {"line": "4", "message": "a voucher is worth more than nothing."},
    ]
    assert (Voucher.objects.count(), VoucherList.objects.count()) == (0, 0)


def test_a_file_sent_twice_with_its_key_is_imported_once_b7(program: Program) -> None:
    first, again = (
        program.upload("voucher-lists", "a.csv", b"A-1\n", boundary, WORTH, idempotency_key="k-1")
        for boundary in ("b1", "b2")
    )

    assert (first.status_code, first.json()["added"]) == (200, 1)
    assert again.json() == first.json()
    assert Entry.objects.filter(event="automation.VouchersImported").count() == 1
    assert b"A-1" not in bytes(Answer.objects.get().body)


def test_a_closed_list_has_none_left(lead: Identity, program: Program) -> None:
    (voucher,) = codes(lead, "A-1")

    told = program.post(f"voucher-lists/{voucher.list_id}/close").json()

    assert (told["is_closed"], told["left"], told["total"]) == (True, 0, 1)
    assert program.post("voucher-lists/999999/close").status_code == 404
    assert program.get("voucher-lists/999999").status_code == 404


@pytest.mark.parametrize("only", [None, ("automation.use", "automation.give_voucher")])
def test_an_agents_program_imports_and_lists_nothing(
    give_token: Give, only: tuple[str, ...] | None
) -> None:
    agent = give_token(Role.AGENT, only=only)

    told = [
        agent.upload("voucher-lists", "a.csv", b"A-1\n", fields=WORTH),
        agent.get("voucher-lists"),
    ]

    assert [answer.status_code for answer in told] == [403, 403]
    assert Voucher.objects.count() == 0


def test_fifty_lists_cost_as_many_queries_as_one(lead: Identity, program: Program) -> None:
    def add(name: str) -> None:
        worth = Defaults(value="5", currency="EUR")
        services.import_vouchers(
            by=lead.actor, name=name, content=f"code\n{name}".encode(), defaults=worth
        )

    add("A-0")
    program.get("voucher-lists")
    with CaptureQueriesContext(connection) as one:
        program.get("voucher-lists")
    for number in range(1, 50):
        add(f"A-{number}")

    with CaptureQueriesContext(connection) as many:
        answer = program.get("voucher-lists")

    assert len(answer.json()["items"]) == 50
    assert len(many) == len(one) == 5


@pytest.mark.parametrize(
    "content", [b'code\n"' + b"A" * 140_000, b"A" * 140_000, b"code\rA-1\rA-2", b'code\n"A-1']
)
def test_a_file_that_is_no_table_is_refused_and_breaks_nothing(
    program: Program, content: bytes
) -> None:
    answer = program.upload("voucher-lists", "a.csv", content, fields=WORTH)

    assert answer.status_code in (200, 422)


@pytest.mark.parametrize("value", ["1e9999999", "NaN", "Infinity", "9" * 20, "1e17"])
def test_a_worth_that_is_no_amount_is_refused(program: Program, value: str) -> None:
    refused = program.upload("voucher-lists", "a.csv", b"A-1\n", fields={**WORTH, "value": value})

    assert (refused.status_code, Voucher.objects.count()) == (422, 0)
