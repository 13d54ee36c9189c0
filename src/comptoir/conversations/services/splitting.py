"""Messages of a conversation go into one of their own, which later mail to them finds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.parties import Party
from comptoir.commerce.models import Order
from comptoir.conversations import access
from comptoir.conversations.errors import SplitRefused
from comptoir.conversations.events import ConversationSplit, ConversationSplitOff
from comptoir.conversations.models import (
    Conversation,
    ConversationLink,
    Draft,
    Merge,
    Message,
    Reading,
    Split,
)
from comptoir.conversations.policies.splitting import (
    About,
    Hindrance,
    Said,
    SplitFacts,
    Waits,
    hindrance,
    waits,
)
from comptoir.conversations.services import rows, standing
from comptoir.conversations.services.faces import count_anew
from comptoir.conversations.services.handling import check_offered
from comptoir.conversations.services.merging import merge, send_to
from comptoir.conversations.states import Category, Intent, ReasonSource
from comptoir.deadlines import services as deadlines
from comptoir.deadlines.states import REPLIES, CancelReason, Source
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.text import clean

_SUBJECT = 300
_ASKING = ("buyer", "seller", "other")


@transaction.atomic
def split(
    *,
    by: Actor,
    conversation_id: int,
    message_ids: Sequence[int],
    subject: str = "",
    reason: Intent | None = None,
    order: Order | None = None,
) -> Conversation:
    """Authors, persons and audiences stay as they were; it is about `order`, or the same as before.

    The marketplace's own clocks stay where they are. Raises SplitRefused.
    """
    source = rows.lock(conversation_id)
    access.require(by, access.HANDLE, source)
    said = _said(source)
    chosen = frozenset(message_ids)
    _check(source, said, chosen, order)
    before = standing.of(source)
    waiting = waits(said, chosen, waiting_since=source.waiting_since, now=now())
    if reason is not None:
        check_offered(source, reason)
    target = _begin(by, source, subject, reason, order)
    send_to(target, sorted(chosen))
    _tell_rows(source, target)
    moved = _set_clocks(by, source, target, waiting)
    kept = {"ids": sorted(chosen), "before": before, "after": standing.of(source), "clocks": moved}
    Split.objects.create(
        source=source, target=target, member_id=by.row_id, split_at=now(), moved=kept
    )
    publish(ConversationSplit(conversation_id=source.pk, into_id=target.pk), by=by)
    publish(ConversationSplitOff(conversation_id=target.pk, from_id=source.pk), by=by)
    return target


def _said(source: Conversation) -> tuple[Said, ...]:
    found = Message.objects.filter(conversation=source).order_by("pk")
    columns = ("pk", "audience", "received_at", "author_kind", "facts", "released_at")
    return tuple(
        Said(
            id=pk,
            audience=Party(audience),
            at=at,
            asks=author in _ASKING and "auto" not in facts,
            has_left=released_at is not None,
        )
        for pk, audience, at, author, facts, released_at in found.values_list(*columns)
    )


def _check(
    source: Conversation, said: Sequence[Said], chosen: frozenset[int], order: Order | None
) -> None:
    facts = SplitFacts(
        said=said,
        chosen=chosen,
        buyer_id=source.identity.buyer_id if source.identity else None,
        seller_id=source.seller_id,
        order=About(order.buyer_id, order.seller_id) if order is not None else None,
        is_spam=source.is_spam,
        is_merged=source.merged_into_id is not None,
        is_side=source.side_of_id is not None,
    )
    if (found := hindrance(facts)) is not None:
        raise SplitRefused(_refusal(found))


def _refusal(found: Hindrance) -> str:
    words = {
        Hindrance.NOTHING: _("Tick the messages that are another matter."),
        Hindrance.ALL: _("At least one message has to stay. Change the subject or reason instead."),
        Hindrance.GONE: _("One of the messages is not here any more. Look at the list again."),
        Hindrance.NOT_LEFT: _("One of the messages has not left yet. Wait until it has."),
        Hindrance.SPAM: _("This conversation lies in spam. Take it out first."),
        Hindrance.MERGED: _("It was merged already. Split it where its matter goes on."),
        Hindrance.SIDE: _("A side conversation is one matter: ask anew beside the conversation."),
        Hindrance.OTHER_BUYER: _("This order belongs to another buyer."),
        Hindrance.OTHER_SELLER: _("This order belongs to another seller than the conversation."),
    }
    return words[found]


def _begin(
    by: Actor, source: Conversation, subject: str, reason: Intent | None, order: Order | None
) -> Conversation:
    target = Conversation.objects.create(
        channel=source.channel,
        subject=clean(subject).strip()[:_SUBJECT] or source.subject,
        identity=source.identity,
        seller_id=order.seller_id if order is not None else source.seller_id,
        order_id=order.pk if order is not None else source.order_id,
        team_id=source.team_id,
        assignee_id=source.assignee_id,
        reason=reason or source.reason,
        reason_source=ReasonSource.PERSON if reason else source.reason_source,
        language=source.language,
        status_id="open",
        opened_at=now(),
        last_message_at=source.last_message_at,
    )
    ConversationLink.objects.create(earlier=source, later=target)
    return target


def _tell_rows(source: Conversation, target: Conversation) -> None:
    """What both rows repeat of their messages, and how far each member has read."""
    parties = Party.OPERATOR
    for each in Message.objects.filter(conversation=target).order_by("pk"):
        parties |= Party(each.audience)
        target.last_message_at = each.received_at
        if each.author_kind == "agent" and each.audience & ~Party.OPERATOR:
            target.first_replied_at = target.first_replied_at or each.received_at
    target.parties = parties
    count_anew(source)
    count_anew(target)
    source.last_message_at = _last(source)
    read = Reading.objects.filter(conversation=source).values_list("member_id", "last_read_id")
    Reading.objects.bulk_create(
        Reading(conversation=target, member_id=member, last_read_id=last) for member, last in read
    )


def _last(conversation: Conversation) -> datetime:
    found = Message.objects.filter(conversation=conversation).order_by("-pk")
    return found.values_list("received_at", flat=True).first() or conversation.last_message_at


def _set_clocks(by: Actor, source: Conversation, target: Conversation, waiting: Waits) -> bool:
    """Our promises begin where somebody waits; whether those of the source changed for it."""
    is_other = source.waiting_since != waiting.here
    if is_other:
        due = deadlines.cancel(
            by=by,
            subject=rows.subject_of(source),
            why=CancelReason.SPLIT,
            kinds=REPLIES,
            sources=(Source.POLICY,),
        )
        source.waiting_since = waiting.here
        rows.show_due(source, due)
        if waiting.here is not None:
            rows.start_promise(by, source, waiting.here)
    if waiting.there is not None:
        rows.wait_for_us(target, waiting.there)
        rows.start_promise(by, target, waiting.there)
    source.save()
    target.save()
    return is_other


@dataclass(frozen=True, slots=True)
class _Kept:
    ids: Sequence[int]
    before: dict[str, Any]
    after: dict[str, Any]
    clocks: bool


@transaction.atomic
def unsplit(*, by: Actor, conversation_id: int) -> Conversation:
    """Put the messages back while nothing followed; its number leads there from now on.

    Raises SplitRefused once something was written in the new conversation, or it is merged.
    """
    made = Split.objects.filter(target=conversation_id, undone_at=None).first()
    if made is None:
        raise SplitRefused(_("This conversation was not split off, or it was put back already."))
    locked = {n: rows.lock(n) for n in sorted({made.source_id, made.target_id})}
    source, target = locked[made.source_id], locked[made.target_id]
    access.require(by, access.HANDLE, source)
    access.require(by, access.HANDLE, target)
    made = Split.objects.select_for_update().get(pk=made.pk)
    if made.undone_at is not None:
        return source
    kept = _Kept(**made.moved)
    _check_nothing_followed(source, target, kept)
    send_to(source, kept.ids)
    _put_back(by, source, target, kept)
    made.undone_at = now()
    made.save(update_fields=["undone_at"])
    return merge(by=by, conversation_id=target.pk, into_id=source.pk)


def _check_nothing_followed(source: Conversation, target: Conversation, kept: _Kept) -> None:
    here = set(Message.objects.filter(conversation=target).values_list("pk", flat=True))
    followed = here != set(kept.ids) or Draft.objects.filter(conversation=target).exists()
    joined = Merge.objects.filter(target=target, undone_at=None).exists()
    if followed or joined or target.merged_into_id is not None:
        raise SplitRefused(_("Something was written there since. Merge the two instead."))
    if source.merged_into_id is not None:
        said = _("#%(number)s was merged itself. Take that one out first.")
        raise SplitRefused(said % {"number": source.pk})


def _put_back(by: Actor, source: Conversation, target: Conversation, kept: _Kept) -> None:
    """Both rows as if nothing had been split; what changed since stays."""
    theirs, own = rows.subject_of(target), rows.subject_of(source)
    rows.show_due(target, deadlines.cancel(by=by, subject=theirs, why=CancelReason.MERGED))
    target.status_id, target.category, target.resolved_at = "resolved", Category.RESOLVED, now()
    target.waiting_since = None
    target.seller_id, target.order_id = source.seller_id, source.order_id
    count_anew(target)
    target.save()
    standing.give_back(source, kept.before, kept.after)
    count_anew(source)
    if kept.clocks:
        deadlines.cancel(
            by=by,
            subject=own,
            why=CancelReason.MERGED,
            kinds=REPLIES,
            sources=(Source.POLICY,),
        )
        due = deadlines.take_back(by=by, subject=own, why=CancelReason.SPLIT)
        rows.show_due(source, due)
    source.save()
