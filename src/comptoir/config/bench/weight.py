"""How much room a conversation takes in the database."""

from comptoir.kit.db import rows

# What one conversation of three mails writes, with indexes and TOAST.
_TABLES = (
    "conversations_conversation",
    "conversations_message",
    "conversations_messagedelivery",
    "channels_envelope",
    "channels_delivery",
    "deadlines_deadline",
    "journal_entry",
    "commerce_buyer",
    "commerce_buyeridentity",
    "procrastinate_jobs",
    "procrastinate_events",
)


def bytes_per_conversation() -> int:
    """Of the conversations that are stored: all their tables, indexes included."""
    ((size,),) = rows(
        "SELECT sum(pg_total_relation_size(t::regclass)) FROM unnest(%s::text[]) t", [list(_TABLES)]
    )
    ((count,),) = rows("SELECT count(*) FROM conversations_conversation")
    return round(int(size) / max(int(count), 1))
