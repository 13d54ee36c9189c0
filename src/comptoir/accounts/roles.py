"""Six roles, and what each may: every package registers its own permissions here."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comptoir.kit.slots import Slot


class Role(StrEnum):
    VIEWER = "viewer"
    TRAINEE = "trainee"
    AGENT = "agent"
    LEAD = "lead"
    COMPLIANCE = "compliance"
    ADMINISTRATOR = "administrator"


ROLE_NAMES: dict[Role, str | Promise] = {
    Role.VIEWER: _("Viewer"),
    Role.TRAINEE: _("Trainee"),
    Role.AGENT: _("Agent"),
    Role.LEAD: _("Lead"),
    Role.COMPLIANCE: _("Compliance"),
    Role.ADMINISTRATOR: _("Administrator"),
}

AREA_NAMES: dict[str, str | Promise] = {
    "accounts": _("Members and teams"),
    "automation": _("Templates and vouchers"),
    "channels": _("Channels and the machine"),
    "commerce": _("Buyers, sellers, orders"),
    "conversations": _("Conversations"),
    "deadlines": _("Promises and hours"),
    "insights": _("Figures"),
    "notices": _("Notifications"),
    "records": _("Personal data and the audit log"),
    "shipping": _("Parcels"),
    "triage": _("Who takes it"),
    "webhooks": _("Webhooks"),
}

READERS = tuple(Role)
WRITERS = (Role.TRAINEE, Role.AGENT, Role.LEAD, Role.ADMINISTRATOR)
SENDERS = (Role.AGENT, Role.LEAD, Role.ADMINISTRATOR)
LEADERS = (Role.LEAD, Role.ADMINISTRATOR)
ADMINISTRATORS = (Role.ADMINISTRATOR,)


@dataclass(frozen=True, slots=True)
class Permission:
    """`help` says in one line what it allows."""

    help: str | Promise
    roles: tuple[Role, ...]


PERMISSIONS: Slot[Permission] = Slot("permissions")


@cache
def permissions_of(role: str) -> frozenset[str]:
    """All permission names of a role; empty for a role that does not exist."""
    return frozenset(name for name, permission in PERMISSIONS.items() if role in permission.roles)


def area_of(name: str) -> str:
    """In words, the part of the program that a permission or an event is about, by its package."""
    return str(AREA_NAMES[name.partition(".")[0]])
