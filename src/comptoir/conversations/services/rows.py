"""Keeping the conversation's row true: what every verb of this package shares."""

from datetime import datetime

from django.utils.translation import gettext as _

from comptoir.accounts.parties import Party
from comptoir.conversations.errors import NoSuchConversation
from comptoir.conversations.models import Conversation, Message
from comptoir.conversations.policies.languages import search_config
from comptoir.conversations.policies.unspaced import in_pieces
from comptoir.conversations.queries.promises import clock_facts_of
from comptoir.deadlines import services as deadlines
from comptoir.deadlines.services import ClockFacts, NextDue, Subject, SubjectKind
from comptoir.deadlines.states import FIRST_CONTACT, NEXT_CONTACT
from comptoir.kit.actor import Actor
from comptoir.kit.db import planned_cursor
from comptoir.kit.rows import select
from comptoir.kit.text import excerpt

EXCERPT = 140
# to_tsvector takes at most a megabyte of lexemes; what comes later is not found.
SEARCHED = 100_000


def lock(conversation_id: int) -> Conversation:
    """The row, locked, with what deciding needs; raises NoSuchConversation."""
    found = find_locked(conversation_id)
    if found is None:
        said = _("There is no conversation #%(number)s.")
        raise NoSuchConversation(said % {"number": conversation_id})
    return found


def find_locked(conversation_id: int) -> Conversation | None:
    """The same, for who says by himself that there is none."""
    beside = ("channel", "identity", "seller")
    locked = "WHERE t.id = %s FOR UPDATE OF t"
    return next(iter(select(Conversation, locked, [conversation_id], beside=beside)), None)


def lock_around(message_id: int) -> Conversation | None:
    """The conversation of a message, locked; None if it is gone. A merge may move it meanwhile."""
    of_message = Message.objects.filter(pk=message_id).values_list("conversation_id", flat=True)
    while (number := of_message.first()) is not None:
        conversation = lock(number)
        if of_message.first() == number:
            return conversation
    return None


def subject_of(conversation: Conversation) -> Subject:
    return Subject(SubjectKind.CONVERSATION, conversation.pk)


def clock_facts(conversation: Conversation) -> ClockFacts:
    """What chooses the promise that this conversation runs under."""
    return clock_facts_of(
        conversation.channel,
        reason=conversation.reason,
        has_order=conversation.order_id is not None,
        team_id=conversation.team_id,
        identity_id=conversation.identity_id,
    )


DUE_FIELDS = (
    "next_due_at",
    "next_due_started_at",
    "next_due_kind",
    "next_due_source",
    "next_due_paused_left",
)


def show_due(conversation: Conversation, due: NextDue | None) -> None:
    """Write the one clock to show on the row; a paused clock is never due."""
    conversation.next_due_at = due.running_due_at if due else None
    conversation.next_due_started_at = due.started_at if due else None
    conversation.next_due_kind = due.kind if due else ""
    conversation.next_due_source = due.source if due else ""
    left = due.left_when_paused if due else None
    conversation.next_due_paused_left = int(left.total_seconds()) if left is not None else None


FACES = (
    (Party.OPERATOR, "operator"),
    (Party.BUYER, "buyer"),
    (Party.SELLER, "seller"),
)


def gist_of(message: Message) -> str:
    """The line that lists show of a message."""
    return excerpt(message.text, EXCERPT) or excerpt(message.subject, EXCERPT)


def show_message(conversation: Conversation, message: Message, parties: Party) -> None:
    """Repeat a message on the row, once for each party that may see it."""
    gist = gist_of(message)
    for party, name in FACES:
        if party & parties & Party(message.audience):
            setattr(conversation, f"{name}_excerpt", gist)
            setattr(conversation, f"{name}_last_id", message.pk)
            setattr(conversation, f"{name}_count", getattr(conversation, f"{name}_count") + 1)


FACE_FIELDS = tuple(
    f"{name}_{field}" for _, name in FACES for field in ("excerpt", "last_id", "count")
)


def search_vector(text: str, language: str) -> tuple[str, list[str]]:
    """The search column of a message, as SQL: its words in its language, and as they are."""
    words = text[:SEARCHED]
    config = search_config(language)
    if config == "simple":
        return "to_tsvector('simple', %s)", [_as_they_are(words)]
    found = "to_tsvector(%s::regconfig, %s) || to_tsvector('simple', %s)"
    return found, [config, words, _as_they_are(words)]


def search_anew(message: Message) -> None:
    """Its words are others now."""
    sql, params = search_vector(f"{message.text}\n{message.author_name}", message.language)
    with planned_cursor() as cursor:
        cursor.execute(
            f"UPDATE conversations_message SET search = {sql} WHERE id = %s",  # noqa: S608
            [*params, message.pk],
        )


def _as_they_are(words: str) -> str:
    """With the pairs of Chinese and Japanese, in which words can't be told apart."""
    pieces = in_pieces(words)
    return f"{words}\n{pieces}" if pieces else words


def wait_for_us(conversation: Conversation, since: datetime) -> None:
    """It is our turn: open, and waiting since the first message that was not answered."""
    conversation.status_id = "open"
    conversation.category = "open"
    conversation.resolved_at = None
    if conversation.waiting_since is None:
        conversation.waiting_since = since


def start_promise(by: Actor, conversation: Conversation, since: datetime) -> None:
    """Promise an answer to what came in `since`; a promise that runs already keeps its clock.

    Third parties are promised nothing.
    """
    if conversation.third_party_id is not None:
        return
    is_first = conversation.first_replied_at is None
    due = deadlines.start(
        by=by,
        subject=subject_of(conversation),
        facts=clock_facts(conversation),
        started_at=since,
        kinds=FIRST_CONTACT if is_first else NEXT_CONTACT,
    )
    show_due(conversation, due)
