"""A reply in the words of a mail: who it goes to, what it answers, what it quotes."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.accounts.parties import Party
from comptoir.accounts.visitors import DOORS
from comptoir.channels.mail.compose import Letter, LetterFile
from comptoir.channels.mail.shapes import Address
from comptoir.channels.mail.threading import make_reply_address
from comptoir.channels.mail.wording import quote
from comptoir.channels.models import Channel, Delivery
from comptoir.channels.queries import profile
from comptoir.conversations.models import Attachment, Conversation, Message, MessageDelivery
from comptoir.conversations.queries.promises import zone_of_channel
from comptoir.conversations.queries.timing import zone_of_buyer
from comptoir.conversations.states import MessageKind
from comptoir.kit import files
from comptoir.kit.pictures import marks

# References longer than this are cut in the middle by the composer; more is never asked for.
_MOST_REFERENCES = 20
NOTICE = "notice"
MISSED = "missed"
# Kinds of letters that nobody here sends by hand.
AUTOMATIC = frozenset({"acknowledgement", NOTICE})


def letter_for(*, delivery: Delivery) -> Letter | None:
    """The mail of one delivery; None when its message is gone."""
    link = (
        MessageDelivery.objects.select_related("message__conversation__channel")
        .filter(delivery=delivery)
        .first()
    )
    if link is None:
        return None
    if not link.party:
        return _to_outside(delivery, link.message)
    message, party = link.message, Party(link.party)
    channel = _carrier(delivery, message.conversation)
    thread = _thread(message, party)
    text = _text(delivery, message, party, thread, channel)
    to, cc = _split(delivery, message)
    others = (*cc, *_elsewhere(message, party))
    # Nothing that a stranger wrote is mailed without a person's doing (B1).
    is_automatic = delivery.kind in AUTOMATIC
    return Letter(
        message_id=delivery.message_id,
        sender=Address(_sender_name(message, channel), channel.address),
        to=to,
        cc=cc,
        reply_to=_reply_to(message, channel),
        subject=_neutral_subject(message) if is_automatic else _subject(message, thread),
        text=text if is_automatic else text + _quoted(thread, channel, party, others),
        in_reply_to=thread.nearest,
        references=thread.references,
        attachments=() if is_automatic else _files(message, channel),
        date=message.received_at,
        plain_only=profile(channel.profile).plain_only,
        auto_submitted=is_automatic,
    )


def _to_outside(delivery: Delivery, message: Message) -> Letter:
    """A letter to the third party of a side conversation: it holds what he wrote and was written,
    and what was passed on; no note, and nothing of the conversation it stands beside (B3)."""
    channel, thread = delivery.channel, _thread_outside(message)
    words = _with_signature(message.text, channel)
    return Letter(
        message_id=delivery.message_id,
        sender=Address(_sender_name(message, channel), channel.address),
        to=tuple(Address("", each) for each in delivery.recipients),
        reply_to=_reply_to(message, channel),
        subject=_subject(message, thread),
        text="\n\n".join(filter(None, (words, message.quoted)))
        + _quoted(thread, channel, party=None, cc=()),
        in_reply_to=thread.nearest,
        references=thread.references,
        attachments=_files(message, channel),
        date=message.received_at,
    )


def _carrier(delivery: Delivery, conversation: Conversation) -> Channel:
    """The conversation's own mailbox, or the one that carries the letters of the doors."""
    if delivery.channel_id == conversation.channel_id:
        return conversation.channel
    return delivery.channel


def _text(
    delivery: Delivery, message: Message, party: Party, thread: "_Thread", channel: Channel
) -> str:
    if delivery.kind == NOTICE:
        return _notice(message, party)
    words = _all_missed(message) if delivery.kind == MISSED else message.text
    text = _with_signature(words, channel)
    if delivery.kind in AUTOMATIC or not _reads_at_door(message.conversation, thread):
        return text
    with translation.override(message.language or channel.language):
        return f"{text}\n\n{_('Read and answer it here:')}\n{_door_url(message, party)}"


def _all_missed(message: Message) -> str:
    """What was said in a chat since its visitor last wrote, or was last mailed."""
    audiences = [bits for bits in range(1, 8) if bits & Party.BUYER]
    earlier = Message.objects.filter(
        conversation=message.conversation_id, pk__lt=message.pk, audience__in=audiences
    )
    theirs = earlier.filter(author_kind="buyer").order_by("-pk").values_list("pk", flat=True)
    mailed = earlier.filter(deliveries__delivery__kind=MISSED).order_by("-pk")
    since = max(theirs.first() or 0, mailed.values_list("pk", flat=True).first() or 0)
    ours = earlier.filter(pk__gt=since, author_kind="agent", released_at__isnull=False)
    lines = ours.order_by("pk").values_list("text", flat=True)
    return "\n\n".join((*lines, message.text))


