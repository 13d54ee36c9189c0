"""A person's conversations: what was written in them, drafts, files and their copies."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from comptoir.channels.services.persons import forget_deliveries, forget_envelopes
from comptoir.commerce.slots import Person, PersonPart, Told
from comptoir.conversations.models import (
    Attachment,
    BulkRow,
    Conversation,
    Draft,
    Message,
    MessageDelivery,
    PhoneCall,
    Reminder,
    Snooze,
)
from comptoir.journal.forgetting import forget_details, like_any

# Whoever copied him in named him in To or Cc of a letter that is somebody else's.
_NAMED = """
UPDATE conversations_message SET recipients = NULL
 WHERE recipients IS NOT NULL AND recipients::text ILIKE ANY(%s)"""


def _widen(person: Person) -> Person:
    # What was passed on of his words beside his conversations is about him too.
    his = Q(identity_id__in=person.identity_ids)
    beside = Q(side_of__identity_id__in=person.identity_ids)
    own = Conversation.objects.filter(his | beside)
    conversations = dict(own.values_list("pk", "public_id"))
    said = _letters(person, conversations)
    messages = dict(said.values_list("pk", "public_id"))
    told = [*conversations.values(), *messages.values()]
    return replace(
        person,
        conversation_ids=tuple(conversations),
        message_ids=tuple(messages),
        public_ids=(*person.public_ids, *map(str, told)),
    )


def _letters(person: Person, conversations: Collection[int]) -> QuerySet[Message]:
    """All in his conversations, and what he wrote into those of others."""
    mails = [each.lower() for each in person.addresses if "@" in each]
    return Message.objects.filter(
        Q(conversation_id__in=conversations) | Q(address__in=[*person.addresses, *mails])
    )


def _export(person: Person) -> Told:
    """What he wrote and what was written to him; notes of the house are not his (D1)."""
    seen = Message.objects.filter(pk__in=person.message_ids, released_at__isnull=False)
    his = seen.filter(audience__in=[1, 3, 5, 7]).order_by("pk")
    files = Attachment.objects.filter(message__in=his).order_by("pk")
    return Told(
        values={"messages": [_message(row) for row in his.select_related("conversation")]},
        files=(
            *((f"files/{row.pk}-{row.name}", row.content_key) for row in files),
            *_originals(his.filter(author_kind="buyer")),
        ),
    )


def _originals(his: QuerySet[Message]) -> list[tuple[str, str]]:
    """The mails he wrote, as they came, while they are kept."""
    kept = his.exclude(envelope=None).exclude(envelope__raw_key="")
    return [(f"mails/{pk}.eml", key) for pk, key in kept.values_list("pk", "envelope__raw_key")]


def _message(row: Message) -> dict[str, Any]:
    return {
        "conversation": str(row.conversation.public_id),
        "subject": row.subject or row.conversation.subject,
        "from": row.author_kind,
        "came": row.received_at,
        "text": row.text,
        "quoted": row.quoted,
    }


def _erase(person: Person) -> Iterable[str]:
    keys = forget_envelopes(ids=_envelopes(person))
    keys |= _forget_files(person)
    links = MessageDelivery.objects.filter(message_id__in=person.message_ids)
    forget_deliveries(ids=list(links.values_list("delivery_id", flat=True)))
    _empty_messages(person)
    _empty_conversations(person)
    _forget_names(person)
    subjects = (("conversation", person.conversation_ids), ("message", person.message_ids))
    forget_details(subjects, ())
    return keys


def _envelopes(person: Person) -> list[int]:
    found = Message.objects.filter(pk__in=person.message_ids, envelope__isnull=False)
    return list(found.values_list("envelope_id", flat=True))


def _forget_files(person: Person) -> set[str]:
    """Rows and keys: the names of files are words too."""
    own = Attachment.objects.filter(
        Q(message_id__in=person.message_ids) | Q(draft__conversation_id__in=person.conversation_ids)
    )
    keys: set[str] = set()
    for row in own:
        keys |= {row.content_key, row.thumb_key, *row.page_keys}
    own.delete()
    return keys - {""}


def _empty_messages(person: Person) -> None:
    """Rows, times and audiences stay: other people's figures are counted from them."""
    said = Message.objects.filter(pk__in=person.message_ids)
    said.exclude(author_kind__in=["agent", "seller", "system"]).update(author_name="", address="")
    said.update(
        recipients=None,
        subject="",
        text="",
        quoted="",
        html="",
        search=None,
        external_id="",
        external_digest=None,
        facts={"erased": True},
        files=0,
    )
    PhoneCall.objects.filter(message_id__in=person.message_ids).update(number="")


def _empty_conversations(person: Person) -> None:
    own = Conversation.objects.filter(pk__in=person.conversation_ids)
    own.update(subject="", operator_excerpt="", buyer_excerpt="", seller_excerpt="")
    ids = person.conversation_ids
    Draft.objects.filter(conversation_id__in=ids).delete()
    Reminder.objects.filter(conversation_id__in=ids).update(text="")
    Snooze.objects.filter(conversation_id__in=ids).update(typed="")
    BulkRow.objects.filter(conversation_id__in=ids).update(said="")


def _forget_names(person: Person) -> None:
    mails = [word for word in person.words if "@" in word]
    if patterns := like_any(mails):
        with connection.cursor() as cursor:
            cursor.execute(_NAMED, [patterns])


def _holds(keys: Collection[str]) -> set[str]:
    held: set[str] = set()
    for row in Attachment.objects.filter(
        Q(content_key__in=keys) | Q(thumb_key__in=keys) | Q(page_keys__has_any_keys=list(keys))
    ):
        held |= {row.content_key, row.thumb_key, *row.page_keys}
    return held & set(keys)


PART = PersonPart(
    title=_("Conversations"),
    tables=frozenset(
        {
            "conversations_attachment",
            "conversations_bulkrow",
            "conversations_conversation",
            "conversations_draft",
            "conversations_message",
            "conversations_phonecall",
            "conversations_reminder",
            "conversations_snooze",
        }
    ),
    widen=_widen,
    export=_export,
    erase=_erase,
    holds=_holds,
)
