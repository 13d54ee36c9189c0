"""What conversations do when something happened."""

from comptoir.conversations import services
from comptoir.conversations.events import MessageReceived
from comptoir.journal import on
from comptoir.shipping.events import ParcelMoved


@on(MessageReceived)
def acknowledge_new_conversation(event: MessageReceived) -> None:
    if event.opened:
        services.acknowledge(conversation_id=event.conversation_id, message_id=event.message_id)


@on(ParcelMoved)
def wake_who_waits_for_the_parcel(event: ParcelMoved) -> None:
    services.wake_for_parcel(order_id=event.order_id, state=event.state)
