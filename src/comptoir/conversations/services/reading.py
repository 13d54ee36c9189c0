"""How far a member has read: personal, touches no colleague."""

from django.db import transaction

from comptoir.conversations.models import Mention, Reading
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.db import rows

_READ = """
INSERT INTO conversations_reading (conversation_id, member_id, last_read_id)
VALUES (%s, %s, %s)
ON CONFLICT (conversation_id, member_id)
DO UPDATE SET last_read_id = greatest(conversations_reading.last_read_id, excluded.last_read_id)
RETURNING id"""


@transaction.atomic
def mark_read(*, by: Actor, conversation_id: int, up_to: int) -> None:
    """The member has seen everything up to this message; his open mentions there are seen."""
    rows(_READ, [conversation_id, by.row_id, up_to])
    Mention.objects.filter(
        conversation_id=conversation_id, member_id=by.row_id, seen_at=None, message_id__lte=up_to
    ).update(seen_at=now())


@transaction.atomic
def mark_unread(*, by: Actor, conversation_id: int, from_id: int) -> None:
    """Make this message and all after it unread again, for this member alone."""
    Reading.objects.update_or_create(
        conversation_id=conversation_id,
        member_id=by.row_id,
        defaults={"last_read_id": from_id - 1},
    )


_SETTLED = """
INSERT INTO conversations_reading (conversation_id, member_id, last_read_id)
SELECT id, %s, operator_last_id FROM conversations_conversation WHERE category <> 'open'
ON CONFLICT (conversation_id, member_id)
DO UPDATE SET last_read_id = greatest(conversations_reading.last_read_id, excluded.last_read_id)
RETURNING id"""


@transaction.atomic
def mark_settled_read(*, by: Actor) -> int:
    """Everything that does not wait on us is read, for this member alone; how many there were."""
    return len(rows(_SETTLED, [by.row_id]))
