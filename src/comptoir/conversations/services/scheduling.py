"""Send later: a draft that leaves by itself at its time, unless somebody wrote meanwhile."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from comptoir.accounts.identity import identify
from comptoir.accounts.parties import Party
from comptoir.conversations import access
from comptoir.conversations.errors import (
    NoSuchMoment,
    NothingScheduled,
    StaleReply,
    WordsInTheWay,
)
from comptoir.conversations.events import (
    ReplyScheduled,
    ScheduleCancelled,
    ScheduledReplyReturned,
)
from comptoir.conversations.models import Conversation, Draft
from comptoir.conversations.policies.moments import LONGEST
from comptoir.conversations.services import rows
from comptoir.conversations.services.drafting import write_draft
from comptoir.conversations.services.replying import Recipients, check_reply, reply
from comptoir.conversations.services.uploading import put_aside
from comptoir.conversations.states import Returning
from comptoir.journal import publish
from comptoir.kit.actor import SYSTEM, Actor
from comptoir.kit.clock import now
from comptoir.kit.errors import ComptoirError

_TOGETHER = 200
_TO_ITSELF = Recipients()


@transaction.atomic
def schedule_reply(
    *,
    by: Actor,
    conversation_id: int,
    text: str,
    audience: Party,
    at: datetime,
    recipients: Recipients = _TO_ITSELF,
    last_seen_id: int | None = None,
    then_resolve: bool = False,
    uploads: Sequence[UUID] = (),
) -> Draft:
    """Keep the reply until its time. Refused now for all that a reply is refused for now.

    Told twice it is one reply, which leaves at the time told last. A program's never takes the
    place of words that its owner has begun: WordsInTheWay.
    """
    conversation = rows.lock(conversation_id)
    access.require(by, access.REPLY, conversation)
    if not now() < at <= now() + LONGEST:
        raise NoSuchMoment(_("Choose a time within the coming year."))
    check_reply(by, conversation, text, audience, last_seen_id)
    _check_place(by, conversation)
    draft = write_draft(
        by=by,
        conversation=conversation,
        mode="reply",
        text=text.strip(),
        audience=audience,
        to=recipients.to,
        cc=recipients.cc,
    )
    put_aside(by=by, conversation=conversation, draft=draft, uploads=uploads)
    draft.send_at, draft.send_then = at, "resolve" if then_resolve else ""
    draft.last_seen_id = conversation.operator_last_id if last_seen_id is None else last_seen_id
    draft.save(update_fields=["send_at", "send_then", "last_seen_id"])
    scheduled = ReplyScheduled(conversation_id=conversation.pk, member_id=by.row_id, at=at)
    publish(scheduled, by=by)
    return draft


def _check_place(by: Actor, conversation: Conversation) -> None:
    """A program puts its reply where its owner writes: never over words that he has begun."""
    if by.only is None:
        return
    begun = Draft.objects.filter(
        conversation=conversation, member_id=by.row_id, mode="reply", send_at=None
    )
    if any(draft.text.strip() for draft in begun):
        raise WordsInTheWay


@transaction.atomic
def cancel_scheduled(*, by: Actor, conversation_id: int) -> Draft:
    """The member's own reply is a draft again; raises NothingScheduled."""
    conversation = rows.lock(conversation_id)
    access.require(by, access.NOTE, conversation)
    waiting = _waiting().filter(conversation=conversation, member_id=by.row_id)
    draft = waiting.first()
    if draft is None:
        raise NothingScheduled(_("This reply has left, or was taken back already."))
    _stay(draft)
    cancelled = ScheduleCancelled(conversation_id=conversation.pk, member_id=by.row_id)
    publish(cancelled, by=by)
    return draft


def _waiting() -> "QuerySet[Draft]":
    return Draft.objects.filter(send_at__isnull=False, mode="reply")


def _stay(draft: Draft) -> None:
    draft.send_at = None
    draft.save(update_fields=["send_at"])


def send_due(*, at: datetime | None = None) -> int:
    """Send what is due, each in a transaction of its own; how many left."""
    due = _waiting().filter(send_at__lte=at or now()).order_by("send_at", "pk")
    found = list(due.values_list("pk", "conversation_id")[:_TOGETHER])
    return sum(_send_one(pk, conversation_id, at or now()) for pk, conversation_id in found)


@transaction.atomic
def _send_one(draft_id: int, conversation_id: int, at: datetime) -> bool:
    """Once: the draft is gone with the message that it became."""
    conversation = rows.lock(conversation_id)
    due = _waiting().filter(pk=draft_id, send_at__lte=at).select_related("member")
    draft = due.select_for_update(of=("self",)).first()
    if draft is None:
        return False
    try:
        with transaction.atomic():
            _send(draft, conversation)
    except ComptoirError as refusal:
        _give_back(draft, refusal)
        return False
    return True


def _send(draft: Draft, conversation: Conversation) -> None:
    """As if its author pressed the button now, with the rights that he has now."""
    reply(
        by=identify(draft.member).actor,
        conversation_id=conversation.pk,
        text=draft.text,
        audience=Party(draft.audience or 0),
        recipients=Recipients(to=tuple(draft.to), cc=tuple(draft.cc)),
        last_seen_id=draft.last_seen_id,
        then_resolve=draft.send_then == "resolve",
    )


def _give_back(draft: Draft, refusal: ComptoirError) -> None:
    _stay(draft)
    returned = ScheduledReplyReturned(
        conversation_id=draft.conversation_id,
        member_id=draft.member_id,
        why=Returning.STALE if isinstance(refusal, StaleReply) else Returning.REFUSED,
    )
    publish(returned, by=SYSTEM, detail={"refusal": str(refusal)})
