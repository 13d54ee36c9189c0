"""A mail becomes a message: find its conversation, store it, start its clock, say so."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db import transaction

from comptoir.channels.mail.shapes import Address, Mail
from comptoir.channels.slots import Incoming, TakenIn
from comptoir.commerce.models import Order
from comptoir.conversations.models import Conversation, ConversationLink
from comptoir.conversations.policies.placing import (
    Found,
    PlaceFacts,
    Placement,
    audience_of,
    place,
)
from comptoir.conversations.services.arriving import Arrival, arrive
from comptoir.conversations.services.authors import Author, author_of, is_party, was_addressed
from comptoir.conversations.services.finding import find_candidate, named_order
from comptoir.conversations.services.sides import (
    announce,
    belongs_outside,
    is_another,
    outsider,
)
from comptoir.conversations.states import MessageKind
from comptoir.kit.actor import Actor
from comptoir.kit.text import clean


@transaction.atomic(savepoint=False)
def take_in(*, by: Actor, incoming: Incoming) -> TakenIn:
    """Store one incoming mail with all that follows from it, in the caller's transaction."""
    candidate, found = find_candidate(incoming)
    if candidate is not None and belongs_outside(incoming, candidate):
        return _take_in_outside(by, incoming, candidate)
    author = author_of(by, incoming, candidate)
    placement = place(_facts(found, candidate, author, incoming))
    joins = candidate is not None and placement in (Placement.JOIN, Placement.BESIDE)
    order = None if joins else _order_for(author, incoming)
    arrival = _arrival(incoming, author, order, beside=placement is Placement.BESIDE)
    conversation, message = arrive(by, arrival, candidate if joins else None)
    if candidate is not None and placement is Placement.LINK:
        ConversationLink.objects.create(earlier=candidate, later=conversation)
    return TakenIn(conversation.pk, message.pk, not joins)


def _take_in_outside(by: Actor, incoming: Incoming, side: Conversation) -> TakenIn:
    """A third party answers: in the side conversation, for the operator alone."""
    arrival = _arrival(incoming, outsider(incoming), None, beside=False)
    facts = {**arrival.facts, **({"another": True} if is_another(incoming, side) else {})}
    arrival = replace(arrival, kind=MessageKind.OUTSIDE, facts=facts)
    side, message = arrive(by, arrival, side)
    if not arrival.automatic:
        announce(by, side, message)
    return TakenIn(side.pk, message.pk, opened=False)


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


def _order_for(author: Author, incoming: Incoming) -> Order | None:
    """The order that the mail names; of a seller's mail only one of his own."""
    order = named_order(incoming)
    if order is not None and author.seller is not None and order.seller_id != author.seller.pk:
        return None
    return order


def _matter(mail: Mail) -> str:
    if mail.forwarded and mail.forwarded.subject:
        return mail.forwarded.subject
    return mail.subject


def _arrival(incoming: Incoming, author: Author, order: Order | None, *, beside: bool) -> Arrival:
    mail = incoming.mail
    return Arrival(
        channel=incoming.channel,
        author=author,
        text=_words(mail, author),
        at=incoming.received_at,
        audience=audience_of(author.party),
        subject=mail.subject,
        matter=_matter(mail),
        order=order,
        suspicion=incoming.suspicion,
        automatic=_is_automatic(incoming),
        beside=beside,
        attachments=mail.attachments,
        facts=_oddities(incoming, author),
        quoted=mail.quoted,
        html=mail.html,
        recipients=_recipients(mail),
        external_id=mail.message_id,
        envelope_id=incoming.envelope_id,
        written_at=mail.date,
    )


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


def _is_automatic(incoming: Incoming) -> bool:
    """A weak sign, such as a relay's Precedence, stands on mails that people wrote too."""
    sign = incoming.mail.auto_reply
    return sign is not None and sign.is_certain
