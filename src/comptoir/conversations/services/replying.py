"""Writing to the parties: a reply that can be taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.parties import Party
from comptoir.channels.errors import ForbiddenContent
from comptoir.channels.mail.threading import make_message_id
from comptoir.channels.queries import content_refusal, way_out
from comptoir.channels.services import place_delivery, queue_delivery
from comptoir.channels.states import CHAT_KIND
from comptoir.commerce.models import Seller
from comptoir.conversations import access
from comptoir.conversations.errors import (
    EmptyMessage,
    NobodyToWriteTo,
    NotMarkedAsSpam,
    NotReadyToSend,
    StaleReply,
)
from comptoir.conversations.models import Conversation, Message, MessageDelivery
from comptoir.conversations.policies.languages import language_of, search_config
from comptoir.conversations.services import rows
from comptoir.conversations.services.companions import by_party, check_other_address
from comptoir.conversations.services.delivering import count_now
from comptoir.conversations.services.habits import require_outcome
from comptoir.conversations.services.masking import masked
from comptoir.conversations.services.settling import require_no_sides
from comptoir.conversations.services.uploading import take_files
from comptoir.conversations.slots import BEFORE_SEND, Outgoing
from comptoir.conversations.states import MessageKind
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.pictures import marks
from comptoir.kit.rows import insert, select, update
from comptoir.kit.text import clean

# So long a form is remembered: browsers repeat a request within minutes.
_REPEATS = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Recipients:
    """Addresses of one party's letter; empty `to` means the party's own address."""

    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()


@transaction.atomic
def reply(
    *,
    by: Actor,
    conversation_id: int,
    text: str,
    audience: Party,
    recipients: Recipients = Recipients(),
    last_seen_id: int | None = None,
    then_resolve: bool = False,
    then_snooze: datetime | None = None,
    token: str = "",
    uploads: Sequence[UUID] = (),
) -> Message:
    """Write to the buyer, the seller or both; it leaves when the time to undo is over.

    `token` names the form that was filled in: sent twice, it is one message; `uploads` are files
    that a program has sent ahead. Raises StaleReply when somebody wrote after `last_seen_id`,
    ForbiddenContent when the marketplace forbids it, NobodyToWriteTo when a party of the audience
    has no address.
    """
    conversation = rows.lock(conversation_id)
    access.require(by, access.REPLY, conversation)
    if (same := sent_before(conversation, by, token)) is not None:
        return same
    written = _checked(conversation, text, audience)
    if then_resolve:
        require_outcome(by, conversation)
        require_no_sides(by, conversation)
    refuse_stale(conversation, by, last_seen_id)
    ready = prepared(by, conversation, written, audience)
    facts = what_follows(then_resolve=then_resolve, then_snooze=then_snooze)
    if ready.text != written:
        facts["written"] = written
    message = write_message(
        by,
        conversation,
        ready.text,
        audience | Party.OPERATOR,
        token=token,
        facts=facts,
        recipients=recipients,
    )
    message.files = take_files(by=by, conversation=conversation, message=message, uploads=uploads)
    is_there = _post(by, conversation, message, audience, recipients)
    if message.files:
        update(message, ["files"])
    for tell in ready.stored:
        tell(message)
    rows.show_message(conversation, message, Party.OPERATOR)
    conversation.last_message_at = message.received_at
    if is_there:
        count_now(conversation, message)
    else:
        update(conversation, [*rows.FACE_FIELDS, "last_message_at"])
    return message


def refuse_unreachable(by: Actor, conversation: Conversation, text: str, audience: Party) -> None:
    """Raise what keeps words from leaving here, as far as the conversation itself tells."""
    access.require(by, access.REPLY, conversation)
    _checked(conversation, text, audience)
    is_chat = conversation.channel.kind == CHAT_KIND
    for party in (Party.BUYER, Party.SELLER):
        if party & audience and not (is_chat and party is Party.BUYER):
            _addresses(party, [own_address(conversation, party)])


def check_reply(
    by: Actor, conversation: Conversation, text: str, audience: Party, last_seen_id: int | None
) -> None:
    """Raise whatever would refuse this reply now; nothing is taken and nothing written."""
    written = _checked(conversation, text, audience)
    refuse_stale(conversation, by, last_seen_id)
    with transaction.atomic():
        prepared(by, conversation, written, audience)
        transaction.set_rollback(True)


def send_waiting(
    by: Actor, conversation: Conversation, message: Message, text: str, last_seen_id: int | None
) -> None:
    """Put a message on its way that stands in the conversation and waits; for who holds the lock.

    It counts from now, and the time to undo begins now.
    """
    audience = Party(message.audience) & ~Party.OPERATOR
    written = _checked(conversation, text, audience)
    refuse_stale(conversation, by, last_seen_id)
    ready = prepared(by, conversation, written, audience, writer_id=message.author_id)
    if ready.text != written:
        message.facts["written"] = written
    message.text, message.received_at = ready.text, now()
    message.language = language_of(ready.text, otherwise=conversation.language)
    message.search_config = search_config(message.language)
    update(message, ["text", "received_at", "language", "search_config", "facts"])
    rows.search_anew(message)
    named = message.recipients or {}
    recipients = Recipients(tuple(named.get("to", ())), tuple(named.get("cc", ())))
    is_there = _post(by, conversation, message, audience, recipients)
    for tell in ready.stored:
        tell(message)
    conversation.last_message_at = message.received_at
    update(conversation, ["last_message_at"])
    if is_there:
        count_now(conversation, message)


def what_follows(*, then_resolve: bool, then_snooze: datetime | None) -> dict[str, str]:
    """What follows once the message counts."""
    facts = {"then": "resolve"} if then_resolve else {}
    return {**facts, "snooze": then_snooze.isoformat()} if then_snooze else facts


def sent_before(conversation: Conversation, by: Actor, token: str) -> Message | None:
    """The message that the same form made before: a button pressed twice, a request repeated."""
    if not token:
        return None
    same = """WHERE t.conversation_id = %s AND t.received_at > %s AND t.author_kind = 'agent'
      AND t.author_id = %s AND t.facts->>'token' = %s ORDER BY t.id LIMIT 1"""
    found = select(Message, same, [conversation.pk, now() - _REPEATS, by.id, token])
    return next(iter(found), None)


def _checked(conversation: Conversation, text: str, audience: Party) -> str:
    """The words as they may be sent; raises the refusal that applies."""
    text = clean(text).strip()
    if conversation.is_spam:
        raise NotMarkedAsSpam(_("Take this conversation out of spam before you answer it."))
    if not text:
        raise EmptyMessage(_("Write something before you send it."))
    if not audience & (Party.BUYER | Party.SELLER):
        raise NobodyToWriteTo(_("Choose who is to read this, or write an internal note."))
    _check_pictures(text)
    return text


def _check_pictures(text: str) -> None:
    if unsaid := [mark.name for mark in marks(text) if not mark.said]:
        said = _(
            "Say what “%(name)s” shows, behind its colon: not everybody can see it. "
            "A dash there says that it only decorates."
        )
        raise NotReadyToSend(said % {"name": unsaid[0]})


@dataclass(frozen=True, slots=True)
class Ready:
    """The words as they leave, and what is called once the message is stored."""

    text: str
    stored: tuple[Callable[[Message], None], ...]


def prepared(
    by: Actor,
    conversation: Conversation,
    text: str,
    audience: Party,
    *,
    writer_id: int | None = None,
) -> Ready:
    """What later stages fill in; the marketplace's rules are asked of the words that leave."""
    stored = []
    for step in BEFORE_SEND.all():
        outgoing = Outgoing(
            by=by, conversation=conversation, audience=audience, text=text, writer_id=writer_id
        )
        prepared = step.prepare(outgoing)
        text = prepared.text
        if prepared.stored is not None:
            stored.append(prepared.stored)
    if audience & Party.BUYER and (refusal := content_refusal(conversation.channel, text)):
        raise ForbiddenContent(refusal)
    return Ready(text, tuple(stored))


