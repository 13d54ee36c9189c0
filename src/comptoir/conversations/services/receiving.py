"""A mail becomes a message: find its conversation, store it, start its clock, say so."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from comptoir.accounts.parties import Party
from comptoir.channels.mail.shapes import Address, Mail
from comptoir.channels.slots import Incoming, TakenIn
from comptoir.commerce.models import Order
from comptoir.conversations.events import MessageReceived
from comptoir.conversations.models import Conversation, ConversationLink, Message
from comptoir.conversations.policies.languages import language_of, search_config
from comptoir.conversations.policies.placing import (
    Found,
    PlaceFacts,
    Placement,
    audience_of,
    place,
)
from comptoir.conversations.policies.reasons import propose_reason, shipped_words
from comptoir.conversations.services import rows
from comptoir.conversations.services.authors import Author, author_of, is_party, was_addressed
from comptoir.conversations.services.filing import store_attachments
from comptoir.conversations.services.finding import find_candidate, named_order
from comptoir.conversations.services.turns import TURN_FIELDS, our_turn
from comptoir.conversations.states import ReasonSource
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.html import sanitise
from comptoir.kit.rows import insert, update
from comptoir.kit.text import clean, digest

# What a row holds of a subject.
_SUBJECT = 300


@transaction.atomic(savepoint=False)
def take_in(*, by: Actor, incoming: Incoming) -> TakenIn:
    """Store one incoming mail with all that follows from it, in the caller's transaction."""
    candidate, found = find_candidate(incoming)
    author = author_of(by, incoming, candidate)
    placement = place(_facts(found, candidate, author, incoming))
    if candidate is not None and placement in (Placement.JOIN, Placement.BESIDE):
        conversation, opened = candidate, False
    else:
        conversation, opened = _open(incoming, author), True
    if candidate is not None and placement is Placement.LINK:
        ConversationLink.objects.create(earlier=candidate, later=conversation)
    message = _store(incoming, conversation, author, beside=placement is Placement.BESIDE)
    _follow_up(by, incoming, conversation, message)
    publish(
        MessageReceived(
            conversation_id=conversation.pk,
            message_id=message.pk,
            opened=opened,
            audience=message.audience,
        ),
        by=by,
    )
    return TakenIn(conversation.pk, message.pk, opened)


def _facts(
    found: Found, candidate: Conversation | None, author: Author, incoming: Incoming
) -> PlaceFacts:
    if candidate is None:
        return PlaceFacts(Found.NOTHING)
    # What lies in the spam folder already starts nothing, whoever wrote it.
    suspicion = "" if candidate.is_spam else incoming.suspicion
    if is_party(candidate, author):
        return PlaceFacts(found, is_party=True, suspicion=suspicion)
    was_asked = was_addressed(candidate, author.address)
    return PlaceFacts(found, was_addressed=was_asked, suspicion=suspicion)


# --- Storing --------------------------------------------------------------------------------


def _open(incoming: Incoming, author: Author) -> Conversation:
    channel, mail = incoming.channel, incoming.mail
    order = _order_for(author, incoming)
    language = language_of(mail.reply, otherwise=channel.language[:2])
    reason = _proposal(mail, author, language, has_order=order is not None)
    conversation = Conversation(
        channel=channel,
        subject=clean(_matter(mail))[:_SUBJECT],
        identity=author.identity,
        seller_id=author.seller.pk if author.seller else order.seller_id if order else None,
        order=order,
        parties=Party.OPERATOR | (author.party or Party(0)),
        team_id=channel.team_id,
        reason=reason,
        reason_source=ReasonSource.PROPOSED if reason else ReasonSource.NONE,
        language=language,
        is_spam=bool(incoming.suspicion),
        spam_reason=incoming.suspicion,
        status_id="open",
        opened_at=incoming.received_at,
        last_message_at=incoming.received_at,
    )
    insert(conversation)
    return conversation


def _order_for(author: Author, incoming: Incoming) -> Order | None:
    """The order that the mail names; of a seller's mail only one of his own."""
    order = named_order(incoming)
    if order is not None and author.seller is not None and order.seller_id != author.seller.pk:
        return None
    return order


