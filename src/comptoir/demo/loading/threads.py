"""Conversations: buyers' mails through the real intake, answers through the real reply."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from comptoir.channels import services as channels
from comptoir.channels.errors import ForbiddenContent
from comptoir.channels.models import Delivery
from comptoir.commerce.queries import find_order
from comptoir.conversations import services as conversations
from comptoir.conversations.models import Conversation as StoredConversation
from comptoir.conversations.models import MessageDelivery
from comptoir.conversations.states import Priority
from comptoir.demo.content.mails import as_bounce, as_mail
from comptoir.demo.content.settling import settled_with
from comptoir.demo.content.shapes import Author, Conversation, Outcome, Turn, TurnKind
from comptoir.demo.loading.house import House
from comptoir.demo.loading.past import as_drawn, audience_of
from comptoir.kit.actor import SYSTEM, Actor, ActorKind
from comptoir.kit.clock import freeze

SOON = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Step:
    """What happens beside a conversation at its time, given the conversation's id."""

    at: datetime
    take: Callable[[int], None]


def load_conversation(
    told: Conversation, house: House, beside: Sequence[Step] = ()
) -> Iterator[int]:
    """One matter from its first message to where it stands; yields messages with files to show."""
    channel = house.channels[told.channel.key]
    number: int | None = None
    for turn in told.turns:
        beside = _take_up(beside, number, until=turn.at)
        with freeze(turn.at):
            if turn.author in (Author.BUYER, Author.SELLER) or turn.kind is not TurnKind.MESSAGE:
                received = channels.receive(
                    by=Actor(ActorKind.CHANNEL, channel.pk),
                    channel=channel,
                    raw=_raw(told, turn, number),
                    at=turn.at,
                )
                if received.taken is None:
                    continue
                if turn.attachments:
                    yield received.taken.message_id
                if number is None:
                    number = received.taken.conversation_id
                    house.numbers[told.key] = number
                    _begin(told, house, number)
            elif number is not None:
                _say(turn, house, number)
    if number is not None:
        end = told.turns[-1].at + SOON
        later = _take_up(beside, number, until=end)
        with freeze(end):
            _end(told, house, number)
        _take_up(later, number)


def _take_up(
    beside: Sequence[Step], number: int | None, until: datetime | None = None
) -> Sequence[Step]:
    """Take the steps whose time has come; those that remain."""
    if number is None:
        return beside
    due = [step for step in beside if until is None or step.at <= until]
    for step in due:
        with freeze(step.at):
            step.take(number)
    return [step for step in beside if step not in due]


def _raw(told: Conversation, turn: Turn, number: int | None) -> bytes:
    """The turn as a mail; a bounce names the letter that came back."""
    if turn.kind is not TurnKind.BOUNCE:
        return as_mail(turn, told, told.channel, draw=as_drawn, answers=_last_letter(number))
    return as_bounce(turn, told, told.channel, message_id=_last_letter(number))


def _last_letter(number: int | None) -> str:
    """The id under which our last answer went out; "" where none did."""
    if number is None:
        return ""
    sent = Delivery.objects.filter(message_delivery__message__conversation_id=number)
    message_id = sent.order_by("-pk").values_list("message_id", flat=True).first()
    return f"<{message_id}>" if message_id else ""


def _begin(told: Conversation, house: House, number: int) -> None:
    """Team, person and reason, as they were chosen when it came in."""
    if told.is_spam:
        return
    who = told.assignee
    actor = house.actor_of(who).actor if who else SYSTEM
    _link_order(told, house, number, actor)
    conversations.assign(
        by=actor,
        conversation_id=number,
        member_id=house.actor_of(who).member.pk if who else None,
        team_id=house.teams[told.team].pk,
        keep_team=False,
    )
    if who:
        conversations.set_reason(by=actor, conversation_id=number, reason=told.intent)
    else:
        conversations.propose_reason(by=SYSTEM, conversation_id=number, reason=told.intent)


def _link_order(told: Conversation, house: House, number: int, actor: Actor) -> None:
    """The order that was found although the mail did not name it."""
    if told.order is None or (told.seller is not None and told.buyer is None):
        return
    if StoredConversation.objects.filter(pk=number, order__isnull=True).exists():
        marketplace = house.channels[told.channel.key].marketplace_id
        order = find_order(told.order.external_id, marketplace)
        if order is not None:
            conversations.link_order(by=actor, conversation_id=number, order=order)


def _say(turn: Turn, house: House, number: int) -> None:
    """A note or a reply of ours; the reply has left by the time the sample begins."""
    if turn.agent is None:
        return
    actor = house.actor_of(turn.agent).actor
    if turn.is_note:
        named = [house.identities[key].member.pk for key in turn.mentions]
        conversations.write_note(
            by=actor, conversation_id=number, text=turn.text, mention_ids=named
        )
        return
    try:
        message = conversations.reply(
            by=actor, conversation_id=number, text=turn.text, audience=audience_of(turn)
        )
    except ForbiddenContent:
        return  # What a marketplace forbids never went out.
    for link in MessageDelivery.objects.filter(message=message).select_related("delivery"):
        conversations.release(by=actor, delivery=link.delivery)
        channels.note_sent(delivery_id=link.delivery_id)


_STATUS = {
    Outcome.WAITING_BUYER: "waiting_buyer",
    Outcome.WAITING_SELLER: "waiting_seller",
    Outcome.WAITING_CARRIER: "waiting_carrier",
    Outcome.RESOLVED: "resolved",
}


def _end(told: Conversation, house: House, number: int) -> None:
    """Where it stands now: spam, tags, priority, status."""
    who = told.assignee or next((t.agent for t in told.turns if t.agent), None)
    actor = house.actor_of(who).actor if who else SYSTEM
    if told.is_spam:
        conversations.mark_as_spam(by=actor, conversation_id=number)
        return
    for tag in told.tags:
        conversations.tag(by=actor, conversation_id=number, name=tag)
    if told.priority:
        conversations.set_priority(
            by=actor, conversation_id=number, priority=Priority(told.priority)
        )
    came_back = told.turns[-1].kind is TurnKind.BOUNCE  # the desk has opened it again itself
    settled = settled_with(told)
    if settled is not None and not came_back:
        outcome, amount = settled
        conversations.resolve(by=actor, conversation_id=number, outcome=outcome, amount=amount)
    elif told.outcome in _STATUS and not came_back:
        conversations.set_status(by=actor, conversation_id=number, status=_STATUS[told.outcome])
