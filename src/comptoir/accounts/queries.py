"""Reading members, teams, invitations and sessions, as the pages show them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from comptoir.accounts.browsers import browser_name
from comptoir.accounts.errors import InvitationGone, InvitationUnusable, NoSuchTeam, NoSuchToken
from comptoir.accounts.identity import identify
from comptoir.accounts.models import (
    ApiToken,
    Invitation,
    Member,
    MemberGrant,
    Scope,
    SystemMail,
    Team,
)
from comptoir.accounts.parties import Party
from comptoir.accounts.policies import may_give
from comptoir.accounts.roles import ROLE_NAMES, Role
from comptoir.accounts.slots import SCOPES
from comptoir.accounts.viewers import Viewer
from comptoir.kit.actor import Grant
from comptoir.kit.clock import now
from comptoir.kit.text import digest


def members() -> "QuerySet[Member]":
    """All members with their grants and teams, active ones first."""
    second_factor = Authenticator.objects.filter(
        user_id=OuterRef("pk"), type=Authenticator.Type.TOTP
    )
    return (
        Member.objects.annotate(has_second_factor=Exists(second_factor))
        .prefetch_related(Prefetch("grants", MemberGrant.objects.order_by("id")), "teams")
        .order_by("-is_active", "sort_name", "id")
    )


def members_with_teams() -> "QuerySet[Member]":
    """Those the API lists, with what it tells of them: three queries."""
    return Member.objects.prefetch_related(
        Prefetch("grants", MemberGrant.objects.order_by("id")),
        Prefetch("teams", Team.objects.order_by("name")),
    )


def active_members() -> "QuerySet[Member]":
    """For choosing a colleague."""
    return Member.objects.filter(is_active=True).order_by("sort_name", "id")


def open_invitations() -> "QuerySet[Invitation]":
    """Neither accepted nor revoked; expired ones too, so that they can be renewed."""
    return Invitation.objects.filter(accepted_at=None, revoked_at=None).select_related(
        "invited_by", "team"
    )


def find_invitation(invitation_id: int) -> Invitation:
    """An open one; raises InvitationGone."""
    found = open_invitations().filter(pk=invitation_id).first()
    if found is None:
        raise InvitationGone(_("There is no such invitation any more."))
    return found


def find_team(team_id: int) -> Team:
    """Raises NoSuchTeam."""
    found = teams().filter(pk=team_id).first()
    if found is None:
        raise NoSuchTeam(_("There is no such team."))
    return found


def teams() -> "QuerySet[Team]":
    people = Prefetch("members", active_members())
    size = Count("members", filter=Q(members__is_active=True))
    return Team.objects.annotate(size=size).prefetch_related(people)


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One browser that is signed in."""

    id: int
    browser: str
    ip: str
    since: datetime
    last_seen: datetime
    is_current: bool


def sessions_of(member: Member, *, current_key: str) -> list[SessionLine]:
    """Those whose session still lives, the present one first, then the latest."""
    kept = UserSession.objects.filter(user=member)
    alive = set(
        Session.objects.filter(
            session_key__in=kept.values("session_key"), expire_date__gt=now()
        ).values_list("session_key", flat=True)
    )
    lines = [_line(row, current_key) for row in kept if row.session_key in alive]
    return sorted(lines, key=lambda line: (not line.is_current, -line.last_seen.timestamp()))


def _line(row: Any, current_key: str) -> SessionLine:
    return SessionLine(
        id=row.pk,
        browser=browser_name(row.user_agent),
        ip=row.ip,
        since=row.created_at,
        last_seen=row.last_seen_at,
        is_current=row.session_key == current_key,
    )


def viewers_of_sessions(keys: Collection[str]) -> dict[str, Viewer]:
    """The viewers behind session keys that are good now: not ended, not expired, member active,
    password unchanged. Three queries for any number of keys."""
    rows = Session.objects.filter(session_key__in=keys, expire_date__gt=now())
    told = {row.session_key: row.get_decoded() for row in rows}
    ids = {int(data[SESSION_KEY]) for data in told.values() if SESSION_KEY in data}
    people = {m.pk: m for m in Member.objects.filter(pk__in=ids, is_active=True)}
    grants = _grants_of(people.values())
    found: dict[str, Viewer] = {}
    for key, data in told.items():
        member = people.get(int(data.get(SESSION_KEY, 0)))
        if member is not None and _has_same_password(member, data):
            found[key] = Viewer(Party.OPERATOR, member.pk, grants[member.pk])
    return found


def _grants_of(people: Collection[Member]) -> dict[int, tuple[Grant, ...]]:
    found: dict[int, list[Grant]] = defaultdict(list)
    rows = MemberGrant.objects.filter(member__in=people).order_by("id")
    for member_id, role, scope, scope_id in rows.values_list(
        "member_id", "role", "scope", "scope_id"
    ):
        found[member_id].append(Grant(role, scope, scope_id))
    for member in people:
        if member.is_superuser:
            found[member.pk] = [Grant(Role.ADMINISTRATOR)]
    return {member.pk: tuple(found[member.pk]) for member in people}


