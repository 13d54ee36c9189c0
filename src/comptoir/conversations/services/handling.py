"""What agents do with a conversation besides writing: who, what about, how urgent, whose turn."""

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.models import Member, Team
from comptoir.accounts.parties import Party
from comptoir.commerce.models import Order
from comptoir.conversations import access
from comptoir.conversations.errors import NotAMember, SellerIsFixed, UnknownChoice, UnknownStatus
from comptoir.conversations.events import (
    ClockPaused,
    ClockResumed,
    ConversationAssigned,
    OrderLinked,
    PrioritySet,
    ReasonSet,
    ReplyDeclaredNeedless,
    StatusChanged,
    TagAdded,
    TagRemoved,
)
from comptoir.conversations.models import Conversation, ConversationTag, Status, Tag
from comptoir.conversations.queries.known_reasons import is_offered
from comptoir.conversations.services import rows
from comptoir.conversations.services.habits import require_outcome
from comptoir.conversations.services.meanwhile import (
    Seen,
    SeenAssignee,
    check_assignee,
    check_priority,
    check_reason,
    check_status,
)
from comptoir.conversations.services.settling import settle_sides
from comptoir.conversations.services.sleeping import end_snooze
from comptoir.conversations.states import FLOW, Category, Intent, Priority, ReasonSource, Sides
from comptoir.deadlines import services as deadlines
from comptoir.deadlines.states import REPLIES, CancelReason, Kind
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.errors import ComptoirError
from comptoir.kit.text import clean


def _open(by: Actor, conversation_id: int) -> Conversation:
    conversation = rows.lock(conversation_id)
    access.require(by, access.HANDLE, conversation)
    return conversation


@transaction.atomic
def assign(
    *,
    by: Actor,
    conversation_id: int,
    member_id: int | None,
    team_id: int | None = None,
    keep_team: bool = True,
    keep_member: bool = False,
    seen: SeenAssignee | None = None,
) -> Conversation:
    """Give it to a member (None: to nobody), and with `keep_team=False` to a team.

    With `keep_member` it stays with whoever has it when its turn comes.

    A team with other hours moves the promise: the same time, in its hours, from the same start.
    Raises ChangedMeanwhile when it is with somebody else than `seen`.
    """
    conversation = _open(by, conversation_id)
    if keep_member:
        member_id = conversation.assignee_id
    _check_assignees(member_id, None if keep_team else team_id)
    moved = not keep_team and conversation.team_id != team_id
    if conversation.assignee_id == member_id and not moved:
        return conversation
    check_assignee(seen, conversation, with_team=not keep_team)
    conversation.assignee_id = member_id
    if moved:
        conversation.team_id = team_id
        due = deadlines.hand_over(
            by=by, subject=rows.subject_of(conversation), facts=rows.clock_facts(conversation)
        )
        rows.show_due(conversation, due)
    conversation.save(update_fields=["assignee", "team", *rows.DUE_FIELDS])
    publish(
        ConversationAssigned(
            conversation_id=conversation.pk,
            member_id=member_id,
            team_id=team_id if moved else None,
        ),
        by=by,
    )
    return conversation


def _check_assignees(member_id: int | None, team_id: int | None) -> None:
    if member_id and not Member.objects.filter(pk=member_id, is_active=True).exists():
        raise NotAMember(_("This person is not a member any more."))
    if team_id and not Team.objects.filter(pk=team_id, is_active=True).exists():
        raise NotAMember(_("This team does not exist any more."))


@transaction.atomic
def set_reason(
    *, by: Actor, conversation_id: int, reason: Intent, seen: Seen[str] | None = None
) -> Conversation:
    """A person's choice: it chooses the clock anew from the original start, and stays.

    Raises ChangedMeanwhile when somebody chose another one than `seen`.
    """
    conversation = _open(by, conversation_id)
    same = conversation.reason == reason and conversation.reason_source == ReasonSource.PERSON
    if not same:
        check_reason(seen, conversation)
        check_offered(conversation, reason)
        apply_reason(by=by, conversation=conversation, reason=reason, source=ReasonSource.PERSON)
    return conversation


@transaction.atomic
def propose_reason(*, by: Actor, conversation_id: int, reason: Intent) -> Conversation:
    """A proposal never overwrites a person's choice."""
    conversation = rows.lock(conversation_id)
    is_free = conversation.reason_source != ReasonSource.PERSON and is_offered(reason)
    if is_free and conversation.reason != reason:
        source = ReasonSource.PROPOSED
        apply_reason(by=by, conversation=conversation, reason=reason, source=source)
    return conversation


