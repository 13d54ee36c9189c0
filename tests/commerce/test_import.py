"""Files are loaded, bad lines told, and a second import changes nothing."""

import dataclasses
import json
import resource
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

import comptoir.commerce
from comptoir.commerce.errors import UnknownKind, UnreadableFile
from comptoir.commerce.imports import LineError, Summary, import_file, loading
from comptoir.commerce.models import ImportRun, Listing, Order, OrderLine, Payment, Seller
from comptoir.commerce.slots import IMPORTS
from comptoir.journal.models import Entry
from comptoir.kit.errors import NotAllowed
from comptoir.kit.money import Money
from comptoir.shipping.models import Parcel, TrackingEvent

from .conftest import AGENT, LEAD

pytestmark = pytest.mark.django_db
type Write = Callable[..., Path]
TEMPLATES = Path(comptoir.commerce.__file__).parent / "templates_import"
HEAD = "order_number,placed_at,currency,total,sku,title,quantity,unit_price\n"


def load(path: Path, kind: str | None = None) -> Summary:
    return import_file(path, by=LEAD, kind=kind)


def figures(summary: Summary) -> tuple[int, int, int, int, int]:
    """read, created, updated, unchanged, failed"""
    return (
        summary.read,
        summary.created,
        summary.updated,
        summary.unchanged,
        summary.failed,
    )


def test_templates_load_in_their_order_and_a_second_time_nothing_changes() -> None:
    names = ("sellers", "listings", "orders", "parcels")

    first = [figures(load(TEMPLATES / f"{name}.csv")) for name in names]
    second = [figures(load(TEMPLATES / f"{name}.csv")) for name in names]

    assert first == [(2, 2, 0, 0, 0), (2, 2, 0, 0, 0), (3, 2, 0, 0, 0), (2, 1, 0, 0, 0)]
    assert second == [(2, 0, 0, 2, 0), (2, 0, 0, 2, 0), (3, 0, 0, 2, 0), (2, 0, 0, 1, 0)]
    order = Order.objects.get(external_id="C-2026-0001")
    assert (order.total, order.city) == (Money(7970, "EUR"), "Lyon")
    assert order.identity.value == "camille.durand@example.com"
    assert Payment.objects.count() == 2
    assert Listing.objects.get(sku="VASE-BL").guide_url == "https://shop.example/g/vase.pdf"
    parcel = Parcel.objects.get()
    assert (parcel.state, parcel.tracking_key) == ("delivered", "JJD014412345678")
    assert TrackingEvent.objects.count() == 2


@pytest.mark.parametrize("kind", ["sellers", "listings", "orders", "parcels"])
def test_template_names_every_column_there_is(kind: str) -> None:
    header = (TEMPLATES / f"{kind}.csv").read_text().splitlines()[0].split(",")

    assert tuple(header) == IMPORTS.get(kind).columns


def test_bad_lines_are_told_with_number_and_reason_and_the_rest_is_loaded(write: Write) -> None:
    path = write(
        HEAD
        + "A-1,2026-03-02,EUR,74.80,VASE,Vase,1,70.00\n"
        + "A-1,2026-03-02,EUR,74.80,MUG,Mug,0,4.80\n"
        + "A-2,02/03/2026,EUR,5.00,,,,\n"
        + ",2026-03-02,EUR,5.00,,,,\n"
        + "A-3,2026-03-02,EUR\n"
        + "A-4,2026-03-02,EUR,5.00,,,,\n"
    )

    summary = load(path)

    assert figures(summary) == (6, 2, 0, 0, 4)
    assert summary.errors == [
        LineError(3, "quantity: a whole number from 1 to 1000000 is expected"),
        LineError(4, "placed_at: “02/03/2026” is no date; write 2026-12-31T14:05:00Z"),
        LineError(5, "order_number: is missing"),
        LineError(6, "3 cells where the header has 8"),
    ]
    assert list(Order.objects.order_by("id").values_list("external_id", flat=True)) == [
        "A-1",
        "A-4",
    ]
    assert OrderLine.objects.get().title == "Vase"


def test_only_a_hundred_errors_are_told_but_all_are_counted(write: Write) -> None:
    summary = load(write(HEAD + "x,y,EUR,1,,,,\n" * 250))

    assert (summary.failed, len(summary.errors), summary.errors[99].line) == (250, 100, 101)


