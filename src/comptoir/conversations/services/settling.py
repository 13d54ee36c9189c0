"""What stands open beside a conversation that is to be resolved."""

from collections.abc import Callable

from comptoir.conversations.errors import SidesOpen
from comptoir.conversations.models import Conversation
from comptoir.conversations.services import rows
from comptoir.conversations.states import Category, Sides
from comptoir.kit.actor import Actor, ActorKind

type Close = Callable[..., None]


def open_sides(conversation_id: int) -> list[int]:
    """Side conversations that are not over, oldest first."""
    sides = Conversation.objects.filter(side_of=conversation_id, is_spam=False)
    still_open = sides.exclude(category=Category.RESOLVED).order_by("pk")
    return list(still_open.values_list("pk", flat=True))


def settle_sides(by: Actor, conversation: Conversation, sides: Sides, close: Close) -> None:
    """A person who resolves is asked what becomes of them; raises SidesOpen until he says so."""
    if by.kind != ActorKind.AGENT or sides is Sides.LEAVE:
        return
    found = open_sides(conversation.pk)
    if found and sides is Sides.ASK:
        raise SidesOpen(found)
    for number in found:
        close(by=by, conversation=rows.lock(number))


def require_no_sides(by: Actor, conversation: Conversation) -> None:
    """Raise SidesOpen where a person sends and resolves at once."""
    if by.kind == ActorKind.AGENT and (found := open_sides(conversation.pk)):
        raise SidesOpen(found)
