"""What templates became in letters to a person."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy as _

from comptoir.automation.models import MailingRow, TemplateFile, Use
from comptoir.commerce.slots import Person, PersonPart


def _erase(person: Person) -> Iterable[str]:
    Use.objects.filter(conversation_id__in=person.conversation_ids).update(inserted="")
    MailingRow.objects.filter(order_id__in=person.order_ids).update(said="")
    return ()


def _holds(keys: Collection[str]) -> set[str]:
    return set(
        TemplateFile.objects.filter(content_key__in=keys).values_list("content_key", flat=True)
    )


PART = PersonPart(
    title=_("Templates in letters"),
    tables=frozenset({"automation_mailingrow", "automation_use"}),
    erase=_erase,
    holds=_holds,
)