def check_offered(conversation: Conversation, reason: Intent) -> None:
    """Raise UnknownChoice for one that is retired, or no reason here; what it has, it may keep."""
    if conversation.reason != reason and not is_offered(reason):
        raise UnknownChoice(_("This contact reason is not offered any more. Choose another one."))


def apply_reason(
    *, by: Actor, conversation: Conversation, reason: Intent, source: ReasonSource
) -> None:
    """Write the reason on a locked row and let it choose the clock."""
    conversation.reason, conversation.reason_source = reason, source
    due = deadlines.restart_for_reason(
        by=by, subject=rows.subject_of(conversation), facts=rows.clock_facts(conversation)
    )
    rows.show_due(conversation, due)
    conversation.save(update_fields=["reason", "reason_source", *rows.DUE_FIELDS])
    publish(ReasonSet(conversation_id=conversation.pk, reason=reason, source=source), by=by)


@transaction.atomic
def set_status(
    *,
    by: Actor,
    conversation_id: int,
    status: str,
    seen: Seen[str] | None = None,
    sides: Sides = Sides.ASK,
) -> Conversation:
    """Move to a status by its key; the promise to resolve is kept when it is resolved.

    What it is already, it stays: two who resolve it at once did the same. Raises UnknownStatus,
    ChangedMeanwhile when a colleague chose another one than `seen`, and SidesOpen.
    """
    conversation = _open(by, conversation_id)
    target = _status(status)
    if conversation.status_id == target.pk:
        return conversation
    check_status(seen, conversation, by)
    FLOW.check(Category(conversation.category), Category(target.category))
    if target.category == Category.RESOLVED:
        require_outcome(by, conversation)
        settle_sides(by, conversation, sides, resolve_locked)
    if target.category == conversation.category:
        _call(by, conversation, target)
    elif target.category == Category.RESOLVED:
        resolve_locked(by=by, conversation=conversation, status=target)
    else:
        move_locked(by, conversation, target)
    return conversation


# What a status means may be changed until the first conversation has it: whoever gives it to
# one holds it as it is.
_HELD = "SELECT * FROM conversations_status WHERE key = %s FOR SHARE"


def _status(key: str) -> Status:
    found = next(iter(Status.objects.raw(_HELD, [clean(key)])), None)
    if found is None:
        raise UnknownStatus(_("Choose a status from the list."))
    return found


def _call(by: Actor, conversation: Conversation, target: Status) -> None:
    """Another word for what it is already: no clock moves."""
    conversation.status = target
    conversation.save(update_fields=["status"])
    _tell_status(by, conversation, target, Category(target.category))


def resolve_locked(*, by: Actor, conversation: Conversation, status: Status | None = None) -> None:
    """Resolve a locked conversation: nobody waits any more."""
    subject = rows.subject_of(conversation)
    deadlines.meet(by=by, subject=subject, kinds=(Kind.RESOLUTION,))
    due = deadlines.cancel(by=by, subject=subject, why=CancelReason.NO_REPLY_NEEDED)
    rows.show_due(conversation, due)
    conversation.waiting_since = None
    conversation.resolved_at = now()
    move_locked(by, conversation, status or Status.objects.get(pk="resolved"))


def move_locked(by: Actor, conversation: Conversation, target: Status) -> None:
    """Another category for a locked conversation; who gets up ends what set it aside."""
    before = Category(conversation.category)
    conversation.status, conversation.category = target, target.category
    if target.category != Category.RESOLVED:
        conversation.resolved_at = None
        _follow_with_clock(by, conversation, before)
    if before is Category.SNOOZED:
        end_snooze(conversation)
    conversation.save()
    _tell_status(by, conversation, target, before)


def _tell_status(by: Actor, conversation: Conversation, target: Status, before: Category) -> None:
    changed = StatusChanged(
        conversation_id=conversation.pk,
        category=Category(target.category),
        before=before,
        status_number=target.number,
    )
    publish(changed, by=by)


def _follow_with_clock(by: Actor, conversation: Conversation, before: Category) -> None:
    """Our own clock rests while somebody else has to act, and runs on when it is our turn."""
    subject = rows.subject_of(conversation)
    if before is Category.RESOLVED:
        due = deadlines.reopen(by=by, subject=subject)
    elif conversation.category == Category.OPEN:
        due = deadlines.resume(by=by, subject=subject)
    else:
        due = deadlines.pause(by=by, subject=subject)
    rows.show_due(conversation, due)


