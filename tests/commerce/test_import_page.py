"""A file by the page: tried without effect, let in by a person, worked off, told line by line."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comptoir.accounts.identity import Identity
from comptoir.commerce.errors import UnreadableFile
from comptoir.commerce.imports import by_page
from comptoir.commerce.models import ImportFault, ImportRun, Seller
from comptoir.commerce.queries.importing import import_run
from comptoir.journal.models import Entry
from comptoir.kit.errors import NotAllowed
from comptoir.kit.flows import IllegalMove
from tests.conversations.conftest import make_member

pytestmark = pytest.mark.django_db

SELLERS = b"seller_id,name,country\nS-1,Atelier Brun,FR\nS-2,,FR\nS-3,=cmd(),XYZ\nS-4,Keramos,DE\n"


@pytest.fixture
def lead(db: None) -> Identity:
    return make_member("lea@shop.example", "Lea", "lead")


def tried(lead: Identity, content: bytes = SELLERS) -> ImportRun:
    run = by_page.check_import(by=lead.actor, name="sellers.csv", content=content, kind=None)
    by_page.try_rows(run.pk)
    run.refresh_from_db()
    return run


def test_a_file_is_tried_and_nothing_of_it_is_stored(lead: Identity) -> None:
    before = Entry.objects.count()

    told = import_run(tried(lead).pk)

    assert (told.state, told.read, told.created, told.failed) == ("checked", 4, 2, 2)
    assert [(fault.line, fault.reason) for fault in told.faults] == [
        (3, "name: is missing"),
        (4, "country: two letters are expected, as FR"),
    ]
    assert not Seller.objects.exists()
    assert Entry.objects.count() == before


def test_what_is_let_in_is_stored_once_though_the_work_is_begun_twice(lead: Identity) -> None:
    run = tried(lead)

    by_page.start_import(by=lead.actor, run_id=run.pk)
    by_page.run_rows(run.pk)
    by_page.run_rows(run.pk)

    told = import_run(run.pk)
    assert (told.state, told.created, told.failed) == ("done", 2, 2)
    assert list(Seller.objects.order_by("id").values_list("name", flat=True)) == [
        "Atelier Brun", "Keramos",
    ]  # fmt: skip
    assert ImportFault.objects.count() == 2
    run.refresh_from_db()
    assert run.file == ""


def test_the_same_file_again_changes_nothing_and_offers_nothing(lead: Identity) -> None:
    run = tried(lead)
    by_page.start_import(by=lead.actor, run_id=run.pk)
    by_page.run_rows(run.pk)

    again = import_run(tried(lead).pk)

    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    assert not again.may_start


def test_what_was_not_tried_is_not_let_in(lead: Identity) -> None:
    run = by_page.check_import(by=lead.actor, name="a.csv", content=SELLERS, kind=None)

    with pytest.raises(IllegalMove):
        by_page.start_import(by=lead.actor, run_id=run.pk)

    run.refresh_from_db()
    assert run.state == "checking"


@pytest.mark.parametrize(
    "content", [b"", b"  \n", b"PK\x03\x04zip", b"colour,size\nred,3\n", b"x" * (10 * 1024**2 + 1)]
)
def test_a_file_that_says_nothing_is_refused_at_once(lead: Identity, content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        by_page.check_import(by=lead.actor, name="a.csv", content=content, kind=None)

    assert not ImportRun.objects.exists()


def test_an_agent_imports_nothing() -> None:
    agent = make_member("ann@shop.example", "Ann", "agent")

    with pytest.raises(NotAllowed):
        by_page.check_import(by=agent.actor, name="a.csv", content=SELLERS, kind=None)

    assert not ImportRun.objects.exists()


def test_a_lead_uploads_looks_and_lets_it_in(client: Client, lead: Identity) -> None:
    client.force_login(lead.member)

    sent = client.post("/commerce/imports/", {"file": SimpleUploadedFile("s.csv", SELLERS)})
    run = ImportRun.objects.get()
    by_page.try_rows(run.pk)
    page = client.get(sent.headers["Location"]).content.decode()
    started = client.post(f"/commerce/imports/{run.pk}/start/")

    assert "Import 2 records" in page
    assert started.status_code == 200
    run.refresh_from_db()
    assert run.state == "running"


def test_f1_the_file_of_refused_lines_begins_no_formula(client: Client, lead: Identity) -> None:
    client.force_login(lead.member)
    run = tried(lead)
    ImportFault.objects.create(run=run, line=9, reason="=cmd() is no name")

    file = client.get(f"/commerce/imports/{run.pk}/errors.csv").content.decode()

    assert "9,'=cmd() is no name" in file


def test_a_bad_file_says_so_beside_the_field(client: Client, lead: Identity) -> None:
    client.force_login(lead.member)

    page = client.post("/commerce/imports/", {"file": SimpleUploadedFile("s.csv", b"")})

    assert page.status_code == 422
    assert "The file is empty." in page.content.decode()


@pytest.mark.parametrize("kind", ["sellers", "listings", "orders", "labels", "parcels"])
def test_every_kind_has_a_template(client: Client, lead: Identity, kind: str) -> None:
    client.force_login(lead.member)

    file = client.get(f"/commerce/imports/templates/{kind}.csv")

    assert file.status_code == 200
    assert file.headers["Content-Disposition"] == f'attachment; filename="{kind}.csv"'