def refuse_stale(conversation: Conversation, by: Actor, last_seen_id: int | None) -> None:
    if last_seen_id is None or last_seen_id >= conversation.operator_last_id:
        return
    newer = Message.objects.filter(conversation=conversation, pk__gt=last_seen_id)
    newer = newer.exclude(author_kind="agent", author_id=by.id).exclude(author_kind="system")
    newer = newer.exclude(facts__has_key="auto")
    if (count := newer.count()) > 0:
        raise StaleReply(count)


def write_message(
    by: Actor,
    conversation: Conversation,
    text: str,
    audience: Party,
    *,
    token: str = "",
    facts: dict[str, str] | None = None,
    recipients: Recipients | None = None,
    kind: MessageKind = MessageKind.ORDINARY,
    quoted: str = "",
) -> Message:
    """Store what a member wrote, for callers who hold the lock."""
    text = masked(text)
    language = language_of(text, otherwise=conversation.language)
    message = Message(
        conversation=conversation,
        audience=audience,
        kind=kind,
        quoted=quoted,
        author_kind="agent" if by.kind == "agent" else "system",
        author_id=by.id,
        author_name=by.name[:120],
        text=text,
        language=language,
        search_config=search_config(language),
        facts={**({"token": token} if token else {}), **(facts or {})},
        recipients={"to": list(recipients.to), "cc": list(recipients.cc)} if recipients else None,
        received_at=now(),
    )
    words = f"{text}\n{by.name}\n{quoted}".strip()
    insert(message, search=rows.search_vector(words, language))
    return message


