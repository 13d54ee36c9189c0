"""What automation does when something happened."""

from comptoir.automation import services
from comptoir.conversations.events import MessageSent
from comptoir.journal import on


@on(MessageSent)
def run_actions_of_what_was_sent(event: MessageSent) -> None:
    services.run_actions(message_id=event.message_id)
