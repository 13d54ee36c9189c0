"""How far a member has read: personal, touches no colleague."""

from django.db import connection, transaction

from comptoir.conversations.models import Reading
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.db import planned, rows

# One statement, for it is part of every look at a conversation. It does not wait for the disk: what
# a failing machine forgets is only how far somebody had read. What was read already is not written.
_READ = """
WITH seen AS (
  UPDATE conversations_mention SET seen_at = %(now)s
  WHERE conversation_id = %(conversation)s AND member_id = %(member)s AND seen_at IS NULL
    AND message_id <= %(up_to)s
)
INSERT INTO conversations_reading (conversation_id, member_id, last_read_id)
SELECT %(conversation)s, %(member)s, %(up_to)s
WHERE NOT %(alone)s OR set_config('synchronous_commit', 'off', true) = 'off'
ON CONFLICT (conversation_id, member_id)
DO UPDATE SET last_read_id = excluded.last_read_id
  WHERE conversations_reading.last_read_id < excluded.last_read_id
RETURNING id"""


def mark_read(*, by: Actor, conversation_id: int, up_to: int) -> None:
    """The member has seen everything up to this message; his open mentions there are seen."""
    planned(
        _READ,
        {
            "conversation": conversation_id,
            "member": by.row_id,
            "up_to": up_to,
            "now": now(),
            # Inside a transaction the disk is waited for as that transaction wants it.
            "alone": not connection.in_atomic_block,
        },
    )


def last_read(*, by: Actor, conversation_id: int) -> int:
    """The last message the member has seen there; 0 for none."""
    found = Reading.objects.filter(conversation_id=conversation_id, member_id=by.row_id)
    return found.values_list("last_read_id", flat=True).first() or 0


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
