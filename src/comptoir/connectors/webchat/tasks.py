"""Background work of the web chat."""

from datetime import timedelta

from comptoir import journal
from comptoir.connectors.webchat import services
from comptoir.connectors.webchat.states import HERE_FOR
from comptoir.kit.clock import now

_SLACK = timedelta(seconds=1)


@journal.task("connectors_webchat.mail_if_left")
def mail_if_left(*, conversation_id: int) -> None:
    if services.mail_if_left(conversation_id=conversation_id):
        look_again(conversation_id)


def look_again(conversation_id: int) -> None:
    """Several answers within the two minutes are looked at once."""
    journal.later(
        "connectors_webchat.mail_if_left",
        at=now() + HERE_FOR + _SLACK,
        key=f"chat left:{conversation_id}",
        conversation_id=conversation_id,
    )


@journal.periodic("connectors_webchat.forget", "37 * * * *")
def forget() -> None:
    services.forget_visits()
    services.forget_pace()
