"""A mail becomes a message: find its conversation, store it, start its clock, say so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from comptoir.accounts.models import Member
from comptoir.accounts.parties import Party
from comptoir.channels.mail.shapes import Address, Mail
from comptoir.channels.mail.threading import read_message_id
from comptoir.channels.slots import Incoming, TakenIn
from comptoir.commerce.models import BuyerIdentity, Order, Seller
from comptoir.commerce.queries import find_order
from comptoir.commerce.services import identify_buyer
from comptoir.commerce.states import IdentityKind
from comptoir.conversations.events import MessageReceived
from comptoir.conversations.models import (
    Conversation,
    ConversationLink,
    Message,
    MessageDelivery,
)
from comptoir.conversations.policies.languages import language_of, search_config
from comptoir.conversations.policies.placing import (
    Found,
    PlaceFacts,
    Placement,
    audience_of,
    is_same_matter,
    place,
)
from comptoir.conversations.reason_words import propose_reason, shipped_words
from comptoir.conversations.services import rows
from comptoir.conversations.services.filing import store_attachments
from comptoir.conversations.states import Category, ReasonSource
from comptoir.deadlines import services as deadlines
from comptoir.deadlines.states import FIRST_CONTACT, NEXT_CONTACT
from comptoir.journal import publish
from comptoir.kit import db
from comptoir.kit.actor import Actor
from comptoir.kit.html import sanitise
from comptoir.kit.rows import insert, update
from comptoir.kit.text import clean, digest, fold

# A colleague's or marketplace's name for a party is cut to what a row holds.
_NAME = 120
_SUBJECT = 300


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote. `party` is None for somebody who is neither buyer, seller nor colleague."""

    kind: str
    name: str
    address: str
    party: Party | None
    id: int | None = None
    identity: BuyerIdentity | None = None
    seller: Seller | None = None


@transaction.atomic(savepoint=False)
def take_in(*, by: Actor, incoming: Incoming) -> TakenIn:
    """Store one incoming mail with all that follows from it, in the caller's transaction."""
    candidate, found = _find(incoming)
    if candidate is not None:
        # The same mailbox as a rule: its row need not be read again.
        same = candidate.channel_id == incoming.channel.pk
        candidate.channel = incoming.channel if same else candidate.channel
    author = _author(by, incoming, candidate)
    placement = place(_facts(found, candidate, author))
    joined = placement in (Placement.JOIN, Placement.BESIDE)
    if joined and candidate is not None:
        conversation, opened = candidate, False
    else:
        conversation, opened = _open(incoming, author), True
    if placement is Placement.LINK and candidate is not None:
        ConversationLink.objects.create(earlier=candidate, later=conversation)
    beside = placement is Placement.BESIDE
    message = _store(incoming, conversation, author, beside=beside)
    _follow_up(by, incoming, conversation, message, author, opened=opened, beside=beside)
    return TakenIn(conversation.pk, message.pk, opened)


# --- Finding the conversation ---------------------------------------------------------------


def _find(incoming: Incoming) -> tuple[Conversation | None, Found]:
    """The conversation this mail may belong to, locked: by ids, reply address, then order."""
    number = _by_message_ids(incoming.mail.thread_ids)
    found = Found.MESSAGE_ID
    if number is None:
        number, found = incoming.thread_key, Found.REPLY_ADDRESS
    if number is None:
        number, found = _by_order(incoming), Found.ORDER
    conversation = _lock_merged(number) if number is not None else None
    return (conversation, found) if conversation else (None, Found.NOTHING)


def _by_message_ids(ids: Sequence[str]) -> int | None:
    if not ids:
        return None
    key = settings.SECRET_KEY.encode()
    own = (read_message_id(each, key=key) for each in ids)
    number = next((mark.conversation_id for mark in own if mark), None)
    return number if number is not None else _by_foreign_ids(ids)


_BY_DIGEST = """
SELECT external_digest, conversation_id FROM conversations_message
WHERE external_digest = ANY(%s)"""


def _by_foreign_ids(ids: Sequence[str]) -> int | None:
    """Ids that others made, as stored when their mails came in; the nearest counts."""
    digests = {digest(each): at for at, each in enumerate(ids)}
    stored = db.rows(_BY_DIGEST, [list(digests)])
    nearest = min(((digests[bytes(d)], number) for d, number in stored), default=None)
    return nearest[1] if nearest else None


def _by_order(incoming: Incoming) -> int | None:
    """A conversation about the named order that is still the same matter."""
    order = _order(incoming)
    if order is None:
        return None
    found = (
        Conversation.objects.filter(order=order, channel=incoming.channel, is_spam=False)
        .order_by("-last_message_at")
        .values_list("pk", "last_message_at")
        .first()
    )
    if found and is_same_matter(last_message_at=found[1], at=incoming.received_at):
        return found[0]
    return None


def _order(incoming: Incoming) -> Order | None:
    marketplace_id = incoming.channel.marketplace_id
    found = (find_order(n, marketplace_id) for n in incoming.order_numbers)
    return next((order for order in found if order is not None), None)


_LOCK = "SELECT * FROM conversations_conversation WHERE id = %s FOR UPDATE"
_IDENTITY = "SELECT * FROM commerce_buyeridentity WHERE id = %s"


def _lock_merged(number: int) -> Conversation | None:
    """The conversation, or the one it was merged into; None if it is gone."""
    seen: set[int] = set()
    while number not in seen:
        seen.add(number)
        locked = Conversation.objects.raw(_LOCK, [number])
        conversation = next(iter(locked), None)
        if conversation is None:
            return None
        if conversation.merged_into_id is None:
            return _with_parties(conversation)
        number = conversation.merged_into_id
    return None


