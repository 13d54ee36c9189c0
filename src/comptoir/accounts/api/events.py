"""What happened, for programs that follow it."""

from ninja import Query, Router

from comptoir.accounts import access
from comptoir.accounts.schemas import EventFilters, EventPage
from comptoir.journal.queries import Position, current_position, entries_after
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.slots import ROUTERS
from comptoir.rest.telling import tell

events = Router()


@events.get("/events", response=EventPage, summary="Follow what happens")
@needs("accounts.follow")
def list_events(request: ApiRequest, filters: Query[EventFilters]) -> EventPage:
    """Entries of the journal in the order of their safety: none appears behind one's back.

    Ids, enum values, amounts and times only; `subject.url` tells more. Begin without `after`,
    then send `position` back. Needs the permission for the whole house.
    """
    access.require(request.actor, "accounts.follow")
    if not filters.after:
        return EventPage(items=[], position=str(current_position()), more=False)
    after = Position.parse(filters.after)
    # Taken first: what commits between the two is told next time, not never.
    safe = current_position()
    found = entries_after(after, limit=filters.limit, events=filters.type)
    more = len(found) == filters.limit
    reached = Position(found[-1].tx or 0, found[-1].pk) if more else max(after, safe)
    return EventPage(items=tell(found), position=str(reached), more=more)


ROUTERS.plug("Events", events)
