"""All that is kept of a person, in one archive: for reading, for programs, and his files."""

import json
import zipfile
from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from comptoir.commerce.models import Buyer
from comptoir.commerce.slots import PERSON_PARTS, Told
from comptoir.journal import later, publish
from comptoir.kit import files
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.db import after_commit
from comptoir.kit.errors import NotFound
from comptoir.kit.files import BlobMissing
from comptoir.records import access
from comptoir.records.errors import NoSuchPerson
from comptoir.records.events import PersonExportAsked, PersonExportRead
from comptoir.records.models import PersonExport
from comptoir.records.queries.whole import whole

KEPT = timedelta(days=7)
FOLDER = "exports"


@transaction.atomic
def ask_export(*, by: Actor, buyer_id: int) -> PersonExport:
    """Raises NoSuchPerson. The archive is made in the background."""
    access.require(by, access.EXPORT)
    if not Buyer.objects.filter(pk=buyer_id, merged_into=None).exists():
        raise NoSuchPerson
    export = PersonExport.objects.create(buyer_id=buyer_id, member_id=by.row_id, asked_at=now())
    publish(PersonExportAsked(buyer_id=buyer_id, export_id=export.pk), by=by)
    later("records.make_export", export_id=export.pk)
    return export


@transaction.atomic
def make_export(*, export_id: int) -> None:
    """Safe to run twice."""
    export = PersonExport.objects.select_for_update().get(pk=export_id)
    if export.ready_at is not None:
        return
    with translation.override(export.member.language):
        content = _archive(export.buyer_id)
    export.key, export.size = files.put(content, folder=FOLDER), len(content)
    export.ready_at = now()
    export.expires_at = export.ready_at + KEPT
    export.save(update_fields=["key", "size", "ready_at", "expires_at"])


@transaction.atomic
def open_export(*, by: Actor, export: PersonExport) -> bytes:
    """The archive, for who asked for it and still may."""
    access.require(by, access.EXPORT)
    if export.member_id != by.id or not export.key or export.expires_at is None:
        raise NotFound
    if export.expires_at <= now():
        raise NotFound
    publish(PersonExportRead(buyer_id=export.buyer_id, export_id=export.pk), by=by)
    return files.read(export.key)


@transaction.atomic
def drop_old_exports() -> int:
    """Those whose seven days are over."""
    old = PersonExport.objects.exclude(key="").filter(expires_at__lte=now())
    keys = set(old.values_list("key", flat=True))
    count = old.update(key="")
    after_commit(partial(_delete, keys))
    return count


def _delete(keys: set[str]) -> None:
    for key in keys:
        files.delete(key)


def _archive(buyer_id: int) -> bytes:
    person = whole(buyer_id)
    parts = [(str(part.title), part.export(person)) for part in PERSON_PARTS.all()]
    values = {key: value for _title, told in parts for key, value in told.values.items()}
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "person.json", json.dumps(values, indent=1, ensure_ascii=False, default=str)
        )
        names = [name for _title, part in parts for name in _add_files(archive, part)]
        archive.writestr("index.html", _page(parts, names))
    return made.getvalue()


def _add_files(archive: zipfile.ZipFile, told: Told) -> list[str]:
    names = []
    for name, key in told.files:
        folder, _slash, last = name.rpartition("/")
        safe = f"{folder}/{files.safe_name(last)}"
        try:
            archive.writestr(safe, files.read(key))
        except BlobMissing:
            continue
        names.append(safe)
    return names


def _page(parts: list[tuple[str, Told]], names: list[str]) -> str:
    shown: dict[str, Any] = {
        "parts": [(title, list(told.values.items())) for title, told in parts if told.values],
        "files": names,
        "made_at": now(),
    }
    return render_to_string("records/export.html", shown)
