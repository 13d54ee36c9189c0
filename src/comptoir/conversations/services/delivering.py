"""What happens to a reply on its way: released, put into words, sent, come back."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from comptoir.accounts.parties import Party
from comptoir.channels import services as channels
from comptoir.channels.mail.compose import Letter, LetterFile
from comptoir.channels.mail.shapes import Address, Bounce
from comptoir.channels.mail.threading import make_reply_address
from comptoir.channels.mail.wording import quote
from comptoir.channels.models import Channel, Delivery
from comptoir.channels.queries import profile
from comptoir.channels.states import Sending
from comptoir.conversations import access
from comptoir.conversations.events import DeliveryNoted, MessageSent
from comptoir.conversations.models import Attachment, Conversation, Message, MessageDelivery
from comptoir.conversations.services import rows
from comptoir.conversations.services.handling import resolve_locked
from comptoir.deadlines import services as deadlines
from comptoir.journal import publish
from comptoir.kit import files
from comptoir.kit.actor import SYSTEM, Actor, ActorKind

# References longer than this are cut in the middle by the composer; more is never asked for.
_MOST_REFERENCES = 20


def release(*, by: Actor, delivery: Delivery) -> None:
    """The time to undo is over: the message counts, the promise is kept, it is their turn.

    The reply counts from when it was written, not from when it left.
    """
    link = MessageDelivery.objects.select_related("message").get(delivery=delivery)
    message = link.message
    if message.released_at is not None:
        return
    conversation = rows.lock(message.conversation_id)
    message.released_at = message.received_at
    message.save(update_fields=["released_at"])
    count_reply(_author_of(message), conversation, message)


def _author_of(message: Message) -> Actor:
    if message.author_kind == "agent":
        return Actor(ActorKind.AGENT, message.author_id, message.author_name)
    return SYSTEM


def count_reply(author: Actor, conversation: Conversation, message: Message) -> None:
    """Show a sent message to its parties, keep the promise, and wait for the answer."""
    audience = Party(message.audience)
    rows.show_message(conversation, message, audience & ~Party.OPERATOR)
    conversation.parties |= message.audience
    if audience & Party.BUYER:
        due = deadlines.meet(
            by=author, subject=rows.subject_of(conversation), at=message.received_at
        )
        rows.show_due(conversation, due)
        conversation.waiting_since = None
        conversation.first_replied_at = conversation.first_replied_at or message.received_at
    if conversation.category in ("open", "waiting"):
        to_buyer = bool(audience & Party.BUYER)
        conversation.status_id = "waiting_buyer" if to_buyer else "waiting_seller"
        conversation.category = "waiting"
    conversation.save()
    publish(
        MessageSent(
            conversation_id=conversation.pk, message_id=message.pk, audience=message.audience
        ),
        by=author,
    )
    if message.facts.get("then") == "resolve":
        resolve_locked(by=author, conversation=conversation)


# --- In words -------------------------------------------------------------------------------


def letter_for(*, delivery: Delivery) -> Letter | None:
    """The mail of one delivery; None when its message is gone."""
    link = (
        MessageDelivery.objects.select_related("message__conversation__channel")
        .filter(delivery=delivery)
        .first()
    )
    if link is None:
        return None
    message, channel = link.message, link.message.conversation.channel
    party = Party(link.party)
    thread = _thread(message, party)
    text = _with_signature(message.text, channel)
    to, cc = _split(delivery, message)
    return Letter(
        message_id=delivery.message_id,
        sender=Address(_sender_name(message, channel), channel.address),
        to=to,
        cc=cc,
        reply_to=_reply_to(message, channel),
        subject=_subject(message.conversation, delivery),
        text=text + _quoted(thread, channel),
        in_reply_to=thread.nearest,
        references=thread.references,
        attachments=_files(message),
        date=message.received_at,
        plain_only=profile(channel.profile).plain_only,
        auto_submitted=delivery.kind == "acknowledgement",
    )


@dataclass(frozen=True, slots=True)
class _Thread:
    """What the recipient already holds of this conversation: ids, and his last message."""

    nearest: str
    references: tuple[str, ...]
    last: Message | None


def _thread(message: Message, party: Party) -> _Thread:
    """Only what this party may see is named or quoted (B3)."""
    bits = [audience for audience in range(1, 8) if audience & party]
    earlier = list(
        Message.objects.filter(
            conversation=message.conversation_id,
            pk__lt=message.pk,
            audience__in=bits,
            released_at__isnull=False,
        ).order_by("-pk")[:_MOST_REFERENCES]
    )
    sent = dict(
        MessageDelivery.objects.filter(message__in=earlier, party=party).values_list(
            "message_id", "delivery__message_id"
        )
    )
    ids = [each.external_id or sent.get(each.pk, "") for each in reversed(earlier)]
    known = tuple(dict.fromkeys(each for each in ids if each))
    theirs = next((each for each in earlier if each.author_kind != "agent"), None)
    return _Thread(known[-1] if known else "", known, theirs)


def _quoted(thread: _Thread, channel: Channel) -> str:
    """The message that is answered, below the answer; not where the marketplace shows it."""
    if thread.last is None or profile(channel.profile).plain_only:
        return ""
    return "\n\n" + quote(
        thread.last.text,
        author=thread.last.author_name or thread.last.address,
        at=thread.last.received_at,
        language=thread.last.language or channel.language,
    )


def _with_signature(text: str, channel: Channel) -> str:
    return f"{text}\n\n{channel.signature}".rstrip() if channel.signature else text


def _sender_name(message: Message, channel: Channel) -> str:
    return channel.sender_name or channel.name


def _reply_to(message: Message, channel: Channel) -> tuple[Address, ...]:
    """A signed address where the mailbox takes plus addresses: a reply without ids finds home."""
    if not channel.settings.get("plus_addresses"):
        return ()
    key = settings.SECRET_KEY.encode()
    signed = make_reply_address(channel.address, key=key, conversation_id=message.conversation_id)
    return (Address(channel.sender_name, signed),)


def _split(delivery: Delivery, message: Message) -> tuple[tuple[Address, ...], tuple[Address, ...]]:
    """To and Cc of the letter: nobody who was chosen is dropped (A15)."""
    copied = set((message.recipients or {}).get("cc", ()))
    to = tuple(Address("", a) for a in delivery.recipients if a not in copied)
    cc = tuple(Address("", a) for a in delivery.recipients if a in copied)
    return (to, cc) if to else (cc, ())


def _subject(conversation: Conversation, delivery: Delivery) -> str:
    subject = conversation.subject or str(conversation.channel.name)
    return subject if subject[:3].casefold() in ("re:", "aw:") else f"Re: {subject}"


def _files(message: Message) -> tuple[LetterFile, ...]:
    if not message.files:
        return ()
    return tuple(
        LetterFile(each.name, each.content_type, files.read(each.content_key))
        for each in Attachment.objects.filter(message=message).order_by("pk")
    )


# --- How it fared ---------------------------------------------------------------------------


def note_delivery(*, by: Actor, delivery: Delivery) -> None:
    """Tell the conversation that a delivery was sent or failed for good."""
    link = MessageDelivery.objects.select_related("message").filter(delivery=delivery).first()
    if link is None or (delivery.state == Sending.RETRYING and delivery.attempts > 1):
        return
    publish(
        DeliveryNoted(
            conversation_id=link.message.conversation_id,
            message_id=link.message_id,
            state=Sending(delivery.state),
        ),
        by=by,
    )


def came_back(*, by: Actor, delivery: Delivery, bounce: Bounce) -> None:
    """A letter came back: the conversation is ours again, the reason stands on the message."""
    note_delivery(by=by, delivery=delivery)
    link = MessageDelivery.objects.select_related("message").filter(delivery=delivery).first()
    if link is None:
        return
    conversation = rows.lock(link.message.conversation_id)
    if conversation.category == "waiting":
        conversation.status_id, conversation.category = "open", "open"
        conversation.save(update_fields=["status", "category"])


@transaction.atomic
def resend_message(*, by: Actor, message_id: int) -> Message:
    """Send again what failed or came back."""
    message = Message.objects.select_related("conversation").get(pk=message_id)
    access.require(by, access.REPLY, rows.lock(message.conversation_id))
    troubled = MessageDelivery.objects.filter(
        message=message, delivery__state__in=[Sending.FAILED, Sending.BOUNCED]
    )
    for link in troubled:
        channels.resend(by=by, delivery_id=link.delivery_id)
    return message
