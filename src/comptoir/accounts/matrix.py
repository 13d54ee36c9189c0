"""Roles as a page shows them: what each may, in the words of its permissions, and who has it."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.queries import MemberLine, member_lines
from comptoir.accounts.roles import PERMISSIONS, ROLE_NAMES, Role, area_of

ROLE_MEANINGS: dict[Role, str | Promise] = {
    Role.VIEWER: _("Reads, and changes nothing."),
    Role.TRAINEE: _("Writes answers that somebody else sends."),
    Role.AGENT: _("Answers buyers and sellers."),
    Role.LEAD: _("Answers, approves, and sees to teams, promises and templates."),
    Role.COMPLIANCE: _("Reads everything, for audits."),
    Role.ADMINISTRATOR: _("Everything, also channels, roles and the machine."),
}


@dataclass(frozen=True, slots=True)
class Holder:
    id: int
    name: str
    where: str


@dataclass(frozen=True, slots=True)
class RoleLine:
    key: Role
    name: str
    meaning: str
    holders: list[Holder]


@dataclass(frozen=True, slots=True)
class Right:
    """`held` has a tick for each role, in the order of the roles."""

    name: str
    says: str
    held: list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Area:
    name: str
    rights: list[Right]


def roles() -> list[RoleLine]:
    """Every role with its active holders, and where each holds it."""
    held = _holders([member for member in member_lines() if member.is_active])
    return [
        RoleLine(role, str(ROLE_NAMES[role]), str(ROLE_MEANINGS[role]), held[role]) for role in Role
    ]


def _holders(members: list[MemberLine]) -> dict[str, list[Holder]]:
    held: dict[str, list[Holder]] = defaultdict(list)
    for member in members:
        for grant in member.grants:
            where = grant.where if grant.scope != "all" else ""
            held[grant.role].append(Holder(member.id, member.name, where))
    return held


def areas() -> list[Area]:
    """All permissions by the part of the program they are about."""
    named = sorted(PERMISSIONS.items())
    grouped = groupby(named, key=lambda item: area_of(item[0]))
    return [Area(area, [_right(name) for name, _permission in found]) for area, found in grouped]


def _right(name: str) -> Right:
    permission = PERMISSIONS.get(name)
    held = [(str(ROLE_NAMES[role]), role in permission.roles) for role in Role]
    return Right(name, str(permission.help), held)
