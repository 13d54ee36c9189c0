"""What conversations do when something happened."""

from comptoir.conversations import services
from comptoir.conversations.events import MessageReceived
from comptoir.journal import on


@on(MessageReceived)
def acknowledge_new_conversation(event: MessageReceived) -> None:
    if event.opened:
        services.acknowledge(conversation_id=event.conversation_id, message_id=event.message_id)
