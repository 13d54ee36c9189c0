"""What makes a restored database a desk of this version that stands still."""

from datetime import datetime

from django.db import connection, transaction

from comptoir.accounts.services import forget_mails
from comptoir.channels.services import stand_still
from comptoir.config import migrating
from comptoir.connectors.webhooks import services as webhooks
from comptoir.insights import services as insights
from comptoir.notices.services import forget_leaving
from comptoir.records import ledger
from comptoir.records import services as records

# A reply that was to leave between the copy and now may have left: its author decides anew.
_SCHEDULED = """
UPDATE conversations_draft SET send_at = NULL
 WHERE send_at <= (SELECT max(restored_at) FROM journal_restoration)"""


def settle(*, copied_at: datetime) -> None:
    """Called once, before the database takes the old one's place."""
    migrating.migrate()
    with transaction.atomic():
        stand_still(copied_at=copied_at)
        forget_mails()
        forget_leaving()
        webhooks.start_from_now()
        insights.start_from_now()
        with connection.cursor() as cursor:
            cursor.execute(_SCHEDULED)
        # Whoever was erased after the copy was taken would be back with it (I1).
        records.erase_again(ledger.erased(ledger.path()))
