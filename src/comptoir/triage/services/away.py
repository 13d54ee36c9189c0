"""Being away: nothing new comes, and what gets urgent goes back to the team."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.conversations import services as conversations
from comptoir.conversations.queries import conversations_for
from comptoir.journal import publish
from comptoir.kit.actor import SYSTEM, Actor
from comptoir.kit.clock import now
from comptoir.kit.text import clean
from comptoir.triage.access import require_shift
from comptoir.triage.errors import BadDuty
from comptoir.triage.events import CameBack, ConversationReturned, WentAway
from comptoir.triage.models import Duty
from comptoir.triage.queries.people import EVERYTHING, away_members, is_away
from comptoir.triage.states import Back

_LINE = 200


@transaction.atomic
def go_away(
    *, by: Actor, since: datetime | None = None, until: datetime | None = None, line: str = ""
) -> Duty:
    """From now or from a time on, until a time or until the member is back. Raises BadDuty."""
    require_shift(by)
    since = since or now()
    if until is not None and until <= max(since, now()):
        raise BadDuty(_("You would be back before you are away. Choose a later end."))
    duty, _new = Duty.objects.select_for_update().get_or_create(member_id=by.row_id)
    duty.away_from, duty.away_until = since, until
    duty.away_line = " ".join(clean(line).split())[:_LINE]
    duty.save(update_fields=["away_from", "away_until", "away_line"])
    publish(WentAway(member_id=by.row_id, since=since, until=until), by=by)
    return duty


@transaction.atomic
def come_back(*, by: Actor) -> None:
    duty = Duty.objects.select_for_update().filter(member=by.row_id).first()
    if duty is None or duty.away_from is None:
        return
    duty.away_from = duty.away_until = None
    duty.save(update_fields=["away_from", "away_until"])
    publish(CameBack(member_id=by.row_id), by=by)


@transaction.atomic
def return_if_away(*, conversation_id: int, why: Back) -> bool:
    """Back to the team, with a line that says why, if whoever has it is away."""
    found = conversations_for(EVERYTHING).filter(pk=conversation_id)
    conversation = found.select_for_update(of=("self",)).first()
    if conversation is None or conversation.assignee_id is None:
        return False
    if conversation.category != "open" or not is_away(conversation.assignee_id, now()):
        return False
    absent = conversation.assignee_id
    conversations.assign(by=SYSTEM, conversation_id=conversation_id, member_id=None)
    returned = ConversationReturned(conversation_id=conversation_id, member_id=absent, why=why)
    publish(returned, by=SYSTEM)
    return True


def return_from_away() -> int:
    """What belongs to members who are away and has less than a quarter of its time left."""
    moment = now()
    held = conversations_for(EVERYTHING).filter(
        assignee__in=away_members(moment), category="open", next_due_at__isnull=False
    )
    rows = held.values_list("pk", "next_due_started_at", "next_due_at").order_by("pk")
    urgent = [pk for pk, start, due in rows if start and due and (due - moment) * 4 <= due - start]
    return sum(return_if_away(conversation_id=pk, why=Back.PROMISE) for pk in urgent)
