"""What the web chat does when something happened."""

from comptoir.connectors.webchat.queries import is_chat
from comptoir.connectors.webchat.tasks import look_again
from comptoir.conversations.events import MessageSent
from comptoir.journal import on


@on(MessageSent)
def look_whether_the_visitor_is_still_there(event: MessageSent) -> None:
    if is_chat(event.conversation_id):
        look_again(event.conversation_id)
