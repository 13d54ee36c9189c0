"""Playing a list: two who ask at the same moment are never served the same conversation."""

from django.db import transaction

from comptoir.accounts.viewers import Viewer
from comptoir.conversations.filters.shapes import Sort
from comptoir.conversations.queries.playing import Next, Nothing, find_next
from comptoir.conversations.services.presence import be_here
from comptoir.conversations.states import Being
from comptoir.kit import db
from comptoir.kit.actor import Actor

# The place in which a served conversation is held until the browser itself says that it is there.
TAB = "play"
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('conversations.playing'))"


@transaction.atomic
def serve_next(
    *, by: Actor, viewer: Viewer, view: str, sort: Sort | None = None, after: str = ""
) -> Next | Nothing:
    """The next of the list that nobody else is at, held for the actor. Raises NoSuchView."""
    db.rows(_ONE_AT_A_TIME)
    found = find_next(viewer, view, sort=sort, cursor=after)
    if isinstance(found, Next):
        be_here(by=by, conversation_id=found.number, tab=TAB, being=Being.VIEWING)
    return found
