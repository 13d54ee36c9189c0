"""What automation does when something happened."""

from comptoir.automation import services
from comptoir.conversations.events import DraftTakenOver, MessageSent
from comptoir.journal import on


@on(MessageSent)
def run_actions_of_what_was_sent(event: MessageSent) -> None:
    services.run_actions(message_id=event.message_id)


@on(DraftTakenOver)
def let_what_was_picked_follow_its_draft(event: DraftTakenOver) -> None:
    services.follow_draft(
        conversation_id=event.conversation_id,
        from_id=event.member_id,
        to_id=event.taker_id,
    )
