"""Whatever leaves the house as a file leaves an entry in the audit log: who took it, and what."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from comptoir.accounts.identity import Identity
from comptoir.channels.models import Envelope
from comptoir.channels.states import Intake
from comptoir.commerce.models import Buyer, ImportFault, ImportRun
from comptoir.conversations.models import Conversation, Message
from comptoir.journal.models import Entry
from comptoir.kit.clock import now
from comptoir.records import services
from comptoir.records.models import PersonExport
from tests.records.test_erasing import own_folder

__all__ = ["own_folder"]


def _figures(client: Client, _about: Any) -> Any:
    return client.get("/insights/figures.csv?span=week")


def _rows(client: Client, _about: Any) -> Any:
    return client.get("/insights/rows.csv?figure=received")


def _audit(client: Client, _about: Any) -> Any:
    return client.post("/records/audit/copy/")


def _paper(client: Client, conversation: Conversation) -> Any:
    return client.post(f"/c/{conversation.pk}/print/", {"audience": "buyer"})


def _person(client: Client, _about: Any) -> Any:
    buyer = Buyer.objects.get()
    client.post(f"/records/people/{buyer.public_id}/export/")
    made = PersonExport.objects.get()
    services.make_export(export_id=made.pk)
    page = client.get(f"/records/people/{buyer.public_id}/").content.decode()
    link = page.partition('href="/records/exports/')[2].partition('"')[0].replace("&amp;", "&")
    return client.get(f"/records/exports/{link}")


def _refused_lines(client: Client, _about: Any) -> Any:
    run = ImportRun.objects.create(kind="orders", file_name="orders.csv", started_at=now())
    ImportFault.objects.create(run=run, line=3, reason="The amount is no number.")
    return client.get(f"/commerce/imports/{run.pk}/errors.csv")


def _original(client: Client, conversation: Conversation) -> Any:
    message = Message.objects.get(conversation=conversation, envelope__isnull=False)
    return client.get(f"/m/{message.pk}/raw/")


def _quarantined(client: Client, _about: Any) -> Any:
    envelope = Envelope.objects.get()
    Envelope.objects.update(state=Intake.QUARANTINED)
    return client.get(f"/channels/quarantine/{envelope.pk}/download/")


@pytest.mark.parametrize(
    ("take", "event", "data"),
    [
        (_figures, "insights.FiguresExported", {"days": 7}),
        (_rows, "insights.RowsExported", {"figure": "received", "days": 1, "entries": 0}),
        (_audit, "records.AuditExported", {}),
        (_paper, "conversations.ConversationPrinted", {"audience": 1, "messages": 1}),
        (_person, "records.PersonExportRead", {}),
        (_refused_lines, "commerce.RefusedLinesCopied", {"entries": 1}),
        (_original, "conversations.OriginalMailCopied", {}),
        (_quarantined, "channels.QuarantinedMailCopied", {}),
    ],
)
def test_a_copy_leaves_an_entry(
    client: Client,
    administrator: Identity,
    conversation: Conversation,
    take: Callable[[Client, Any], Any],
    event: str,
    data: dict[str, object],
) -> None:
    client.force_login(administrator.member)

    response = take(client, conversation)

    assert response.status_code == 200
    noted = Entry.objects.get(event=event)
    assert noted.actor_id == administrator.member.pk
    assert data.items() <= noted.data.items()


# Empty templates.
NO_EXPORTS = {"import_template"}


def test_there_is_no_other_address_that_gives_tables() -> None:
    """A new one is put above, with the entry it leaves; of the API beside its operation."""
    names = (told.split() for told in _addresses(get_resolver()))

    tables = {each[-1] for each in names if ".csv" in each[0] or "copy" in each[0]}

    assert tables - NO_EXPORTS == {
        "audit_file",
        "figures_file",
        "get_audit_copy",
        "get_service_file",
        "get_service_rows_file",
        "import_errors",
        "rows_file",
    }


def _addresses(resolver: Any) -> Iterator[str]:
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield f"{each.pattern} {each.name}"
        else:
            yield from _addresses(each)