def test_rows_of_one_order_are_one_order_wherever_they_stand(write: Write) -> None:
    path = write(
        HEAD
        + "A-1,2026-03-02,EUR,24.00,MUG,Mug,1,8.00\n"
        + "A-2,2026-03-02,EUR,8.00,MUG,Mug,1,8.00\n"
        + "A-1,2026-03-02,EUR,24.00,MUG,Mug,2,8.00\n"
    )

    assert figures(load(path)) == (3, 2, 0, 0, 0)

    lines = OrderLine.objects.filter(order__external_id="A-1").order_by("id")
    assert list(lines.values_list("key", "quantity")) == [("MUG", 1), ("MUG#2", 2)]


def test_rows_that_disagree_about_their_order_are_told(write: Write) -> None:
    path = write(
        HEAD + "A-1,2026-03-02,EUR,24.00,MUG,Mug,1,8.00\nA-1,2026-03-02,EUR,25.00,CUP,Cup,1,8.00\n"
    )

    summary = load(path)

    assert summary.errors == [
        LineError(3, "total: “25.00 EUR”, but an earlier row of this order says “24.00 EUR”")
    ]
    assert Order.objects.get().total == Money(2400, "EUR")


def test_orders_are_not_torn_apart_by_a_batch(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "BATCH", 2)
    rows = "".join(f"A-{n // 3},2026-03-02,EUR,24.00,MUG,Mug,1,8.00\n" for n in range(15))

    assert figures(load(write(HEAD + rows))) == (15, 5, 0, 0, 0)

    assert OrderLine.objects.count() == 15
    assert Entry.objects.filter(event="commerce.FactsImported").count() == 3


def test_one_fact_that_can_not_be_stored_does_not_stop_its_batch(write: Write) -> None:
    path = write(
        "order_number,placed_at,currency,total,buyer_phone\n"
        + "A-1,2026-03-02,EUR,1.00,+33612345678\nA-2,2026-03-02,EUR,1.00,---\n"
    )

    summary = load(path)

    assert figures(summary) == (2, 1, 0, 0, 1)
    assert summary.errors == [LineError(3, "A buyer can't be known by an empty phone.")]
    assert Order.objects.get().external_id == "A-1"


def test_semicolons_bom_and_commas_in_amounts(write: Write) -> None:
    path = write("\ufeffOrder number;Placed at;Currency;Total\r\nA-1;2026-03-02;eur;1 234,50\r\n")

    assert figures(load(path)) == (1, 1, 0, 0, 0)

    assert Order.objects.get().total == Money(123450, "EUR")


def test_odd_encoding_is_told_line_by_line(write: Write) -> None:
    path = write(b"seller_id,name\nS-1,Ren\xe9\nS-2,Ann\n")

    summary = load(path)

    assert figures(summary) == (2, 1, 0, 0, 1)
    assert summary.errors[0].line == 2
    assert Seller.objects.get().name == "Ann"


def test_formula_stays_text(write: Write) -> None:
    load(write("seller_id,name\n=1+1,\"=cmd|' /C calc'!A0\"\n"))

    seller = Seller.objects.get()
    assert (seller.external_id, seller.name) == ("=1+1", "=cmd|' /C calc'!A0")


def test_json_lines_mix_kinds_and_parcels_find_the_orders_of_the_same_file(write: Write) -> None:
    facts = [
        {"kind": "parcel", "order_number": "a1", "tracking_number": "1Z 99",
         "events": [{"at": "2026-03-03T10:00:00Z", "status": "in_transit"}]},
        {"kind": "order", "order_number": "A-1", "placed_at": "2026-03-02T10:00:00Z",
         "currency": "EUR", "total": 12.5,
         "lines": [{"title": "Mug", "unit_price": "12.50"}],
         "payments": [{"paid_amount": 12.5, "paid_at": "2026-03-02"}]},
        {"seller_id": "S-1", "name": "Nordlicht"},
        {"kind": "order", "order_number": "A-2", "placed_at": "2026-03-02", "currency": "EUR",
         "total": 1, "lines": [{"unit_price": 1}]},
        {"nothing": 1},
        {"kind": "whale"},
    ]  # fmt: skip
    path = write("".join(json.dumps(fact) + "\n" for fact in facts), "facts.jsonl")

    summary = load(path)

    assert figures(summary) == (6, 3, 0, 0, 3)
    assert summary.errors == [
        LineError(4, "lines[1].title: is missing"),
        LineError(5, "kind: is missing, and the names do not tell what this is"),
        LineError(
            6,
            "“whale” is nothing that can be imported;"
            " sellers, listings, orders, labels, parcels are.",
        ),
    ]
    assert Parcel.objects.get().order == Order.objects.get()


def test_parcel_without_its_order_is_told(write: Write) -> None:
    summary = load(write("order_number,tracking_number\nA-1,1Z99\nA-1,1Z99\n"))

    assert figures(summary) == (2, 0, 0, 0, 2)
    assert summary.errors == [LineError(2, "order_number: the order “A-1” is unknown")]


