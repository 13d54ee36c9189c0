"""How far questions and replies are counted: the background is seconds behind, or longer."""

from datetime import datetime

from comptoir.insights.models import Reached
from comptoir.insights.policies.followed import EVENTS
from comptoir.kit import db

_NOT_COUNTED = """
SELECT at FROM journal_entry
WHERE (tx, id) > (%s::text::xid8, %s) AND event = ANY(%s::text[])
ORDER BY tx, id LIMIT 1"""


def counted_until(moment: datetime) -> datetime:
    """When the first thing happened that is not counted yet; `moment` where all of it is."""
    reached = Reached.objects.first()
    here = (str(reached.tx), reached.entry_id) if reached else ("0", 0)
    found = db.rows(_NOT_COUNTED, [*here, EVENTS])
    return min(found[0][0], moment) if found else moment