def _reads_at_door(conversation: Conversation, thread: "_Thread") -> bool:
    """Who last wrote at a door, or began there, finds the answer there too."""
    last = thread.last
    if profile(conversation.channel.profile).plain_only:
        return False
    return conversation.channel.kind == "space" or (last is not None and "door" in last.facts)


def _door_url(message: Message, party: Party) -> str:
    name = DOORS[party].name
    path = reverse(f"{name}:conversation", args=[message.conversation.public_id])
    return str(settings.PUBLIC_URL) + path


def _notice(message: Message, party: Party) -> str:
    """That a seller wrote, in our words: what he wrote is read behind the door (B1)."""
    conversation = message.conversation
    with translation.override(conversation.language or conversation.channel.language):
        said = _("%(name)s answered you. Read and answer it here:") % {"name": message.author_name}
    return f"{said}\n{_door_url(message, party)}"


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
    known = _ids_of(earlier, party=party)
    theirs = next((each for each in earlier if each.author_kind in ("buyer", "seller")), None)
    return _Thread(known[-1] if known else "", known, theirs)


def _thread_outside(message: Message) -> _Thread:
    """What was exchanged with the third party so far."""
    exchanged = Message.objects.filter(
        conversation=message.conversation_id,
        pk__lt=message.pk,
        kind=MessageKind.OUTSIDE,
        released_at__isnull=False,
    )
    earlier = list(exchanged.order_by("-pk")[:_MOST_REFERENCES])
    theirs = next((each for each in earlier if each.author_kind == "other"), None)
    known = _ids_of(earlier, party=0)
    return _Thread(known[-1] if known else "", known, theirs)


def _ids_of(newest_first: Sequence[Message], *, party: int) -> tuple[str, ...]:
    """By which ids the recipient knows these messages, oldest first."""
    sent = dict(
        MessageDelivery.objects.filter(message__in=newest_first, party=party).values_list(
            "message_id", "delivery__message_id"
        )
    )
    ids = [each.external_id or sent.get(each.pk, "") for each in reversed(newest_first)]
    return tuple(dict.fromkeys(each for each in ids if each))


def _quoted(thread: _Thread, channel: Channel, party: Party | None, cc: Sequence[Address]) -> str:
    """The message that is answered, below the answer; not where the marketplace shows it.

    Who joins in by Cc, or gets it at another address, and did not get that message reads our
    answer and nothing before (A3).
    """
    if thread.last is None or profile(channel.profile).plain_only:
        return ""
    if not {each.address.casefold() for each in cc} <= _readers(thread.last):
        return ""
    return "\n\n" + quote(
        thread.last.text,
        author=thread.last.author_name or thread.last.address,
        at=thread.last.received_at.astimezone(_zone(thread.last.conversation, channel, party)),
        language=thread.last.language or channel.language,
    )


def _zone(conversation: Conversation, channel: Channel, party: Party | None) -> ZoneInfo:
    """Whoever reads it finds the hour of his own clock; where it is not known, the mailbox's."""
    own = zone_of_buyer(conversation) if party is Party.BUYER else None
    return own or zone_of_channel(channel)


def _readers(message: Message) -> set[str]:
    """Who wrote a mail, and whom it went to."""
    named = message.recipients or {}
    addresses = (message.address, *named.get("to", ()), *named.get("cc", ()))
    return {address.casefold() for address in addresses}


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


def _elsewhere(message: Message, party: Party) -> tuple[Address, ...]:
    """Where the buyer's letter goes rather than to his own address."""
    named = (message.recipients or {}).get("to", ()) if party is Party.BUYER else ()
    return tuple(Address("", each) for each in named)


def _subject(message: Message, thread: _Thread) -> str:
    """Whoever gets the first letter is not answered."""
    conversation = message.conversation
    subject = conversation.subject or str(conversation.channel.name)
    if not thread.references and thread.last is None:
        return subject
    return subject if subject[:3].casefold() in ("re:", "aw:") else f"Re: {subject}"


def _neutral_subject(message: Message) -> str:
    with translation.override(message.language or message.conversation.channel.language):
        return _("Your message to %(name)s") % {"name": message.conversation.channel.name}


def _files(message: Message, channel: Channel) -> tuple[LetterFile, ...]:
    if not message.files:
        return ()
    is_plain = profile(channel.profile).plain_only
    named = set() if is_plain else {mark.name for mark in marks(message.text)}
    domain = channel.address.rpartition("@")[2] or "comptoir.invalid"
    return tuple(
        _file(each, domain, is_inside=each.is_inline and each.name in named)
        for each in Attachment.objects.filter(message=message).order_by("pk")
    )


def _file(attached: Attachment, domain: str, *, is_inside: bool) -> LetterFile:
    """A picture that the words have a place for is shown there, wherever the mail has HTML."""
    content = files.read(attached.content_key)
    if not is_inside:
        return LetterFile(attached.name, attached.content_type, content)
    number = f"{attached.public_id}@{domain}"
    return LetterFile(attached.name, attached.content_type, content, number, inline=True)
