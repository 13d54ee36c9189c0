"""Who has left is answered by mail; who does not come back is forgotten."""

from comptoir.connectors.webchat.models import ChatVisit
from comptoir.connectors.webchat.queries import has_unseen, read_up_to, somebody_is_here
from comptoir.conversations.services.missed import mail_what_was_missed
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import now


def mail_if_left(*, conversation_id: int) -> bool:
    """Two minutes after an answer: mail it to who is not there any more.

    True while he is there and has not seen it: then somebody has to look again.
    """
    read_id = read_up_to(conversation_id)
    if somebody_is_here(conversation_id):
        return has_unseen(conversation_id, read_id)
    mail_what_was_missed(by=SYSTEM, conversation_id=conversation_id, read_id=read_id)
    return False


def forget_visits() -> None:
    """What a browser said of itself is nobody's business once its key is worth nothing."""
    ChatVisit.objects.filter(expires_at__lt=now()).delete()
