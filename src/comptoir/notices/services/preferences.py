"""How a member wants to be told: always his own choice, and nobody else's."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import time

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.notices.access import require_member
from comptoir.notices.errors import BadPreferences
from comptoir.notices.events import PreferencesChanged
from comptoir.notices.models import Preferences, Rule
from comptoir.notices.slots import KINDS
from comptoir.notices.states import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """All of a member's choices. A kind that is not named keeps its ways."""

    ways: Mapping[str, Collection[Way]]
    quiet_from: time | None = None
    quiet_until: time | None = None
    digest_at: time | None = None
    follows_mentions: bool = True
    team_ids: Collection[int] = ()
    channel_ids: Collection[int] = ()


@transaction.atomic
def choose(*, by: Actor, wanted: Wanted) -> None:
    """Raises BadPreferences, and nothing is changed."""
    member_id = require_member(by)
    if (wanted.quiet_from is None) != (wanted.quiet_until is None):
        raise BadPreferences(_("Write both when the quiet hours begin and when they end."))
    Preferences.objects.update_or_create(
        member_id=member_id,
        defaults={
            "quiet_from": wanted.quiet_from,
            "quiet_until": wanted.quiet_until,
            "digest_at": wanted.digest_at,
            "follows_mentions": wanted.follows_mentions,
            "team_ids": sorted(set(wanted.team_ids)),
            "channel_ids": sorted(set(wanted.channel_ids)),
        },
    )
    for key, ways in wanted.ways.items():
        _keep(member_id, key, frozenset(ways))
    publish(PreferencesChanged(member_id=member_id), by=by)


def _keep(member_id: int, key: str, ways: frozenset[Way]) -> None:
    """What is usual is not written down: it may become another with a later version."""
    kind = KINDS.get(key)
    if ways & kind.offered == kind.usual & kind.offered:
        Rule.objects.filter(member_id=member_id, kind=key).delete()
        return
    kept = {"ways": sorted(ways & kind.offered)}
    Rule.objects.update_or_create(member_id=member_id, kind=key, defaults=kept)
