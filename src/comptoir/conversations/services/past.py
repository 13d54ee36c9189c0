"""Settled conversations of another desk, stored many at once: nothing starts, nothing is sent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from comptoir.accounts.parties import Party
from comptoir.channels.mail.shapes import AttachedFile
from comptoir.channels.mail.threading import make_message_id
from comptoir.channels.models import Channel, Delivery
from comptoir.channels.states import Sending
from comptoir.commerce.models import BuyerIdentity, Seller
from comptoir.conversations.events import (
    ConversationAssigned,
    MessageReceived,
    MessageSent,
    OutcomeNoted,
    ReasonSet,
    StatusChanged,
)
from comptoir.conversations.models import (
    Attachment,
    Conversation,
    ConversationTag,
    Mention,
    Message,
    MessageDelivery,
    Status,
    Tag,
)
from comptoir.conversations.policies.languages import search_config
from comptoir.conversations.policies.unspaced import in_pieces
from comptoir.conversations.services import rows
from comptoir.conversations.services.filing import attachment_of
from comptoir.conversations.states import Category, Intent, Outcome, ReasonSource
from comptoir.deadlines.services import Subject, SubjectKind
from comptoir.deadlines.services.past import KeptPromise, record_kept
from comptoir.journal.history import PastEvent, record_past
from comptoir.kit.actor import SYSTEM, Actor, ActorKind
from comptoir.kit.db import rows as select
from comptoir.kit.money import Money
from comptoir.kit.rows import insert_many
from comptoir.kit.text import clean, digest

_GIVEN_UP_AFTER = timedelta(days=7)
_SEARCHABLE = """
UPDATE conversations_message m SET search =
  to_tsvector(m.search_config::regconfig, told.words) || to_tsvector('simple', told.words)
FROM (
  SELECT id, left(concat_ws(E'\\n', subject, text, author_name, address), %s) AS words
  FROM conversations_message WHERE id BETWEEN %s AND %s
) told WHERE told.id = m.id RETURNING m.id"""

_IN_PIECES = """
UPDATE conversations_message m SET search = m.search || to_tsvector('simple', told.words)
FROM unnest(%s::bigint[], %s::text[]) AS told(id, words) WHERE told.id = m.id RETURNING m.id"""


@dataclass(frozen=True, slots=True)
class PastMessage:
    """One message. `by` is the agent of a note or an answer, the buyer or seller else."""

    at: datetime
    by: Actor
    audience: Party
    text: str
    language: str
    address: str = ""
    external_id: str = ""
    files: Sequence[AttachedFile] = ()
    mention_ids: Sequence[int] = ()

    @property
    def is_ours(self) -> bool:
        return self.by.kind in (ActorKind.AGENT, ActorKind.SYSTEM)


@dataclass(frozen=True, slots=True)
class PastConversation:
    """One matter that waits on nobody here: `status` is of the categories waiting or resolved."""

    channel: Channel
    subject: str
    language: str
    reason: Intent
    status: str
    messages: Sequence[PastMessage]
    identity: BuyerIdentity | None = None
    seller: Seller | None = None
    order_id: int | None = None
    team_id: int | None = None
    assignee: Actor | None = None
    priority: int = 0
    tags: Sequence[str] = ()
    outcome: Outcome | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class _Stored:
    told: PastConversation
    row: Conversation
    messages: list[Message]


@transaction.atomic
def store_past(*, past: Sequence[PastConversation]) -> list[Conversation]:
    """Store conversations with their messages, letters, kept promises and journal, in order.

    For what happened before: no clock runs, no handler is called, no letter leaves.
    """
    statuses = {each.key: each for each in Status.objects.all()}
    numbers = iter(_numbers(Conversation._meta.db_table, len(past)))
    ids = iter(_numbers(Message._meta.db_table, sum(len(told.messages) for told in past)))
    stored = [_row(told, next(numbers), ids, statuses[told.status]) for told in past]
    insert_many([each.row for each in stored])
    messages = [message for each in stored for message in each.messages]
    insert_many(messages)
    if messages:
        select(_SEARCHABLE, [rows.SEARCHED, messages[0].pk, messages[-1].pk])
        _add_pieces(messages)
    _store_files(stored)
    _store_letters(stored)
    _store_tags(stored)
    record_kept([promise for each in stored for promise in _promises(each)])
    record_past(event for each in stored for event in _events(each))
    return [each.row for each in stored]


def _add_pieces(messages: Sequence[Message]) -> None:
    """Chinese and Japanese are found by pairs of neighbours, which SQL can't tell."""
    found = [(m.pk, in_pieces(f"{m.subject}\n{m.text}\n{m.author_name}")) for m in messages]
    ids, texts = [pk for pk, text in found if text], [text for _pk, text in found if text]
    if ids:
        select(_IN_PIECES, [ids, texts])


