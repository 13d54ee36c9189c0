"""Lines that colleagues wrote about a person's conversations when they went home."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from comptoir.commerce.slots import Person, PersonPart
from comptoir.triage.models import Handover


def _erase(person: Person) -> Iterable[str]:
    Handover.objects.filter(conversation_id__in=person.conversation_ids).update(line="")
    return ()


PART = PersonPart(title=_("Handovers"), tables=frozenset({"triage_handover"}), erase=_erase)
