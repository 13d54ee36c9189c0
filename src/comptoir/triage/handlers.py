"""What triage does when something happened."""

from comptoir.conversations.events import ConversationAssigned, MessageReceived, StatusChanged
from comptoir.journal import on
from comptoir.triage import services


@on(MessageReceived)
def attend_to_what_came_in(event: MessageReceived) -> None:
    services.attend(conversation_id=event.conversation_id)


@on(StatusChanged)
def share_out_what_is_back(event: StatusChanged) -> None:
    if event.category == "open":
        services.route(conversation_id=event.conversation_id)


@on(ConversationAssigned)
def share_out_what_a_team_was_given(event: ConversationAssigned) -> None:
    if event.member_id is None and event.team_id is not None:
        services.route(conversation_id=event.conversation_id)
