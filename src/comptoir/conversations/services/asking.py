"""Writing to a third party beside a conversation: a question of our own, or messages passed on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.accounts.parties import Party
from comptoir.channels.mail.addresses import is_address
from comptoir.channels.mail.wording import quote
from comptoir.channels.models import Channel
from comptoir.channels.queries import is_own_mailbox, profile, way_out
from comptoir.channels.services import queue_delivery
from comptoir.conversations import access
from comptoir.conversations.errors import (
    AskRefused,
    EmptyMessage,
    NobodyToWriteTo,
    NoSuchThirdParty,
    StrangeAddress,
)
from comptoir.conversations.events import SideConversationOpened, ThirdPartyChanged
from comptoir.conversations.models import (
    Attachment,
    Conversation,
    ConversationLink,
    Message,
    MessageDelivery,
    ThirdParty,
)
from comptoir.conversations.policies.outside import AskFacts, Bar, bar
from comptoir.conversations.queries.outside import (
    is_buyer_address,
    is_seller_address,
    may_leave,
)
from comptoir.conversations.services import rows
from comptoir.conversations.services.filing import weigh
from comptoir.conversations.services.replying import (
    letter_id,
    prepared,
    refuse_stale,
    sent_before,
    write_message,
)
from comptoir.conversations.services.uploading import take_files, take_named
from comptoir.conversations.states import MessageKind, ThirdPartyKind
from comptoir.journal import publish
from comptoir.kit import db
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.text import clean

_SUBJECT = 300
_REPEATS = timedelta(hours=1)
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
# Stands for the third party where a letter names the party that it goes to.
OUTSIDE = 0


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom it goes to; one whose address is in the book keeps the name that stands there."""

    address: str
    name: str = ""
    kind: ThirdPartyKind = ThirdPartyKind.OTHER


@transaction.atomic
def ask_outside(
    *,
    by: Actor,
    conversation_id: int,
    to: Addressee,
    text: str,
    subject: str = "",
    message_ids: Sequence[int] = (),
    file_ids: Sequence[int] = (),
    uploads: Sequence[UUID] = (),
    waits: bool = True,
    sure: bool = False,
    token: str = "",
) -> Message:
    """Open a side conversation with a letter; chosen messages and files of this one go with it.

    Neither buyer nor seller ever reads it. Without `waits` no answer is expected: a forward.
    `sure`: a person looked at an address that nobody had written to. Raises AskRefused,
    StrangeAddress, EmptyMessage, TooMuchToSend.
    """
    parent = rows.lock(conversation_id)
    access.require(by, access.FORWARD, parent)
    if (same := _sent_before(parent, by, token)) is not None:
        return same
    address = clean(to.address).strip()[:320]
    _check(by, parent, address, sure=sure)
    chosen = _chosen(parent, message_ids)
    text = clean(text).strip()
    if not text and not chosen:
        raise EmptyMessage(_("Write something, or tick the messages to pass on."))
    third = _third_party(by, to, address)
    side = _open(by, parent, third, subject)
    ready = prepared(by, side, text, Party.OPERATOR)
    message = _write(by, side, ready.text, token=token, waits=waits, chosen=chosen)
    sizes = _copy_files(chosen, file_ids, message)
    sizes += take_named(by=by, conversation=parent, message=message, uploads=uploads)
    weigh(sizes)
    message.files = len(sizes)
    message.save(update_fields=["files"])
    post_outside(by, side, third, message)
    opened = SideConversationOpened(
        conversation_id=parent.pk,
        other_id=side.pk,
        third_party_id=third.pk,
        is_forward=bool(chosen),
        waits=waits,
    )
    publish(opened, by=by, detail={"address": third.address})
    return message


def _sent_before(parent: Conversation, by: Actor, token: str) -> Message | None:
    """The letter that the same form began before; two requests at once wait for each other."""
    if not token:
        return None
    lately = Message.objects.filter(
        conversation__side_of=parent.pk, received_at__gt=now() - _REPEATS
    )
    return lately.filter(author_kind="agent", author_id=by.id, facts__token=token).first()