def _with_parties(conversation: Conversation) -> Conversation:
    """The buyer's identity, which nearly every answer is compared with."""
    if conversation.identity_id is not None:
        (conversation.identity,) = BuyerIdentity.objects.raw(_IDENTITY, [conversation.identity_id])
    return conversation


# --- Who wrote ------------------------------------------------------------------------------


def _author(by: Actor, incoming: Incoming, candidate: Conversation | None) -> Author:
    sender = incoming.mail.sender
    known = _as_party(sender, candidate)
    return known or _seller(sender) or _forwarded(by, incoming) or _buyer(by, incoming, sender)


def _as_party(sender: Address, candidate: Conversation | None) -> Author | None:
    """The usual case without a query: the conversation's own buyer or seller writes again."""
    if candidate is None:
        return None
    identity, seller = candidate.identity, candidate.seller
    if identity and fold(sender.address) in (fold(identity.value), fold(identity.display)):
        return _buyer_author(identity, sender)
    if seller and seller.email and fold(sender.address) == fold(seller.email):
        return _seller_author(seller, sender)
    return None


def _seller(sender: Address) -> Author | None:
    if not sender.address:
        return None
    seller = Seller.objects.filter(email__iexact=sender.address, is_active=True).first()
    return _seller_author(seller, sender) if seller else None


def _forwarded(by: Actor, incoming: Incoming) -> Author | None:
    """A colleague passed a buyer's mail on: the original sender becomes the buyer."""
    passed_on = incoming.mail.forwarded
    if passed_on is None or not passed_on.sender.address:
        return None
    if not Member.objects.filter(email__iexact=incoming.mail.sender.address).exists():
        return None
    return _buyer(by, incoming, passed_on.sender)


def _buyer(by: Actor, incoming: Incoming, sender: Address) -> Author:
    if not sender.address:
        return Author("other", sender.name[:_NAME], "", None)
    identity = identify_buyer(
        by=by,
        kind=IdentityKind.RELAY if incoming.is_relay else IdentityKind.EMAIL,
        value=sender.address,
        name=sender.name,
    )
    return _buyer_author(identity, sender)


def _buyer_author(identity: BuyerIdentity, sender: Address) -> Author:
    return Author(
        "buyer",
        sender.name[:_NAME],
        sender.address,
        Party.BUYER,
        id=identity.buyer_id,
        identity=identity,
    )


def _seller_author(seller: Seller, sender: Address) -> Author:
    name = sender.name or seller.name
    return Author("seller", name[:_NAME], sender.address, Party.SELLER, id=seller.pk, seller=seller)


def _facts(found: Found, candidate: Conversation | None, author: Author) -> PlaceFacts:
    if candidate is None:
        return PlaceFacts(Found.NOTHING)
    if _is_party(candidate, author):
        return PlaceFacts(found, is_party=True)
    return PlaceFacts(found, was_addressed=_was_addressed(candidate, author.address))


def _is_party(conversation: Conversation, author: Author) -> bool:
    """Once a party was told something, its person is fixed: another one is not that party."""
    if author.identity is not None and conversation.identity is not None:
        same_address = author.identity.pk == conversation.identity_id
        return same_address or author.identity.buyer_id == conversation.identity.buyer_id
    if author.seller is not None:
        return author.seller.pk == conversation.seller_id
    return False


def _was_addressed(conversation: Conversation, address: str) -> bool:
    """Whether a message of this conversation named the address in To or Cc."""
    if not address:
        return False
    asked = Q(recipients__to__contains=[address]) | Q(recipients__cc__contains=[address])
    if Message.objects.filter(conversation=conversation).filter(asked).exists():
        return True
    sent = MessageDelivery.objects.filter(message__conversation=conversation)
    return sent.filter(delivery__recipients__contains=[address]).exists()


# --- Storing --------------------------------------------------------------------------------


def _open(incoming: Incoming, author: Author) -> Conversation:
    channel, mail = incoming.channel, incoming.mail
    order = _order(incoming)
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
        external_id=mail.message_id[:998],
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


def _follow_up(
    by: Actor,
    incoming: Incoming,
    conversation: Conversation,
    message: Message,
    author: Author,
    *,
    opened: bool,
    beside: bool,
) -> None:
    """The row, the clock and the event. An automatic reply moves no clock and opens nothing."""
    conversation.parties |= message.audience
    conversation.last_message_at = incoming.received_at
    rows.show_message(conversation, message, Party(conversation.parties))
    # A weak sign, such as a relay's Precedence, stands on mails that people wrote too.
    automatic = incoming.mail.auto_reply is not None and incoming.mail.auto_reply.is_certain
    silent = conversation.is_spam or automatic
    fields = ["parties", "last_message_at", *rows.FACE_FIELDS]
    if not silent:
        answered = conversation.first_replied_at is not None
        if conversation.category == Category.RESOLVED:
            deadlines.reopen(by=by, subject=rows.subject_of(conversation))
        elif conversation.next_due_paused_left is not None:
            deadlines.resume(by=by, subject=rows.subject_of(conversation))
        rows.wait_for_us(conversation, incoming.received_at)
        due = deadlines.start(
            by=by,
            subject=rows.subject_of(conversation),
            facts=rows.clock_facts(conversation),
            started_at=incoming.received_at,
            kinds=NEXT_CONTACT if answered else FIRST_CONTACT,
        )
        rows.show_due(conversation, due)
        fields += ["status", "category", "resolved_at", "waiting_since", *rows.DUE_FIELDS]
    update(conversation, fields)
    publish(
        MessageReceived(
            conversation_id=conversation.pk,
            message_id=message.pk,
            opened=opened,
            audience=message.audience,
        ),
        by=by,
    )