def _numbers(table: str, count: int) -> list[int]:
    """The next keys of a table: rows that name each other are then written in one go."""
    drawn = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    return [number for (number,) in select(drawn, [table, count])]


def _row(told: PastConversation, number: int, ids: Iterator[int], status: Status) -> _Stored:
    first, last = told.messages[0].at, told.messages[-1].at
    row = Conversation(
        pk=number,
        channel=told.channel,
        subject=clean(told.subject)[:300],
        identity=told.identity,
        seller=told.seller,
        order_id=told.order_id,
        parties=Party.OPERATOR,
        team_id=told.team_id,
        assignee_id=told.assignee.id if told.assignee else None,
        status=status,
        category=status.category,
        reason=told.reason,
        reason_source=ReasonSource.PERSON if told.assignee else ReasonSource.PROPOSED,
        priority=told.priority,
        language=told.language,
        opened_at=first,
        last_message_at=last,
        resolved_at=last if status.category == Category.RESOLVED else None,
        outcome=told.outcome or "",
        outcome_minor=told.amount.minor if told.amount else None,
        outcome_currency=told.amount.currency if told.amount else "",
    )
    messages = [_message(told, each, row, next(ids)) for each in told.messages]
    for message in messages:
        row.parties |= message.audience
        rows.show_message(row, message, Party(row.parties))
    answers = (m.received_at for m in messages if _is_answer(m))
    row.first_replied_at = next(answers, None)
    return _Stored(told, row, messages)


def _is_answer(message: Message) -> bool:
    return message.author_kind == "agent" and bool(message.audience & ~Party.OPERATOR)


def _message(told: PastConversation, said: PastMessage, row: Conversation, number: int) -> Message:
    return Message(
        pk=number,
        conversation=row,
        audience=said.audience | Party.OPERATOR,
        author_kind=said.by.kind.value,
        author_id=said.by.id,
        author_name=clean(said.by.name)[:120],
        address=clean(said.address)[:320],
        subject="" if said.is_ours else clean(told.subject)[:300],
        text=clean(said.text),
        language=said.language,
        search_config=search_config(said.language),
        external_id=said.external_id[:998],
        external_digest=digest(said.external_id) if said.external_id else None,
        files=len(said.files),
        written_at=None if said.is_ours else said.at,
        received_at=said.at,
        released_at=said.at,
    )


def _pairs(stored: Sequence[_Stored]) -> Iterator[tuple[_Stored, PastMessage, Message]]:
    for each in stored:
        for said, message in zip(each.told.messages, each.messages, strict=True):
            yield each, said, message


def _store_files(stored: Sequence[_Stored]) -> None:
    made: list[Attachment] = []
    mentions: list[Mention] = []
    for _, said, message in _pairs(stored):
        for file in said.files:
            made.append(attachment_of(file))
            made[-1].message = message
        mentions += (_mention(message, member_id) for member_id in said.mention_ids)
    Attachment.objects.bulk_create(made)
    Mention.objects.bulk_create(mentions)


def _mention(message: Message, member_id: int) -> Mention:
    return Mention(
        message=message,
        conversation_id=message.conversation_id,
        member_id=member_id,
        mentioned_at=message.received_at,
        seen_at=message.received_at,
    )


