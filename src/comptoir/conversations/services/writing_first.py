"""Writing to a buyer or a seller about an order before anybody wrote to us."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.channels.models import Channel
from comptoir.channels.queries import automatic_counts, is_own_mailbox
from comptoir.channels.services import note_automatic_mail
from comptoir.commerce.errors import UnknownOrder
from comptoir.commerce.models import Order
from comptoir.conversations import access
from comptoir.conversations.errors import LettersMustWait, NobodyToWriteTo, TooManyLetters
from comptoir.conversations.events import ConversationBegun
from comptoir.conversations.models import Conversation, Message
from comptoir.conversations.policies.acknowledging import (
    MOST_OF_MANY_IN_A_MINUTE,
    WINDOW,
    AcknowledgementFacts,
    Silence,
    silence_of,
)
from comptoir.conversations.policies.languages import language_of
from comptoir.conversations.queries.writing_first import (
    buyer_name_of,
    channel_of,
    no_channel,
    no_first_letter,
    order_to_write_about,
)
from comptoir.conversations.services.replying import own_address, reply
from comptoir.journal import publish
from comptoir.kit import db
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.text import clean

_SUBJECT = 300
_REPEATS = timedelta(hours=1)
_SAID = {
    Silence.OWN_MAILBOX: gettext_lazy("This address is a mailbox of ours."),
    Silence.TOO_MANY: gettext_lazy("This address got ten letters within three hours."),
    Silence.SAME_SUBJECT: gettext_lazy("This address got a letter with this subject just now."),
}
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


@transaction.atomic
def write_first(
    *,
    by: Actor,
    viewer: Viewer,
    order_id: int,
    to: Party,
    text: str,
    subject: str = "",
    token: str = "",
) -> Message:
    """Begin a conversation about an order; it leaves by the mailbox of the order's marketplace.

    `token` names the form: sent twice, it is one message. Raises UnknownOrder, NobodyToWriteTo,
    WantsAnswersOnly, TooLateToWriteFirst, ForbiddenContent, EmptyMessage.
    """
    order = order_to_write_about(viewer, order_id)
    if order is None:
        raise UnknownOrder
    if (same := _sent_before(by, order, token)) is not None:
        return same
    language = language_of(clean(text), otherwise=_language(order, to))
    conversation = begin_about(by=by, order=order, to=to, subject=subject, language=language)
    return reply(by=by, conversation_id=conversation.pk, text=text, audience=to, token=token)


@transaction.atomic
def begin_about(
    *, by: Actor, order: Order, to: Party, subject: str = "", language: str = ""
) -> Conversation:
    """A conversation that nobody has written into yet, for who writes in the same transaction.

    Raises NobodyToWriteTo, and for a buyer WantsAnswersOnly and TooLateToWriteFirst.
    """
    conversation = imagined(order=order, to=to, subject=subject, language=language)
    access.require(by, access.REPLY, conversation)
    conversation.save(force_insert=True)
    publish(ConversationBegun(conversation_id=conversation.pk, order_id=order.pk), by=by)
    return conversation


def imagined(*, order: Order, to: Party, subject: str = "", language: str = "") -> Conversation:
    """The conversation that would begin: for previews. Raises what `begin_about` raises."""
    channel = channel_of(order)
    if channel is None:
        raise NobodyToWriteTo(no_channel(order))
    refusal = no_first_letter(order, channel) if to & Party.BUYER else None
    if refusal is not None:
        raise refusal
    return _begin(order, channel, to, subject, language or _language(order, to))


def heed_brakes(*, conversation: Conversation) -> None:
    """Before one of many letters leaves: the brakes of automatic mail hold here too (A7).

    Raises TooManyLetters, and LettersMustWait where the next minute will do.
    """
    address = own_address(conversation, Party.BUYER)
    counts = automatic_counts(address=address, subject=conversation.subject, since=now() - WINDOW)
    if counts.by_all_in_a_minute >= MOST_OF_MANY_IN_A_MINUTE:
        raise LettersMustWait(_("Many letters are leaving. The next ones wait for a minute."))
    facts = AcknowledgementFacts(
        is_on=True,
        has_text=True,
        is_own_mailbox=is_own_mailbox(address),
        sent_lately=counts.lately,
        same_subject_lately=counts.same_subject,
    )
    if (silence := silence_of(facts)) is not Silence.NONE:
        raise TooManyLetters(str(_SAID.get(silence, _SAID[Silence.TOO_MANY])))


def note_one_of_many(*, conversation: Conversation) -> None:
    """Remember for the brakes that one of many letters left."""
    address = own_address(conversation, Party.BUYER)
    note_automatic_mail(address=address, subject=conversation.subject)


def _sent_before(by: Actor, order: Order, token: str) -> Message | None:
    """Two requests at once wait for each other."""
    if not token:
        return None
    db.rows(_ALONE, [f"first:{by.id}:{token}"])
    lately = Message.objects.filter(conversation__order=order, received_at__gt=now() - _REPEATS)
    return lately.filter(author_kind="agent", author_id=by.id, facts__token=token).first()


def _language(order: Order, to: Party) -> str:
    """What the reader reads, as far as it is known."""
    buyer = order.buyer.language if order.buyer else ""
    return (buyer if to is Party.BUYER else order.seller.language)[:3]


def _begin(order: Order, channel: Channel, to: Party, subject: str, language: str) -> Conversation:
    at = now()
    is_to_buyer = to is Party.BUYER
    otherwise = _("Order %(number)s") % {"number": order.external_id}
    name = buyer_name_of(order) if is_to_buyer else None
    if is_to_buyer and name is None:
        raise NobodyToWriteTo(_("No address of the buyer is known in this conversation."))
    return Conversation(
        channel=channel,
        subject=clean(subject).strip()[:_SUBJECT] or otherwise,
        identity=name,
        seller=order.seller,
        order=order,
        parties=Party.OPERATOR | to,
        team_id=channel.team_id,
        language=language or channel.language[:2],
        status_id="open",
        opened_at=at,
        last_message_at=at,
    )