def _check(by: Actor, parent: Conversation, address: str, *, sure: bool) -> None:
    """The cap is counted by one request of a member at a time."""
    db.rows(_ALONE, [f"outside:{by.id}"])
    lately = ThirdParty.objects.filter(added_by=by.row_id, added_at__gt=now() - _REPEATS)
    begun = Message.objects.filter(
        conversation__side_of__isnull=False,
        conversation__opened_at__gt=now() - _REPEATS,
        author_kind="agent",
        author_id=by.id,
    )
    facts = AskFacts(
        is_address=is_address(address),
        is_ours=is_own_mailbox(address),
        is_buyer=is_buyer_address(address, parent),
        is_seller=is_seller_address(address),
        is_known=ThirdParty.objects.filter(address__iexact=address).exists(),
        is_sure=sure,
        begun_lately=begun.count(),
        new_lately=lately.count(),
        is_spam=parent.is_spam,
        is_merged=parent.merged_into_id is not None,
        is_side=parent.side_of_id is not None,
    )
    found = bar(facts)
    if found is Bar.STRANGER:
        raise StrangeAddress(address)
    if found is not None:
        raise AskRefused(_refusal(found))


def _refusal(found: Bar) -> str:
    words = {
        Bar.SPAM: _("This conversation lies in spam. Take it out first."),
        Bar.MERGED: _("It was merged already. Ask where its matter goes on."),
        Bar.SIDE: _("This is a side conversation itself. Ask beside the conversation it is about."),
        Bar.NO_ADDRESS: _("Write the address of whom you want to write to."),
        Bar.OURS: _("This is one of our own mailboxes. A colleague reads an internal note."),
        Bar.BUYER: _("This is a buyer's address. Write to buyers in a conversation of theirs."),
        Bar.SELLER: _("This is a seller's address. Ask the seller in the conversation itself."),
        Bar.TOO_MANY: _("You began many letters to outside in the last hour. Wait a little."),
    }
    return words[found]


def _chosen(parent: Conversation, message_ids: Sequence[int]) -> list[Message]:
    """What is passed on, in its order; raises AskRefused for notes and what is not here (B3)."""
    found = list(Message.objects.filter(conversation=parent, pk__in=message_ids).order_by("pk"))
    if len(found) < len(set(message_ids)):
        raise AskRefused(_("One of the messages is not here any more. Look at the list again."))
    if not may_leave(found):
        raise AskRefused(_("Internal notes, and what has not left yet, are never forwarded."))
    return found


def _third_party(by: Actor, to: Addressee, address: str) -> ThirdParty:
    known = ThirdParty.objects.filter(address__iexact=address).first()
    if known is not None:
        return known
    return ThirdParty.objects.create(
        name=clean(to.name).strip()[:120] or address.partition("@")[2][:120],
        kind=to.kind,
        address=address,
        added_by_id=by.row_id,
        added_at=now(),
    )


def _open(by: Actor, parent: Conversation, third: ThirdParty, subject: str) -> Conversation:
    """By a mailbox that keeps the words as they are; who asked has it."""
    side = Conversation.objects.create(
        channel=_mailbox(parent.channel),
        side_of=parent,
        third_party=third,
        subject=clean(subject).strip()[:_SUBJECT] or parent.subject,
        order_id=parent.order_id,
        team_id=parent.team_id,
        assignee_id=by.row_id,
        language=parent.channel.language[:2],
        status_id="open",
        opened_at=now(),
        last_message_at=now(),
    )
    ConversationLink.objects.create(earlier=parent, later=side)
    return side


def _mailbox(channel: Channel) -> Channel:
    """A marketplace's own mailbox is for its buyers: others are written to by the house's."""
    if channel.kind == "email" and not profile(channel.profile).plain_only:
        return channel
    found = way_out(None) or way_out(channel)
    if found is None:
        raise NobodyToWriteTo(_("No mailbox is connected by which a letter could leave."))
    return found


def _write(
    by: Actor,
    side: Conversation,
    text: str,
    *,
    token: str,
    waits: bool,
    chosen: Sequence[Message] = (),
) -> Message:
    """Our words in the side conversation; what is passed on stands below them."""
    quoted = forwarded_text(chosen, side.channel)
    facts = {} if waits else {"then": "resolve"}
    if quoted:
        # Taken back, all of it stands in the draft again.
        facts["written"] = f"{text}\n\n{quoted}".strip()
    message = write_message(
        by,
        side,
        text,
        Party.OPERATOR,
        kind=MessageKind.OUTSIDE,
        token=token,
        facts=facts,
        quoted=quoted,
    )
    rows.show_message(side, message, Party.OPERATOR)
    side.last_message_at = message.received_at
    side.save(update_fields=[*rows.FACE_FIELDS, "last_message_at"])
    return message


