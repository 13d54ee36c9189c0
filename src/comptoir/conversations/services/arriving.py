"""What somebody outside says, whichever way it came, becomes a message: stored, its clock started,
told. Mail, the doors and chats share this path."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from comptoir.accounts.parties import Party
from comptoir.channels.mail.shapes import AttachedFile
from comptoir.channels.models import Channel
from comptoir.channels.services.retention import let_original_go
from comptoir.commerce.models import Order
from comptoir.conversations.events import MessageReceived, SleptThroughThanks
from comptoir.conversations.models import Conversation, Message
from comptoir.conversations.policies.languages import language_of, search_config
from comptoir.conversations.policies.reasons import propose_reason, shipped_words
from comptoir.conversations.queries.known_reasons import is_offered
from comptoir.conversations.services import rows
from comptoir.conversations.services.authors import Author
from comptoir.conversations.services.filing import store_attachments
from comptoir.conversations.services.masking import mask_found, masked_file
from comptoir.conversations.services.sleeping import sleeps_through
from comptoir.conversations.services.turns import TURN_FIELDS, our_turn
from comptoir.conversations.states import MessageKind, ReasonSource
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.html import sanitise
from comptoir.kit.rows import insert, update
from comptoir.kit.text import clean, digest

# What a row holds of a subject.
SUBJECT = 300
_SEARCHED_NAMES = 50
_WORDS = ("subject", "matter", "text", "quoted", "html")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One message from outside. `audience` is who may ever see it.

    `language` is that of the page it was written on: of words too few to tell.
    `matter` names a new conversation; `suspicion` opens it as spam; what is `automatic` moves no
    clock. `beside`: shown to the operator alone, as somebody else's. The rest is the mail's own.
    """

    channel: Channel
    author: Author
    text: str
    at: datetime
    audience: Party
    subject: str = ""
    matter: str = ""
    language: str = ""
    order: Order | None = None
    suspicion: str = ""
    automatic: bool = False
    beside: bool = False
    attachments: Sequence[AttachedFile] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    quoted: str = ""
    html: str = ""
    recipients: dict[str, list[str]] | None = None
    external_id: str = ""
    envelope_id: int | None = None
    written_at: datetime | None = None
    kind: MessageKind = MessageKind.ORDINARY


def arrive(
    by: Actor, arrival: Arrival, conversation: Conversation | None
) -> tuple[Conversation, Message]:
    """Into a conversation that is locked, or into one of its own; in the caller's transaction."""
    arrival, opened = _masked(arrival), conversation is None
    if conversation is None:
        conversation = _open(arrival)
    message = _store(arrival, conversation)
    _follow_up(by, arrival, conversation, message)
    publish(
        MessageReceived(
            conversation_id=conversation.pk,
            message_id=message.pk,
            opened=opened,
            audience=message.audience,
        ),
        by=by,
    )
    return conversation, message


def _masked(arrival: Arrival) -> Arrival:
    """Without numbers of cards; the original is let go where one was found (I3)."""
    found = {name: mask_found(getattr(arrival, name)) for name in _WORDS}
    changed: dict[str, Any] = {
        name: said for name, said in found.items() if said != getattr(arrival, name)
    }
    files = tuple(masked_file(each) for each in arrival.attachments)
    if files != tuple(arrival.attachments):
        changed["attachments"] = files
    if not changed:
        return arrival
    if arrival.envelope_id is not None:
        let_original_go(envelope_id=arrival.envelope_id)
    return replace(arrival, **changed)


def _open(arrival: Arrival) -> Conversation:
    channel, author, order = arrival.channel, arrival.author, arrival.order
    language = language_of(arrival.text, otherwise=arrival.language or channel.language[:2])
    reason = _proposal(arrival, language)
    conversation = Conversation(
        channel=channel,
        subject=clean(arrival.matter or arrival.subject)[:SUBJECT],
        identity=author.identity,
        seller_id=author.seller.pk if author.seller else order.seller_id if order else None,
        order=order,
        parties=Party.OPERATOR | (author.party or Party(0)),
        team_id=channel.team_id,
        reason=reason,
        reason_source=ReasonSource.PROPOSED if reason else ReasonSource.NONE,
        language=language,
        is_spam=bool(arrival.suspicion),
        spam_reason=arrival.suspicion,
        status_id="open",
        opened_at=arrival.at,
        last_message_at=arrival.at,
    )
    insert(conversation)
    return conversation


def _proposal(arrival: Arrival, language: str) -> str:
    """The contact reason that the words suggest: it chooses the first clock at once."""
    proposal = propose_reason(
        arrival.text,
        arrival.subject,
        language,
        has_order=arrival.order is not None,
        words=shipped_words(),
        from_seller=arrival.author.party is Party.SELLER,
    )
    return proposal.intent if proposal and is_offered(proposal.intent) else ""


def _store(arrival: Arrival, conversation: Conversation) -> Message:
    author, text = arrival.author, clean(arrival.text)
    language = language_of(text, otherwise=conversation.language)
    message = Message(
        conversation=conversation,
        audience=Party.OPERATOR if arrival.beside else arrival.audience,
        kind=arrival.kind,
        author_kind="other" if arrival.beside else author.kind,
        author_id=author.id,
        author_name=clean(author.name),
        address=clean(author.address)[:320],
        recipients=arrival.recipients,
        subject=clean(arrival.subject)[:SUBJECT],
        text=text,
        quoted=clean(arrival.quoted),
        html=clean(sanitise(arrival.html)) if arrival.html else "",
        language=language,
        search_config=search_config(language),
        external_id=clean(arrival.external_id)[:998],
        external_digest=digest(arrival.external_id) if arrival.external_id else None,
        envelope_id=arrival.envelope_id,
        facts=dict(arrival.facts),
        files=min(len(arrival.attachments), 9_999),
        written_at=arrival.written_at,
        received_at=arrival.at,
        released_at=arrival.at,
    )
    insert(message, search=rows.search_vector(_searched(arrival, text), language))
    if arrival.attachments:
        store_attachments(message=message, attachments=arrival.attachments)
    return message


def _searched(arrival: Arrival, text: str) -> str:
    author = arrival.author
    names = " ".join(each.name for each in arrival.attachments[:_SEARCHED_NAMES])
    return clean(f"{arrival.subject}\n{text}\n{author.name} {author.address} {names}")


def _follow_up(by: Actor, arrival: Arrival, conversation: Conversation, message: Message) -> None:
    """The row and the clock. An automatic reply moves no clock and opens nothing."""
    conversation.parties |= message.audience
    conversation.last_message_at = arrival.at
    if message.author_kind == "buyer":
        conversation.language = message.language
    rows.show_message(conversation, message, Party(conversation.parties))
    fields = ["parties", "last_message_at", "language", *rows.FACE_FIELDS]
    if sleeps_through(conversation, message):
        slept = SleptThroughThanks(conversation_id=conversation.pk, message_id=message.pk)
        publish(slept, by=by)
    elif not conversation.is_spam and not arrival.automatic:
        our_turn(by, conversation, arrival.at)
        fields += TURN_FIELDS
    update(conversation, fields)