def _post(
    by: Actor,
    conversation: Conversation,
    message: Message,
    audience: Party,
    recipients: Recipients,
) -> bool:
    """One letter for each party, so that none reads another's address. Whether one is with its
    reader already: nobody takes that back."""
    hold = timedelta(seconds=conversation.channel.undo_seconds)
    own = {party: own_address(conversation, party) for party in (Party.BUYER, Party.SELLER)}
    if audience & Party.BUYER:
        check_other_address(conversation, recipients.to, own)
    copied = by_party(conversation, audience, recipients.cc, own)
    is_there = False
    for party, home in own.items():
        if party & audience & Party.BUYER and conversation.channel.kind == CHAT_KIND:
            is_there = _put_in_chat(by, conversation, message, hold)
        elif party & audience:
            to = recipients.to if party is Party.BUYER and recipients.to else (home,)
            delivery = queue_delivery(
                by=by,
                channel=way_out(conversation.channel) or conversation.channel,
                message_id=letter_id(conversation, message, party),
                recipients=_addresses(party, [*to, *copied[party]]),
                hold=hold,
            )
            MessageDelivery.objects.create(message=message, delivery=delivery, party=party)
    return is_there


def _put_in_chat(by: Actor, conversation: Conversation, message: Message, hold: timedelta) -> bool:
    """The buyer reads it where he wrote: at once, unless there is a time to undo."""
    identity, number = conversation.identity, letter_id(conversation, message, Party.BUYER)
    channel, recipients = conversation.channel, [identity.display if identity else ""]
    if hold:
        delivery = queue_delivery(
            by=by, channel=channel, message_id=number, recipients=recipients, hold=hold
        )
    else:
        delivery = place_delivery(by=by, channel=channel, message_id=number, recipients=recipients)
    insert(MessageDelivery(message=message, delivery=delivery, party=Party.BUYER))
    return not hold


def letter_id(
    conversation: Conversation, message: Message, party: Party, *, domain: str = ""
) -> str:
    """The buyer's and the seller's copy differ in their domain: an id is never used twice."""
    own = conversation.channel.address.rpartition("@")[2] or "comptoir.invalid"
    domain = domain or own
    return make_message_id(
        key=settings.SECRET_KEY.encode(),
        conversation_id=conversation.pk,
        message_id=message.pk,
        domain=domain if party is Party.BUYER else f"seller.{domain}",
    )


def _addresses(party: Party, addresses: Sequence[str]) -> list[str]:
    found = list(dict.fromkeys(address for address in addresses if address))
    if not found:
        if party is Party.BUYER:
            raise NobodyToWriteTo(_("No address of the buyer is known in this conversation."))
        raise NobodyToWriteTo(_("No address of the seller is known in this conversation."))
    return found


def own_address(conversation: Conversation, party: Party) -> str:
    """Where a party is reached in this conversation; "" where no address is known."""
    if party is Party.SELLER:
        return _of_seller(conversation.seller) if conversation.seller else ""
    identity = conversation.identity
    if identity is None or identity.kind not in ("email", "relay"):
        return ""
    return identity.display or identity.value


def _of_seller(seller: Seller) -> str:
    """As the marketplace told it, else that of the first contact who was invited."""
    return seller.email or next((c.email for c in seller.contacts.order_by("pk")[:1]), "")
