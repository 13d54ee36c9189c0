"""Who of a team is on shift: its hours, nobody who is away, signed in lately."""

from collections.abc import Collection
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from comptoir.accounts.models import Member
from comptoir.accounts.parties import Party
from comptoir.accounts.roles import Role
from comptoir.accounts.viewers import Viewer
from comptoir.conversations.queries import conversations_for
from comptoir.deadlines.queries import is_open
from comptoir.kit import db
from comptoir.kit.actor import Grant
from comptoir.triage.models import Duty, TeamRouting, Turn
from comptoir.triage.policies.routing import Candidate
from comptoir.triage.states import Mode

# A browser in use is noted every five minutes: twice that, and nobody is there.
LATELY = timedelta(minutes=10)
# Routing reads all conversations of the house, for nobody in particular.
EVERYTHING = Viewer(Party.OPERATOR, 0, (Grant(Role.ADMINISTRATOR),))


def candidates(routing: TeamRouting, at: datetime) -> list[Candidate]:
    """Those on shift, with what choosing needs: five queries, however many they are."""
    if not is_open(at, team_id=routing.team_id):
        return []
    people = list(_on_shift(routing.team_id, at))
    ids = [each.pk for each in people]
    loads, turns = load_of(ids), _turns(routing.team_id, ids)
    own = dict(Duty.objects.filter(member__in=ids).values_list("member_id", "capacity"))
    return [_candidate(each, routing, loads, turns, own.get(each.pk)) for each in people]


def _candidate(
    member: Member,
    routing: TeamRouting,
    loads: dict[int, int],
    turns: dict[int, tuple[int, datetime]],
    capacity: int | None,
) -> Candidate:
    rounds, at = turns.get(member.pk, (0, None))
    return Candidate(
        member_id=member.pk,
        languages=frozenset(str(code)[:2].lower() for code in member.languages),
        load=loads.get(member.pk, 0),
        capacity=routing.capacity if capacity is None else capacity,
        rounds=rounds,
        idle_since=at,
    )


def _on_shift(team_id: int, at: datetime) -> "QuerySet[Member]":
    return _here(Member.objects.filter(teams=team_id), at)


def _here(members: "QuerySet[Member]", at: datetime) -> "QuerySet[Member]":
    away = Duty.objects.filter(_away_at(at), member=OuterRef("pk"))
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=at)
    here = UserSession.objects.filter(
        Exists(alive), user=OuterRef("pk"), last_seen_at__gt=at - LATELY
    )
    active = members.filter(is_active=True)
    return active.filter(Exists(here)).exclude(Exists(away)).order_by("pk")


def _away_at(at: datetime) -> Q:
    return Q(away_from__lte=at) & (Q(away_until=None) | Q(away_until__gt=at))


_SOMETHING = """
SELECT EXISTS (SELECT FROM triage_teamrouting WHERE mode <> %(off)s)
  OR EXISTS (SELECT FROM triage_duty
    WHERE away_from <= %(at)s AND (away_until IS NULL OR away_until > %(at)s))"""


def is_there_something_to_decide(at: datetime) -> bool:
    """Whether any team shares out or anybody is away. Asked with each message: one statement."""
    ((something,),) = db.rows(_SOMETHING, {"off": Mode.OFF, "at": at})
    return bool(something)


def is_away(member_id: int, at: datetime) -> bool:
    return Duty.objects.filter(_away_at(at), member=member_id).exists()


def away_members(at: datetime) -> list[int]:
    return list(Duty.objects.filter(_away_at(at)).values_list("member_id", flat=True))


def on_shift_now(team_id: int, at: datetime) -> frozenset[int]:
    """Members of a team who would be given something now."""
    if not is_open(at, team_id=team_id):
        return frozenset()
    return frozenset(_on_shift(team_id, at).values_list("pk", flat=True))


def is_here(member_id: int, at: datetime) -> bool:
    """Whether a member is signed in and not away, whatever the hours of his teams."""
    return _here(Member.objects.filter(pk=member_id), at).exists()


def load_of(members: Collection[int], viewer: Viewer = EVERYTHING) -> dict[int, int]:
    """How many conversations each has open, of those the viewer may know of."""
    open_ones = conversations_for(viewer).filter(
        assignee__in=members, category="open", is_spam=False, merged_into=None
    )
    return dict(open_ones.order_by().values_list("assignee_id").annotate(Count("pk")))


def _turns(team_id: int, members: Collection[int]) -> dict[int, tuple[int, datetime]]:
    rows = Turn.objects.filter(team=team_id, member__in=members)
    return {each.member_id: (each.rounds, each.at) for each in rows}
