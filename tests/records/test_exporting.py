"""All that is kept of a person, for whoever asked, for seven days (I1, C4)."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client

from comptoir.accounts.identity import Identity
from comptoir.commerce.models import Buyer
from comptoir.conversations.models import Conversation
from comptoir.journal.models import Entry
from comptoir.kit import files
from comptoir.kit.clock import freeze, now
from comptoir.kit.errors import NotAllowed
from comptoir.kit.files import BlobMissing
from comptoir.records import services
from comptoir.records.models import PersonExport
from tests.conversations.conftest import make_member
from tests.records.conftest import ADDRESS, NAME, SECRET
from tests.records.test_erasing import own_folder

__all__ = ["own_folder"]


@pytest.fixture
def export(guardian: Identity, buyer: Buyer) -> PersonExport:
    asked = services.ask_export(by=guardian.actor, buyer_id=buyer.pk)
    services.make_export(export_id=asked.pk)
    asked.refresh_from_db()
    return asked


def link_of(client: Client, guardian: Identity, buyer: Buyer) -> str:
    client.force_login(guardian.member)
    page = client.get(f"/records/people/{buyer.public_id}/").content.decode()
    return page.partition('href="/records/exports/')[2].partition('"')[0].replace("&amp;", "&")


def test_i1_the_archive_is_for_reading_for_programs_and_holds_the_files(
    export: PersonExport,
) -> None:
    archive = zipfile.ZipFile(BytesIO(files.read(export.key)))

    told = json.loads(archive.read("person.json"))
    assert told["person"][0]["name"] == NAME
    assert told["known_by"][0]["value"] == ADDRESS
    assert SECRET in told["messages"][0]["text"]
    assert SECRET in archive.read("index.html").decode()
    assert any(name.startswith("files/") and SECRET in name for name in archive.namelist())
    assert any(name.startswith("mails/") for name in archive.namelist())


def test_i1_notes_of_the_house_are_not_in_it(export: PersonExport) -> None:
    archive = zipfile.ZipFile(BytesIO(files.read(export.key)))

    assert "is angry" not in "".join(archive.read(name).decode() for name in archive.namelist())


def test_c4_the_link_is_good_for_who_asked_alone(
    client: Client, guardian: Identity, buyer: Buyer, export: PersonExport
) -> None:
    link = link_of(client, guardian, buyer)

    own = client.get(f"/records/exports/{link}")
    client.force_login(make_member("otto@shop.example", "Otto", "administrator").member)
    of_another = client.get(f"/records/exports/{link}")

    assert own["Content-Type"] == "application/zip"
    assert own.content[:2] == b"PK"
    assert of_another.status_code == 403
    assert Entry.objects.filter(event="records.PersonExportRead").count() == 1


def test_c4_who_lost_the_permission_downloads_nothing(
    client: Client, guardian: Identity, buyer: Buyer, export: PersonExport
) -> None:
    link = link_of(client, guardian, buyer)

    guardian.member.grants.update(role="agent")

    assert client.get(f"/records/exports/{link}").status_code == 403


def test_after_seven_days_it_is_gone(
    guardian: Identity, export: PersonExport, django_capture_on_commit_callbacks
) -> None:
    key = export.key

    later = freeze(now() + timedelta(days=7, minutes=1))
    with later, django_capture_on_commit_callbacks(execute=True):
        assert services.drop_old_exports() == 1

    with pytest.raises(BlobMissing):
        files.read(key)


def test_an_erasure_takes_the_exports_along(
    guardian: Identity,
    buyer: Buyer,
    resolved: Conversation,
    export: PersonExport,
    django_capture_on_commit_callbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        erasure = services.ask_erasure(by=guardian.actor, buyer_id=buyer.pk, name=NAME)
        services.erase(erasure_id=erasure.pk)

    with pytest.raises(BlobMissing):
        files.read(export.key)


def test_an_agent_exports_nobody(agent: Identity, buyer: Buyer) -> None:
    with pytest.raises(NotAllowed):
        services.ask_export(by=agent.actor, buyer_id=buyer.pk)

    assert not PersonExport.objects.exists()