def test_order_number_of_two_marketplaces_needs_the_marketplace(write: Write) -> None:
    orders = "order_number,placed_at,currency,total,marketplace\n"
    load(write(orders + "A-1,2026-03-02,EUR,1,ebay\nA-1,2026-03-02,EUR,1,shop\n"))

    summary = load(write("order_number,tracking_number,marketplace\nA-1,1Z1,\nA-1,1Z2,ebay\n"))

    assert summary.errors == [LineError(2, "marketplace: several have an order “A-1”; say which")]
    assert Parcel.objects.get().order.marketplace.key == "ebay"


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_file_at_once_store_it_once(write: Write) -> None:
    path = write(HEAD + "".join(f"A-{n},2026-03-02,EUR,1,MUG,Mug,1,1\n" for n in range(300)))
    summaries: list[Summary] = []

    def run() -> None:
        try:
            summaries.append(load(path))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [summary.failed for summary in summaries] == [0, 0, 0]
    assert sum(summary.created for summary in summaries) == 300
    assert (Order.objects.count(), OrderLine.objects.count()) == (300, 300)


def test_change_is_counted_as_an_update(write: Write) -> None:
    load(write("seller_id,name\nS-1,Ann\nS-2,Bo\n"))

    summary = load(write("seller_id,name\nS-1,Anna\nS-2,Bo\n"))

    assert figures(summary) == (2, 0, 1, 1, 0)
    assert Seller.objects.get(external_id="S-1").sort_name == "anna"


def test_state_that_an_import_changes_is_published(write: Write) -> None:
    head = "order_number,placed_at,currency,total,state\n"
    load(write(head + "A-1,2026-03-02,EUR,1,paid\nA-2,2026-03-02,EUR,1,paid\n"))

    load(write(head + "A-1,2026-03-02,EUR,1,shipped\nA-2,2026-03-02,EUR,1,paid\n"))

    (entry,) = Entry.objects.filter(event="commerce.OrderRecorded")
    assert entry.subject_id == Order.objects.get(external_id="A-1").pk
    assert entry.data["state_changed"] is True


def test_kind_is_told_by_option_column_or_header(write: Write) -> None:
    load(write("seller_id;name\nS-1;Ann\n"), kind="seller")
    load(write("kind;seller_id;name\nsellers;S-2;Bo\n"))

    assert Seller.objects.count() == 2
    with pytest.raises(UnknownKind, match="“whale” is nothing"):
        load(write("seller_id;name\nS-1;Ann\n"), kind="whale")
    with pytest.raises(UnreadableFile, match="does not tell what the rows are \\(it has a, b\\)"):
        load(write("a,b\n1,2\n"))
    with pytest.raises(UnreadableFile, match="The header lacks what orders need: currency, total"):
        load(write("order_number,placed_at\n1,2026-01-01\n"), kind="orders")
    assert load(write("kind,seller_id,name\norders,S-3,Cy\n"), kind="sellers").errors == [
        LineError(2, "kind: “orders” is not what is imported")
    ]


def test_columns_nobody_knows_are_named(write: Write) -> None:
    summary = load(write("seller_id,name,colour\nS-1,Ann,blue\n"))

    assert summary.ignored_columns == ["colour"]


def test_run_is_kept_with_its_summary(write: Write) -> None:
    summary = load(write("seller_id,name\nS-1,Ann\n", "sellers.csv"))

    run = ImportRun.objects.get()
    assert (run.kind, run.file_name, run.actor_kind, run.actor_id) == (
        "sellers",
        "sellers.csv",
        "agent",
        1,
    )
    assert run.summary == json.loads(json.dumps(summary.as_data()))
    assert run.finished_at is not None
    assert set(summary.as_data()) == {
        field.name for field in dataclasses.fields(Summary) if field.name != "kept"
    }


def test_agent_imports_no_file(write: Write) -> None:
    with pytest.raises(NotAllowed):
        import_file(write("seller_id,name\nS-1,Ann\n"), by=AGENT)

    assert (Seller.objects.count(), ImportRun.objects.count()) == (0, 0)


def test_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"none\.csv: No such file"):
        load(tmp_path / "none.csv")


@pytest.mark.long
def test_large_file_streams_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("w") as file:
        file.write(HEAD)
        for number in range(40_000):
            file.write(f"A-{number},2026-03-02,EUR,8.00,MUG,{'Mug ' * 80},1,8.00\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    summary = load(path)

    assert figures(summary) == (40_000, 40_000, 0, 0, 0)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000
