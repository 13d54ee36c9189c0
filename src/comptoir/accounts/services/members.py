"""Members come, get their roles, and go."""

from collections.abc import Collection

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from comptoir.accounts import access
from comptoir.accounts.errors import AlreadyMember, BadProfile, LastAdministrator, WeakPassword
from comptoir.accounts.events import GrantsChanged, MemberAdded, MemberSwitchedOff, MemberSwitchedOn
from comptoir.accounts.models import Member, MemberGrant, Team, TeamMembership
from comptoir.accounts.policies import is_known_role, may_give
from comptoir.accounts.roles import Role
from comptoir.accounts.services.sessions import end_all_sessions
from comptoir.journal import publish
from comptoir.kit.actor import SYSTEM, Actor, Grant
from comptoir.kit.errors import NotAllowed
from comptoir.kit.text import clean


@transaction.atomic
def add_member(
    *,
    by: Actor,
    email: str,
    name: str,
    password: str | None,
    grants: Collection[Grant] = (),
    teams: Collection[Team] = (),
    language: str = settings.LANGUAGE_CODE,
    time_zone: str = settings.TIME_ZONE,
    languages: Collection[str] = (),
) -> Member:
    """Without an invitation, nor a password if None; raises AlreadyMember, WeakPassword."""
    access.require(by, "accounts.manage")
    member = new_member(email=email, name=name, password=password, language=language)
    member.time_zone = time_zone
    member.languages = list(languages)
    member.save(update_fields=["time_zone", "languages"])
    _write_grants(member, grants)
    TeamMembership.objects.bulk_create(TeamMembership(team=t, member=member) for t in teams)
    publish(MemberAdded(member_id=member.pk), by=by, detail={"email": email, "name": name})
    return member


def create_admin(*, email: str, name: str, password: str) -> Member:
    """The first member of an installation, from its command line."""
    administrator = (Grant(Role.ADMINISTRATOR),)
    return add_member(by=SYSTEM, email=email, name=name, password=password, grants=administrator)


def new_member(*, email: str, name: str, password: str | None, language: str) -> Member:
    """The row itself; raises AlreadyMember, WeakPassword."""
    member = Member(email=email.strip().lower(), name=clean(name).strip(), language=language)
    if password is not None:
        check_password(password, member)
    try:
        with transaction.atomic():
            member.set_password(password)
            member.save()
    except IntegrityError:
        raise AlreadyMember(_("%(email)s is a member already.") % {"email": member.email}) from None
    return member


def check_password(password: str, member: Member) -> None:
    try:
        validate_password(password, member)
    except ValidationError as error:
        raise WeakPassword(" ".join(error.messages)) from None


@transaction.atomic
def change_grants(*, by: Actor, member_id: int, grants: Collection[Grant]) -> Member:
    """Replace all grants of a member; raises LastAdministrator, BadProfile, NotAllowed."""
    access.require(by, "accounts.manage")
    member = Member.objects.select_for_update().get(pk=member_id)
    before = list(member.grants.values_list("role", "scope", "scope_id"))
    _check_his_to_give(by, {*grants} - {Grant(*each) for each in before})
    member.grants.all().delete()
    _write_grants(member, grants)
    _check_administrators_left()
    after = [[g.role, g.scope, g.scope_id] for g in grants]
    publish(GrantsChanged(member_id=member_id), by=by, detail={"before": before, "after": after})
    return member


def _check_his_to_give(by: Actor, given: Collection[Grant]) -> None:
    if not all(may_give(by, grant) for grant in given):
        raise NotAllowed(_("You can give at most the rights that you have yourself."))


def _write_grants(member: Member, grants: Collection[Grant]) -> None:
    if not is_known_role(grants):
        raise BadProfile(_("This role does not exist."))
    MemberGrant.objects.bulk_create(
        MemberGrant(member=member, role=g.role, scope=g.scope, scope_id=g.scope_id)
        for g in dict.fromkeys(grants)
    )


@transaction.atomic
def switch_off(*, by: Actor, member_id: int) -> Member:
    """End a member's access at once: sign-in, sessions, open streams (D4)."""
    access.require(by, "accounts.manage")
    member = Member.objects.select_for_update().get(pk=member_id)
    if not member.is_active:
        return member
    member.is_active = False
    member.save(update_fields=["is_active"])
    _check_administrators_left()
    end_all_sessions(member)
    publish(MemberSwitchedOff(member_id=member_id), by=by)
    return member


@transaction.atomic
def switch_on(*, by: Actor, member_id: int) -> Member:
    access.require(by, "accounts.manage")
    member = Member.objects.select_for_update().get(pk=member_id)
    if member.is_active:
        return member
    member.is_active = True
    member.save(update_fields=["is_active"])
    publish(MemberSwitchedOn(member_id=member_id), by=by)
    return member


def _check_administrators_left() -> None:
    """Two administrators who switch each other off at once meet at these locks."""
    everywhere = Q(grants__role=Role.ADMINISTRATOR, grants__scope="all") | Q(is_superuser=True)
    active = Member.objects.filter(everywhere, is_active=True).order_by("pk")
    if not list(active.select_for_update(of=("self",)).values_list("pk", flat=True)):
        raise LastAdministrator(_("At least one active administrator has to stay."))
