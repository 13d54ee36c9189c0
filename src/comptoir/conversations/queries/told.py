"""How a notice names a conversation, for a viewer who may know of it."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import ngettext

from comptoir.accounts.viewers import Viewer
from comptoir.conversations.filters.standing import MAY_BE_LATE
from comptoir.conversations.models import Reminder
from comptoir.conversations.queries.doors import conversations_for, messages_for
from comptoir.conversations.queries.views import scope
from comptoir.kit.clock import now
from comptoir.kit.db import planned
from comptoir.notices.slots import Digest, Named, Place

# A digest names so many; the list has the rest.
_MOST_NUMBERS = 10
_WHOLE = frozenset({"reminder"})


def named(viewer: Viewer, places: Collection[Place]) -> Mapping[Place, Named]:
    """By the doors: a conversation or a message that the viewer may not see is left out.

    Three queries at most. A message that is gone by now leads to its conversation.
    """
    ids = {place.subject_id for place in places}
    seen = dict(conversations_for(viewer).filter(pk__in=ids).values_list("pk", "subject"))
    messages = {p.place_id for p in places if p.place_id and p.kind not in _WHOLE}
    shown = set(messages_for(viewer).filter(pk__in=messages).values_list("pk", flat=True))
    lines = _own_lines(viewer, places)
    return {
        place: Named(
            number=f"#{place.subject_id}",
            url=_url(place, shown),
            title=seen[place.subject_id],
            line=lines.get(place.place_id or 0, "") if place.kind in _WHOLE else "",
        )
        for place in places
        if place.subject_id in seen
    }


def _own_lines(viewer: Viewer, places: Collection[Place]) -> dict[int, str]:
    """What he wrote for himself."""
    ids = [place.place_id for place in places if place.place_id and place.kind in _WHOLE]
    if not ids:
        return {}
    own = Reminder.objects.filter(pk__in=ids, member_id=viewer.id)
    return dict(own.values_list("pk", "text"))


def _url(place: Place, shown: Collection[int]) -> str:
    url = reverse("conversations:conversation", args=["all", place.subject_id])
    return f"{url}#m{place.place_id}" if place.place_id in shown else url


def overdue_of_mine(viewer: Viewer) -> Digest | None:
    """What a morning begins with: whoever has it, and its promise is past."""
    seen, params = scope(viewer)
    found = planned(
        f"""SELECT c.id FROM conversations_conversation c
        WHERE {seen} AND {MAY_BE_LATE} AND c.assignee_id = %(member)s
          AND c.next_due_at < %(now)s ORDER BY c.next_due_at""",  # noqa: S608
        {**params, "member": viewer.id, "now": now()},
    )
    if not found:
        return None
    said = ngettext(
        "%(count)s conversation of yours is overdue:",
        "%(count)s conversations of yours are overdue:",
        len(found),
    )
    numbers = tuple(f"#{number}" for (number,) in found[:_MOST_NUMBERS])
    address = f"{reverse('conversations:search')}?q=is:mine+is:overdue"
    return Digest(said % {"count": len(found)}, address, numbers)
