"""That somebody took a copy of the audit log stands in it."""

from django.db import transaction

from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.records import access
from comptoir.records.events import AuditExported


@transaction.atomic
def note_audit_export(*, by: Actor, entries: int) -> None:
    access.require(by, access.AUDIT)
    publish(AuditExported(member_id=by.row_id, entries=entries), by=by)