def _store_letters(stored: Sequence[_Stored]) -> None:
    """Each answer as it left, to each of its parties."""
    letters = [
        MessageDelivery(message=message, party=party, delivery=letter)
        for each, _, message in _pairs(stored)
        if _is_answer(message)
        for party in (Party.BUYER, Party.SELLER)
        if party & message.audience and (letter := _letter(each, message, party))
    ]
    deliveries = [link.delivery for link in letters]
    numbers = _numbers(Delivery._meta.db_table, len(letters))
    for link, delivery, number in zip(letters, deliveries, numbers, strict=True):
        delivery.pk = link.delivery_id = number
    insert_many(deliveries)
    insert_many(letters)


def _letter(each: _Stored, message: Message, party: Party) -> Delivery | None:
    address = _address(each.told, party)
    if not address:
        return None
    domain = each.told.channel.address.rpartition("@")[2] or "comptoir.invalid"
    return Delivery(
        channel=each.told.channel,
        state=Sending.SENT,
        message_id=make_message_id(
            key=settings.SECRET_KEY.encode(),
            conversation_id=each.row.pk,
            message_id=message.pk,
            domain=domain if party is Party.BUYER else f"seller.{domain}",
        ),
        recipients=[address],
        attempts=1,
        started_at=message.received_at,
        sent_at=message.received_at,
        give_up_at=message.received_at + _GIVEN_UP_AFTER,
    )


def _address(told: PastConversation, party: Party) -> str:
    if party is Party.SELLER:
        return told.seller.email if told.seller else ""
    return (told.identity.display or told.identity.value) if told.identity else ""


def _store_tags(stored: Sequence[_Stored]) -> None:
    names = {name for each in stored for name in each.told.tags}
    Tag.objects.bulk_create((Tag(name=name) for name in sorted(names)), ignore_conflicts=True)
    tags = {tag.name: tag for tag in Tag.objects.filter(name__in=names)}
    ConversationTag.objects.bulk_create(
        ConversationTag(conversation=each.row, tag=tags[name])
        for each in stored
        for name in each.told.tags
    )


def _promises(each: _Stored) -> Iterator[KeptPromise]:
    """Each first unanswered question with the answer it got; burst and thanks count once."""
    asked: datetime | None = None
    is_first = True
    subject = Subject(SubjectKind.CONVERSATION, each.row.pk)
    facts = rows.clock_facts(each.row)
    for message in each.messages:
        if message.author_kind in ("buyer", "seller"):
            asked = asked or message.received_at
        elif asked and _is_answer(message):
            yield KeptPromise(subject, facts, asked, message.received_at, is_first)
            asked, is_first = None, False


def _events(each: _Stored) -> Iterator[PastEvent]:
    number, told = each.row.pk, each.told
    who = told.assignee or SYSTEM
    for place, (_, said, message) in enumerate(_pairs([each])):
        yield PastEvent(_told(message, opened=place == 0), said.at, said.by)
    began = each.messages[0].received_at
    source = ReasonSource(each.row.reason_source)
    yield PastEvent(
        ReasonSet(conversation_id=number, reason=told.reason, source=source), began, who
    )
    if told.assignee:
        assigned = ConversationAssigned(
            conversation_id=number, member_id=told.assignee.id, team_id=told.team_id
        )
        yield PastEvent(assigned, began, who)
    if told.outcome:
        noted = OutcomeNoted(
            conversation_id=number, outcome=told.outcome, reason=told.reason, amount=told.amount
        )
        yield PastEvent(noted, each.row.last_message_at, who)
    if each.row.category == Category.RESOLVED:
        settled = StatusChanged(
            conversation_id=number, category=Category.RESOLVED, before=Category.WAITING
        )
        yield PastEvent(settled, each.row.last_message_at, who)


def _told(message: Message, *, opened: bool) -> MessageReceived | MessageSent:
    ids = {"conversation_id": message.conversation_id, "message_id": message.pk}
    if message.author_kind in ("agent", "system"):
        return MessageSent(**ids, audience=message.audience)
    return MessageReceived(**ids, opened=opened, audience=message.audience)