def _proposal(mail: Mail, author: Author, language: str, *, has_order: bool) -> str:
    """The contact reason that the words suggest: it chooses the first clock at once."""
    proposal = propose_reason(
        _words(mail, author),
        mail.subject,
        language,
        has_order=has_order,
        words=shipped_words(),
        from_seller=author.party is Party.SELLER,
    )
    return proposal.intent if proposal else ""


def _matter(mail: Mail) -> str:
    if mail.forwarded and mail.forwarded.subject:
        return mail.forwarded.subject
    return mail.subject


def _store(
    incoming: Incoming, conversation: Conversation, author: Author, *, beside: bool
) -> Message:
    mail = incoming.mail
    text = clean(_words(mail, author))
    language = language_of(text, otherwise=conversation.language)
    names = " ".join(each.name for each in mail.attachments[:50])
    message = Message(
        conversation=conversation,
        audience=Party.OPERATOR if beside else audience_of(author.party),
        author_kind="other" if beside else author.kind,
        author_id=author.id,
        author_name=clean(author.name),
        address=clean(author.address)[:320],
        recipients=_recipients(mail),
        subject=clean(mail.subject)[:_SUBJECT],
        text=text,
        quoted=clean(mail.quoted),
        html=clean(sanitise(mail.html)) if mail.html else "",
        language=language,
        search_config=search_config(language),
        external_id=clean(mail.message_id)[:998],
        external_digest=digest(mail.message_id) if mail.message_id else None,
        envelope_id=incoming.envelope_id,
        facts=_oddities(incoming, author),
        files=min(len(mail.attachments), 9_999),
        written_at=mail.date,
        received_at=incoming.received_at,
        released_at=incoming.received_at,
    )
    words = clean(f"{mail.subject}\n{text}\n{author.name} {author.address} {names}")
    insert(message, search=rows.search_vector(words, language))
    if mail.attachments:
        store_attachments(message=message, attachments=mail.attachments)
    return message


def _words(mail: Mail, author: Author) -> str:
    """What the author wrote; of a forwarded mail the original's words."""
    if mail.forwarded and _passed_on(mail, author):
        return mail.forwarded.text or mail.reply
    return mail.reply or mail.text


def _passed_on(mail: Mail, author: Author) -> bool:
    """Whether a colleague forwarded this, so that the author is not the mail's own sender."""
    return mail.forwarded is not None and author.address != mail.sender.address


def _recipients(mail: Mail) -> dict[str, list[str]] | None:
    """To and Cc as addresses, kept so that an answer reaches everybody (A15)."""
    kept = {"to": _addresses(mail.to), "cc": _addresses(mail.cc)}
    return kept if len(kept["to"]) + len(kept["cc"]) > 1 else None


def _addresses(found: Iterable[Address]) -> list[str]:
    return [clean(each.address)[:320] for each in found if each.address][:100]


def _oddities(incoming: Incoming, author: Author) -> dict[str, Any]:
    """What a reader should know of this mail; empty for an ordinary one."""
    mail, seen = incoming.mail, incoming.mail.authentication
    facts: dict[str, Any] = {}
    if any((seen.spf, seen.dkim, seen.dmarc)):
        facts["seen"] = [seen.spf, seen.dkim, seen.dmarc, int(seen.trusted)]
    if mail.auto_reply:
        facts["auto"] = mail.auto_reply
    if mail.notices:
        facts["notices"] = [notice.value for notice in mail.notices]
    if mail.is_list:
        facts["list"] = True
    if _passed_on(mail, author):
        facts["forwarded_by"] = clean(mail.sender.address)[:320]
    return facts


# --- What follows ---------------------------------------------------------------------------


def _follow_up(by: Actor, incoming: Incoming, conversation: Conversation, message: Message) -> None:
    """The row and the clock. An automatic reply moves no clock and opens nothing."""
    conversation.parties |= message.audience
    conversation.last_message_at = incoming.received_at
    if message.author_kind == "buyer":
        conversation.language = message.language
    rows.show_message(conversation, message, Party(conversation.parties))
    fields = ["parties", "last_message_at", "language", *rows.FACE_FIELDS]
    if not conversation.is_spam and not _is_automatic(incoming):
        our_turn(by, conversation, incoming.received_at)
        fields += TURN_FIELDS
    update(conversation, fields)


def _is_automatic(incoming: Incoming) -> bool:
    """A weak sign, such as a relay's Precedence, stands on mails that people wrote too."""
    sign = incoming.mail.auto_reply
    return sign is not None and sign.is_certain
