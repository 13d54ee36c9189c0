"""Sharing out what comes in."""

from django.db import transaction

from comptoir.conversations import services as conversations
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries import conversations_for
from comptoir.journal import publish
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import now
from comptoir.triage.events import ConversationRouted
from comptoir.triage.models import TeamRouting, Turn
from comptoir.triage.policies.routing import Choice, choose
from comptoir.triage.queries.people import EVERYTHING, candidates, is_there_something_to_decide
from comptoir.triage.services.away import return_if_away
from comptoir.triage.states import Back, Mode

_A_MINUTE = 200


def attend(*, conversation_id: int) -> None:
    """Somebody wrote: what belongs to one who is away goes back, what is nobody's is shared out."""
    if not is_there_something_to_decide(now()):
        return
    return_if_away(conversation_id=conversation_id, why=Back.MESSAGE)
    route(conversation_id=conversation_id)


@transaction.atomic
def route(*, conversation_id: int) -> Choice | None:
    """Give it to whoever is next in its team, or name him; None where nobody is, or it has one.

    The conversation is locked before its team's routing; two workers choose one after the other.
    """
    conversation = _homeless(conversation_id)
    if conversation is None:
        return None
    routing = (
        TeamRouting.objects.select_for_update()
        .filter(team=conversation.team_id)
        .exclude(mode=Mode.OFF)
        .first()
    )
    if routing is None:
        return None
    choice = choose(candidates(routing, now()), conversation.language)
    if choice is not None:
        _give(conversation, routing, choice)
    return choice


def _homeless(conversation_id: int) -> Conversation | None:
    """Locked, if it is open, in a team, and nobody has it."""
    found = conversations_for(EVERYTHING).filter(pk=conversation_id)
    conversation = found.select_for_update(of=("self",)).first()
    if conversation is None or conversation.team_id is None:
        return None
    is_open = conversation.category == "open" and not conversation.is_spam
    is_free = conversation.assignee_id is None and conversation.merged_into_id is None
    return conversation if is_open and is_free else None


def _give(conversation: Conversation, routing: TeamRouting, choice: Choice) -> None:
    is_given = routing.mode == Mode.ASSIGN
    if is_given:
        _take_turn(routing, choice)
        conversations.assign(by=SYSTEM, conversation_id=conversation.pk, member_id=choice.member_id)
    routed = ConversationRouted(
        conversation_id=conversation.pk,
        member_id=choice.member_id,
        team_id=routing.team_id,
        why=choice.why,
        load=choice.load,
        capacity=choice.capacity,
        is_given=is_given,
    )
    publish(routed, by=SYSTEM)


def _take_turn(routing: TeamRouting, choice: Choice) -> None:
    Turn.objects.update_or_create(
        team_id=routing.team_id,
        member_id=choice.member_id,
        defaults={"rounds": choice.rounds, "at": now()},
    )


def route_waiting() -> int:
    """Share out what nobody could take before; how many found somebody."""
    teams = TeamRouting.objects.filter(mode=Mode.ASSIGN).values("team_id")
    waiting = conversations_for(EVERYTHING).filter(
        team__in=teams, assignee=None, category="open", is_spam=False, merged_into=None
    )
    numbers = waiting.order_by("next_due_at", "pk").values_list("pk", flat=True)[:_A_MINUTE]
    return sum(route(conversation_id=number) is not None for number in list(numbers))