def _has_same_password(member: Member, data: dict[str, Any]) -> bool:
    return constant_time_compare(data.get(HASH_SESSION_KEY, ""), member.get_session_auth_hash())


def unsent_mails() -> int:
    """Comptoir's own mails that wait for a server."""
    return SystemMail.objects.filter(sent_at=None).count()


def usable_invitation(token: str, *, lock: bool = False) -> Invitation:
    """The invitation behind a link; raises InvitationUnusable, whatever the reason."""
    found = Invitation.objects.filter(
        token_digest=digest(token), accepted_at=None, revoked_at=None, expires_at__gt=now()
    ).select_related("invited_by")
    invitation = (found.select_for_update(of=("self",)) if lock else found).first()
    if invitation is None or not _still_given(invitation):
        raise InvitationUnusable(_("This invitation is no longer valid. Ask for a new one."))
    return invitation


def _still_given(invitation: Invitation) -> bool:
    inviter = invitation.invited_by
    grant = Grant(invitation.role, invitation.scope, invitation.scope_id)
    return inviter.is_active and may_give(identify(inviter).actor, grant)


@dataclass(frozen=True, slots=True)
class GrantLine:
    """A role and where it holds, in words."""

    role: str
    scope: str
    scope_id: int | None
    role_name: str
    where: str


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One row of the list of members."""

    id: int
    name: str
    email: str
    is_active: bool
    has_second_factor: bool
    last_login: datetime | None
    teams: tuple[str, ...]
    grants: tuple[GrantLine, ...]


def member_lines() -> list[MemberLine]:
    names = _scope_names()
    return [_member_line(member, names) for member in members()]


def member_line(member_id: int) -> MemberLine:
    """Raises Member.DoesNotExist."""
    return _member_line(members().get(pk=member_id), _scope_names())


def _scope_names() -> dict[str, dict[int, str]]:
    offered = {scope: dict(names()) for scope, names in SCOPES.items()}
    return offered | {"team": dict(Team.objects.values_list("pk", "name"))}


def _member_line(member: Any, names: dict[str, dict[int, str]]) -> MemberLine:
    return MemberLine(
        id=member.pk,
        name=str(member),
        email=member.email,
        is_active=member.is_active,
        has_second_factor=member.has_second_factor,
        last_login=member.last_login,
        teams=tuple(team.name for team in member.teams.all()),
        grants=tuple(_grant_line(grant, names) for grant in member.grants.all()),
    )


def _grant_line(grant: MemberGrant, names: dict[str, dict[int, str]]) -> GrantLine:
    known = set(Role)
    return GrantLine(
        role=grant.role,
        scope=grant.scope,
        scope_id=grant.scope_id,
        role_name=str(ROLE_NAMES[Role(grant.role)]) if grant.role in known else grant.role,
        where=_where(grant, names),
    )


def _where(grant: MemberGrant, names: dict[str, dict[int, str]]) -> str:
    if grant.scope_id is None:
        return str(Scope.ALL.label)
    return names.get(grant.scope, {}).get(grant.scope_id, f"{grant.scope} {grant.scope_id}")


@dataclass(frozen=True, slots=True)
class TokenLine:
    """One API token as the page shows it."""

    id: int
    member_id: int
    member: str
    name: str
    hint: str
    permissions: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    is_revoked: bool
    is_expired: bool

    @property
    def works(self) -> bool:
        return not (self.is_revoked or self.is_expired)


# So long an ended token stays on the page: whoever wonders why a program stopped finds it.
_ENDED_TOKENS_SHOWN = timedelta(days=30)


def token_lines(*, member_id: int | None = None) -> list[TokenLine]:
    """API tokens of one member or of all, the newest first: one query."""
    return [_token_line(row) for row in tokens(member_id).order_by("-id")]


def tokens(member_id: int | None) -> "QuerySet[ApiToken]":
    """Of one member, or of all; those that ended long ago are left out."""
    shown = ApiToken.objects.filter(expires_at__gt=now() - _ENDED_TOKENS_SHOWN)
    if member_id is not None:
        shown = shown.filter(member_id=member_id)
    return shown.select_related("member")


def find_token(token_id: int, *, member_id: int | None) -> ApiToken:
    """Raises NoSuchToken."""
    found = tokens(member_id).filter(pk=token_id).first()
    if found is None:
        raise NoSuchToken(_("There is no such token."))
    return found


def _token_line(row: ApiToken) -> TokenLine:
    return TokenLine(
        id=row.pk,
        member_id=row.member_id,
        member=str(row.member),
        name=row.name,
        hint=row.hint,
        permissions=tuple(row.permissions),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        is_revoked=row.revoked_at is not None,
        is_expired=row.expires_at <= now(),
    )


def grants_of(member_id: int) -> list[Grant]:
    rows = MemberGrant.objects.filter(member_id=member_id).order_by("id")
    return [Grant(*row) for row in rows.values_list("role", "scope", "scope_id")]