@transaction.atomic
def set_priority(
    *, by: Actor, conversation_id: int, priority: Priority, seen: Seen[int] | None = None
) -> Conversation:
    """Raises ChangedMeanwhile when it is another one than `seen`."""
    conversation = _open(by, conversation_id)
    if conversation.priority != priority:
        check_priority(seen, conversation)
        conversation.priority = priority
        conversation.save(update_fields=["priority"])
        publish(PrioritySet(conversation_id=conversation.pk, priority=priority), by=by)
    return conversation


@transaction.atomic
def tag(*, by: Actor, conversation_id: int, name: str) -> Tag:
    """Add a tag by its name; a name that is new becomes a tag."""
    conversation = _open(by, conversation_id)
    name = " ".join(clean(name).split())[:40].strip("# ").casefold()
    if not name:
        raise ComptoirError(_("A tag needs a name."))
    found, _new = Tag.objects.get_or_create(name=name)
    _link, added = ConversationTag.objects.get_or_create(conversation=conversation, tag=found)
    if added:
        publish(TagAdded(conversation_id=conversation.pk, tag_id=found.pk), by=by)
    return found


@transaction.atomic
def untag(*, by: Actor, conversation_id: int, name: str) -> None:
    """Take a tag off; one that it does not carry changes nothing."""
    conversation = _open(by, conversation_id)
    links = ConversationTag.objects.filter(conversation=conversation, tag__name=clean(name))
    for link in links.select_for_update():
        link.delete()
        publish(TagRemoved(conversation_id=conversation.pk, tag_id=link.tag_id), by=by)


@transaction.atomic
def declare_reply_needless(*, by: Actor, conversation_id: int) -> Conversation:
    """“No reply needed”: stops the response clock, the marketplace's too."""
    conversation = _open(by, conversation_id)
    if conversation.waiting_since is None and not conversation.next_due_kind:
        return conversation
    due = deadlines.cancel(
        by=by,
        subject=rows.subject_of(conversation),
        why=CancelReason.NO_REPLY_NEEDED,
        kinds=REPLIES,
    )
    rows.show_due(conversation, due)
    conversation.waiting_since = None
    conversation.save(update_fields=["waiting_since", *rows.DUE_FIELDS])
    publish(ReplyDeclaredNeedless(conversation_id=conversation.pk), by=by)
    return conversation


@transaction.atomic
def pause_clock(*, by: Actor, conversation_id: int) -> Conversation:
    """Stop our own clock while somebody else has to act; the marketplace's runs on."""
    conversation = _open(by, conversation_id)
    was_paused = conversation.next_due_paused_left is not None
    rows.show_due(conversation, deadlines.pause(by=by, subject=rows.subject_of(conversation)))
    conversation.save(update_fields=[*rows.DUE_FIELDS])
    if conversation.next_due_paused_left is not None and not was_paused:
        publish(ClockPaused(conversation_id=conversation.pk), by=by)
    return conversation


@transaction.atomic
def resume_clock(*, by: Actor, conversation_id: int) -> Conversation:
    """Let our own clock run on with the time it had left."""
    conversation = _open(by, conversation_id)
    was_paused = conversation.next_due_paused_left is not None
    rows.show_due(conversation, deadlines.resume(by=by, subject=rows.subject_of(conversation)))
    conversation.save(update_fields=[*rows.DUE_FIELDS])
    if was_paused:
        publish(ClockResumed(conversation_id=conversation.pk), by=by)
    return conversation


@transaction.atomic
def link_order(*, by: Actor, conversation_id: int, order: Order) -> Conversation:
    """Say which order a conversation is about: it may change what is promised.

    Raises SellerIsFixed for another seller's order once a seller could read in here.
    """
    conversation = _open(by, conversation_id)
    if conversation.seller_id != order.seller_id:
        if conversation.seller_id is not None and conversation.parties & Party.SELLER:
            raise SellerIsFixed(_("This order belongs to another seller than the conversation."))
        # No seller is ever in a side conversation, whatever it is about.
        if conversation.third_party_id is None:
            conversation.seller_id = order.seller_id
    conversation.order = order
    due = deadlines.restart_for_reason(
        by=by, subject=rows.subject_of(conversation), facts=rows.clock_facts(conversation)
    )
    rows.show_due(conversation, due)
    conversation.save(update_fields=["order", "seller", *rows.DUE_FIELDS])
    publish(OrderLinked(conversation_id=conversation.pk, order_id=order.pk), by=by)
    return conversation
