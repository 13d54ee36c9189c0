"""Files of facts by programs: tried, looked at line by line, let in, forgotten."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.roles import Role
from comptoir.commerce import services, tasks
from comptoir.commerce.imports import by_page
from comptoir.commerce.models import BuyerLabel, ImportFault, ImportRun, Seller
from comptoir.commerce.states import IdentityKind
from comptoir.journal.models import Entry
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import now
from comptoir.kit.db import rows
from tests.commerce.test_import_page import SELLERS
from tests.rest.conftest import Give, Program, give_token, program

__all__ = ["give_token", "program"]


@pytest.fixture
def tried(program: Program) -> dict[str, Any]:
    answer = program.upload("imports", "sellers.csv", SELLERS)
    by_page.try_rows(answer.json()["id"])
    told: dict[str, Any] = program.get(f"imports/{answer.json()['id']}").json()
    return told


def test_a_file_is_tried_and_nothing_of_it_is_stored(program: Program) -> None:
    answer = program.upload("imports", "../sellers.csv", SELLERS, fields={"kind": "sellers"})
    run = ImportRun.objects.get()
    by_page.try_rows(run.pk)

    told = program.get(f"imports/{run.pk}").json()
    assert (answer.status_code, answer.json()["state"]) == (202, "checking")
    assert (told["file_name"], told["kind"], told["by"]) == ("sellers.csv", "sellers", "Robin")
    assert (told["state"], told["read"], told["created"]) == ("checked", 4, 2)
    assert (told["failed"], told["may_start"]) == (2, True)
    assert not Seller.objects.exists()


def test_a_refused_line_is_told_with_its_column_and_the_log_notes_it(
    tried: dict[str, Any], program: Program
) -> None:
    told = program.get(f"imports/{tried['id']}/faults").json()

    assert told["items"] == [
        {"line": 3, "column": "name", "reason": "name: is missing"},
        {"line": 4, "column": "country", "reason": "country: two letters are expected, as FR"},
    ]
    entry = Entry.objects.get(event="commerce.RefusedLinesCopied")
    assert entry.data["entries"] == 2


def test_what_was_tried_is_let_in_and_followed(tried: dict[str, Any], program: Program) -> None:
    path = f"imports/{tried['id']}"

    started = program.post(f"{path}/start", idempotency_key="k-1")
    again = program.post(f"{path}/start", idempotency_key="k-1")
    twice = program.post(f"{path}/start")
    by_page.run_rows(tried["id"])

    told = program.get(path).json()
    assert (started.status_code, started.json()["state"]) == (202, "running")
    assert (again.status_code, again.json()) == (202, started.json())
    assert twice.status_code == 409
    assert (told["state"], told["created"], told["failed"]) == ("done", 2, 2)
    assert Seller.objects.count() == 2


def test_what_was_tried_is_forgotten(tried: dict[str, Any], program: Program) -> None:
    dropped = program.ask("DELETE", f"imports/{tried['id']}")

    assert (dropped.status_code, ImportRun.objects.count()) == (204, 0)
    assert program.get(f"imports/{tried['id']}").status_code == 404
    assert program.get(f"imports/{tried['id']}/faults").status_code == 404


@pytest.mark.parametrize(
    ("content", "kind", "why"),
    [
        (b" ", "", "The file is empty."),
        (
            b"name,country\nA,FR\n",
            "sellers",
            "The header lacks what sellers need: seller_id.",
        ),
        (
            b"a,b\n",
            "weather",
            "“weather” is nothing that can be imported; "
            "sellers, listings, orders, labels, parcels are.",
        ),
    ],
)
def test_a_file_that_says_nothing_is_refused_in_the_pages_words(
    program: Program, content: bytes, kind: str, why: str
) -> None:
    refused = program.upload("imports", "a.csv", content, fields={"kind": kind})

    assert (refused.status_code, refused.json()["detail"]) == (400, why)
    assert not ImportRun.objects.exists()


def test_a_larger_file_than_the_page_takes_is_refused(program: Program) -> None:
    refused = program.upload("imports", "a.csv", b"x" * (10 * 1024**2 + 1))

    assert refused.json()["detail"] == "The file is larger than 10 MB. Import it in parts."
    assert not ImportRun.objects.exists()


def test_an_agents_program_imports_and_reads_no_import(
    tried: dict[str, Any], give_token: Give
) -> None:
    agent = give_token(Role.AGENT, name="Ann")

    told = [
        agent.upload("imports", "a.csv", SELLERS),
        agent.get("imports"),
        agent.get(f"imports/{tried['id']}/faults"),
        agent.post(f"imports/{tried['id']}/start"),
        agent.ask("DELETE", f"imports/{tried['id']}"),
    ]

    assert [answer.status_code for answer in told] == [403] * 5
    assert ImportRun.objects.get().state == "checked"


def test_an_import_may_no_more_than_the_token_that_asked_for_it(
    give_token: Give, program: Program
) -> None:
    """A file of labels needs the right to change buyers, too."""
    labels = b"label,buyer_email\ntrade,camille@buyer.example\n"
    BuyerLabel.objects.get_or_create(key="trade", defaults={"colour": "blue"})
    services.identify_buyer(by=SYSTEM, kind=IdentityKind.EMAIL, value="camille@buyer.example")
    narrow = give_token(Role.LEAD, only=("commerce.import",), name="Lea")

    run_id = narrow.upload("imports", "labels.csv", labels).json()["id"]
    _try_what_waits()
    told = program.get(f"imports/{run_id}").json()
    wide = program.upload("imports", "labels.csv", labels).json()["id"]
    _try_what_waits()

    assert (told["state"], told["created"], told["failed"]) == ("checked", 0, 1)
    assert program.get(f"imports/{wide}").json()["created"] == 1


def _try_what_waits() -> None:
    """What was deferred, done as the worker does it."""
    done = "DELETE FROM procrastinate_jobs WHERE task_name = %s RETURNING args"
    for (args,) in rows(done, ["commerce.check_import"]):
        tasks.check_import(**json.loads(args))


def test_every_kind_is_listed_with_its_file_to_fill_in(program: Program) -> None:
    kinds = {each["kind"]: each for each in program.get("import-kinds").json()["items"]}

    assert list(kinds) == ["sellers", "listings", "orders", "labels", "parcels"]
    assert kinds["parcels"]["required"] == ["order_number", "tracking_number"]
    for kind, told in kinds.items():
        file = program.get(f"import-kinds/{kind}/template")
        header = file.content.decode().partition("\n")[0].strip().split(",")
        assert set(told["required"]) <= set(header) <= set(told["columns"]) | {"kind"}
    assert program.get("import-kinds/weather/template").status_code == 404


def test_fifty_imports_and_fifty_lines_cost_as_many_queries_as_one(
    tried: dict[str, Any], program: Program
) -> None:
    paths = ("imports", f"imports/{tried['id']}/faults")
    ImportFault.objects.exclude(line=3).delete()
    counted = [_queries(program, path) for path in paths]
    ImportRun.objects.bulk_create(
        ImportRun(kind="sellers", file_name="s.csv", started_at=now(), actor_kind="system")
        for _number in range(49)
    )
    ImportFault.objects.bulk_create(
        ImportFault(run_id=tried["id"], line=number, reason="no") for number in range(4, 53)
    )

    assert [_queries(program, path) for path in paths] == counted
    assert len(program.get("imports").json()["items"]) == 50


def _queries(program: Program, path: str) -> int:
    program.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert program.get(path).status_code == 200
    return len(asked)
