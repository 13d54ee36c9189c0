"""The acknowledgement: the one automatic mail, in our own words only (B1)."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from comptoir.accounts.parties import Party
from comptoir.channels.mail.threading import make_message_id
from comptoir.channels.queries import automatic_counts, is_own_mailbox, way_out
from comptoir.channels.services import note_automatic_mail, place_delivery, queue_delivery
from comptoir.channels.states import CHAT_KIND
from comptoir.conversations.events import ConversationAcknowledged
from comptoir.conversations.models import Conversation, Message, MessageDelivery
from comptoir.conversations.policies.acknowledging import (
    WINDOW,
    AcknowledgementFacts,
    Silence,
    silence_of,
)
from comptoir.conversations.queries.promises import promise_in
from comptoir.conversations.services import rows
from comptoir.conversations.services.replying import own_address
from comptoir.journal import publish
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import now
from comptoir.kit.db import rows as select
from comptoir.kit.rows import insert

VARIABLE = "{{promised_time}}"
_IS_ASKED_FOR = """
SELECT FROM conversations_message message
  JOIN conversations_conversation conversation ON conversation.id = message.conversation_id
  JOIN channels_channel channel ON channel.id = conversation.channel_id
 WHERE message.id = %s AND message.author_kind = 'buyer' AND channel.acknowledge"""


@transaction.atomic
def acknowledge(*, conversation_id: int, message_id: int) -> Silence:
    """Tell the buyer that his first message came in, unless a brake holds; which one did."""
    # Most mailboxes acknowledge nothing, and every mail comes by here.
    if not select(_IS_ASKED_FOR, [message_id]):
        return Silence.SWITCHED_OFF
    conversation = rows.lock(conversation_id)
    message = Message.objects.get(pk=message_id)
    text = _text(conversation, message.received_at)
    silence = silence_of(_facts(conversation, message, text))
    if silence is Silence.NONE:
        _send(conversation, message, text)
    return silence


def _facts(conversation: Conversation, message: Message, text: str) -> AcknowledgementFacts:
    counts = automatic_counts(
        address=message.address, subject=message.subject, since=now() - WINDOW
    )
    return AcknowledgementFacts(
        is_on=conversation.channel.acknowledge,
        has_text=bool(text),
        already_sent=conversation.acknowledged_at is not None,
        is_automatic="auto" in message.facts,
        is_list="list" in message.facts,
        is_passed_on="forwarded_by" in message.facts,
        is_suspected=conversation.is_spam,
        is_own_mailbox=is_own_mailbox(message.address),
        sent_lately=counts.lately,
        same_subject_lately=counts.same_subject,
        sent_by_all_in_a_minute=counts.by_all_in_a_minute,
    )


def _text(conversation: Conversation, at: datetime) -> str:
    """The mailbox's own text for open or closed hours, in the buyer's language or its own."""
    channel = conversation.channel
    texts = channel.acknowledgements
    language = conversation.language if conversation.language in texts else channel.language[:2]
    promise = promise_in(conversation, at=at, language=language)
    text: str = texts.get(language, {}).get("open" if promise.is_open else "closed", "")
    if VARIABLE not in text:
        return text
    return text.replace(VARIABLE, promise.words) if promise.by else ""


def _send(conversation: Conversation, message: Message, text: str) -> None:
    """Neither subject nor words of the stranger go into it."""
    channel = conversation.channel
    sent = Message(
        conversation=conversation,
        audience=Party.BUYER | Party.OPERATOR,
        author_kind="system",
        author_name=(channel.sender_name or channel.name)[:120],
        text=text,
        language=conversation.language,
        facts={"acknowledgement": True},
        received_at=now(),
        released_at=now(),
    )
    insert(sent, search=rows.search_vector(text, ""))
    carry = place_delivery if channel.kind == CHAT_KIND else queue_delivery
    delivery = carry(
        by=SYSTEM,
        channel=way_out(channel) or channel,
        kind="acknowledgement",
        message_id=make_message_id(
            key=settings.SECRET_KEY.encode(),
            conversation_id=conversation.pk,
            message_id=sent.pk,
            domain=channel.address.rpartition("@")[2] or "comptoir.invalid",
        ),
        recipients=[own_address(conversation, Party.BUYER)],
    )
    MessageDelivery.objects.create(message=sent, delivery=delivery, party=Party.BUYER)
    note_automatic_mail(address=message.address, subject=message.subject)
    conversation.acknowledged_at = now()
    rows.show_message(conversation, sent, Party.BUYER | Party.OPERATOR)
    conversation.save(update_fields=["acknowledged_at", *rows.FACE_FIELDS])
    publish(
        ConversationAcknowledged(conversation_id=conversation.pk, delivery_id=delivery.pk),
        by=SYSTEM,
    )
