"""Names of teams, channels and members, and who is at work."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, Max, OuterRef

from comptoir.accounts.viewers import Viewer
from comptoir.channels.models import Channel
from comptoir.conversations.queries.presence import at_the_desk
from comptoir.insights.shapes import Colleague, Names, Standing
from comptoir.insights.slots import PRESENCE, Presence
from comptoir.kit import db
from comptoir.kit.clock import now

# A browser in use is noted every five minutes: twice that, and nobody is there.
LATELY = timedelta(minutes=10)
_NAMES = """
SELECT 'team', id, name, NULL::bigint[], is_active FROM accounts_team
UNION ALL SELECT 'channel', id, name, NULL, is_active FROM channels_channel
UNION ALL SELECT 'agent', m.id, m.name, array_agg(t.team_id), m.is_active FROM accounts_member m
  LEFT JOIN accounts_teammembership t ON t.member_id = m.id GROUP BY m.id"""


class Directory:
    """All names, and which active members are in which teams."""

    def __init__(self) -> None:
        self.names = Names()
        self.teams_of: dict[int, set[int]] = {}
        for kind, number, name, teams, is_active in db.rows(_NAMES):
            getattr(self.names, kind)[number] = name
            if kind == "agent" and is_active:
                self.teams_of[number] = {team for team in teams if team is not None}


def channel_id_of(public_id: UUID) -> int | None:
    return Channel.objects.filter(public_id=public_id).values_list("pk", flat=True).first()


def colleagues(
    eyes: Viewer, directory: Directory, standings: Mapping[tuple[str, str], Standing]
) -> tuple[Colleague, ...]:
    """Members of the teams that these eyes see, and whoever holds something open; busy first."""
    mine = set(eyes.scope_ids("team"))
    loads = {int(key): one for (by, key), one in standings.items() if by == "agent" and key != "0"}
    shown = {
        member
        for member, teams in directory.teams_of.items()
        if member in loads or (teams if eyes.sees_everything else teams & mine)
    }
    seen = presence(shown)
    told = [_colleague(member, directory, loads, seen) for member in shown]
    return tuple(sorted(told, key=lambda each: (not each.is_on, -each.standing.waiting, each.name)))


def _colleague(
    member: int,
    directory: Directory,
    loads: Mapping[int, Standing],
    seen: Mapping[int, Presence],
) -> Colleague:
    here = seen.get(member, Presence(is_on=False))
    name = directory.names.agent[member]
    return Colleague(member, name, here.is_on, here.seen_at, loads.get(member, Standing()))


def presence(members: Collection[int]) -> Mapping[int, Presence]:
    found: dict[int, Presence] = {}
    for ask in PRESENCE.all():
        found |= ask(members)
    return found


def seen_at_the_desk(members: Collection[int]) -> Mapping[int, Presence]:
    """Whoever has a conversation before his eyes is at work, and seconds ago."""
    return {member: Presence(is_on=True, seen_at=at) for member, at in at_the_desk(members).items()}


def seen_in_browsers(members: Collection[int]) -> Mapping[int, Presence]:
    """Signed in, and a page opened within the last minutes."""
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now())
    signed_in = UserSession.objects.filter(Exists(alive), user__in=members)
    latest = signed_in.order_by().values_list("user_id").annotate(Max("last_seen_at"))
    return {member: Presence(is_on=at > now() - LATELY, seen_at=at) for member, at in latest}
