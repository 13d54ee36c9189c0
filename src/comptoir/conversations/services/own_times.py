"""A member says which times he wants to be offered first when he sets something aside."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts import access as accounts
from comptoir.conversations.access import HANDLE
from comptoir.conversations.errors import NoSuchMoment
from comptoir.conversations.models import OwnTimes
from comptoir.conversations.policies.moments import read_moment
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.text import clean

MOST = 5
LONGEST = 80


@transaction.atomic
def choose_times(*, by: Actor, zone: ZoneInfo, typed: Sequence[str]) -> tuple[str, ...]:
    """In his order; empty ones fall away. Raises NoSuchMoment, and keeps what was."""
    if not accounts.may_somewhere(by, HANDLE):
        accounts.refuse(HANDLE)
    words = (" ".join(clean(each).split())[:LONGEST] for each in typed)
    kept = tuple(dict.fromkeys(each for each in words if each))[:MOST]
    for each in kept:
        if read_moment(each, now(), zone) is None:
            raise NoSuchMoment(
                _("“%(typed)s” is no time to come: write “in 3 days” or “Friday 14:00”.")
                % {"typed": each}
            )
    OwnTimes.objects.update_or_create(member_id=by.row_id, defaults={"typed": list(kept)})
    return kept
