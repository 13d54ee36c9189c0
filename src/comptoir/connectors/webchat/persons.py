"""The browsers in which a person has chatted."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.commerce.slots import Person, PersonPart, Told
from comptoir.connectors.webchat.models import ChatVisit


def _of(person: Person) -> Q:
    return (
        Q(identity_id__in=person.identity_ids)
        | Q(conversation_id__in=person.conversation_ids)
        | Q(address__in=person.addresses)
    )


def _export(person: Person) -> Told:
    visits = ChatVisit.objects.filter(_of(person)).order_by("pk")
    return Told(
        values={
            "chats": [
                {"began": row.created_at, "name": row.name, "page": row.page_url} for row in visits
            ]
        }
    )


def _erase(person: Person) -> Iterable[str]:
    ChatVisit.objects.filter(_of(person)).delete()
    return ()


PART = PersonPart(
    title=_("Chats"),
    tables=frozenset({"connectors_webchat_chatvisit"}),
    export=_export,
    erase=_erase,
)