def forwarded_text(chosen: Sequence[Message], channel: Channel) -> str:
    """What leaves of the chosen messages: who wrote, when, and the words; no address of theirs."""
    with translation.override(channel.language):
        nameless = _("Somebody")
    return "\n\n".join(
        quote(
            each.text,
            author=each.author_name or nameless,
            at=each.received_at,
            language=channel.language,
        )
        for each in chosen
    )


def _copy_files(chosen: Sequence[Message], file_ids: Sequence[int], message: Message) -> list[int]:
    """The chosen files of the chosen messages, as files of the letter too; their sizes."""
    found = list(Attachment.objects.filter(pk__in=file_ids, message__in=chosen).order_by("pk"))
    weigh([each.size for each in found])
    for each in found:
        copy = Attachment(
            message=message,
            **{name: getattr(each, name) for name in _COPIED},
        )
        copy.save()
    return [each.size for each in found]


_COPIED = (
    *("name", "content_type", "size", "content_key", "content_id", "is_inline"),
    *("preview", "preview_trouble", "thumb_key", "page_keys"),
)


def post_outside(by: Actor, side: Conversation, third: ThirdParty, message: Message) -> None:
    """One letter to the address of the book, whoever wrote last (A3); held for the time to undo."""
    delivery = queue_delivery(
        by=by,
        channel=side.channel,
        message_id=letter_id(side, message, Party.BUYER),
        recipients=[third.address],
        hold=timedelta(seconds=side.channel.undo_seconds),
    )
    MessageDelivery.objects.create(message=message, delivery=delivery, party=OUTSIDE)


@transaction.atomic
def answer_outside(
    *,
    by: Actor,
    conversation_id: int,
    text: str,
    last_seen_id: int | None = None,
    then_resolve: bool = False,
    uploads: Sequence[UUID] = (),
    token: str = "",
) -> Message:
    """Write on in a side conversation. Raises AskRefused, StaleReply, EmptyMessage."""
    side = rows.lock(conversation_id)
    access.require(by, access.FORWARD, side)
    if side.third_party is None:
        raise AskRefused(_("This is no side conversation. Write to its buyer or seller."))
    if (same := sent_before(side, by, token)) is not None:
        return same
    text = clean(text).strip()
    if side.is_spam:
        raise AskRefused(_refusal(Bar.SPAM))
    if not text:
        raise EmptyMessage(_("Write something before you send it."))
    refuse_stale(side, by, last_seen_id)
    ready = prepared(by, side, text, Party.OPERATOR)
    message = _write(by, side, ready.text, token=token, waits=not then_resolve)
    message.files = take_files(by=by, conversation=side, message=message, uploads=uploads)
    message.save(update_fields=["files"])
    post_outside(by, side, side.third_party, message)
    for tell in ready.stored:
        tell(message)
    return message


@transaction.atomic
def change_third_party(
    *,
    by: Actor,
    third_party_id: int,
    name: str,
    kind: ThirdPartyKind | None = None,
    is_offered: bool = True,
) -> ThirdParty:
    """How he is called in the book, and whether he is offered; his address stays what it is."""
    access.require_book(by)
    third = ThirdParty.objects.select_for_update().filter(pk=third_party_id).first()
    if third is None:
        raise NoSuchThirdParty(_("He does not stand in the book any more."))
    called = " ".join(clean(name).split())[:120]
    if not called:
        raise AskRefused(_("Write a name by which colleagues find him."))
    before = {"name": third.name, "kind": third.kind}
    third.name, third.kind = called, kind or third.kind
    third.left_out_at = None if is_offered else third.left_out_at or now()
    third.save(update_fields=["name", "kind", "left_out_at"])
    changed = ThirdPartyChanged(third_party_id=third.pk, is_offered=is_offered)
    after = {"name": third.name, "kind": third.kind}
    publish(changed, by=by, detail={"before": before, "after": after})
    return third
