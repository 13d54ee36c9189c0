"""Invitations: for one address, once, for seven days (D8)."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.accounts import access
from comptoir.accounts.errors import AlreadyMember, BadProfile
from comptoir.accounts.events import InvitationAccepted, InvitationRevoked, MemberInvited
from comptoir.accounts.models import Invitation, Member, MemberGrant, TeamMembership
from comptoir.accounts.policies import is_known_role, may_give
from comptoir.accounts.queries import usable_invitation
from comptoir.accounts.services.members import new_member
from comptoir.journal import publish
from comptoir.kit.actor import Actor, ActorKind, Grant
from comptoir.kit.clock import now
from comptoir.kit.errors import NotAllowed
from comptoir.kit.text import clean, digest

VALID_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Invited:
    """`url` holds the secret: it is shown and mailed once, never stored."""

    invitation: Invitation
    url: str


@transaction.atomic
def invite(
    *,
    by: Actor,
    email: str,
    role: str,
    name: str = "",
    scope: str = "all",
    scope_id: int | None = None,
    team_id: int | None = None,
) -> Invited:
    """Mail a way in; a new invitation of an address replaces the open one.

    Raises AlreadyMember, BadProfile, NotAllowed (a role above the actor's own).
    """
    here = {f"{scope}_id": scope_id} if scope != "all" else {}
    access.require(by, "accounts.invite", **here)
    if by.id is None:
        raise NotAllowed(_("Only a member can invite."))
    grant = Grant(role, scope, scope_id)
    _check(by, email, grant)
    _replace_open_ones(email)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email.strip().lower(),
        name=clean(name).strip(),
        role=role,
        scope=scope,
        scope_id=scope_id,
        team_id=team_id,
        token_digest=digest(token),
        invited_by_id=by.id,
        expires_at=now() + VALID_FOR,
    )
    url = settings.PUBLIC_URL + reverse("account_invitation", args=[token])
    _mail(invitation, url, sender=by.name)
    publish(MemberInvited(invitation_id=invitation.pk), by=by, detail={"email": invitation.email})
    return Invited(invitation, url)


def _check(by: Actor, email: str, grant: Grant) -> None:
    if not is_known_role([grant]):
        raise BadProfile(_("This role does not exist."))
    if not may_give(by, grant):
        raise NotAllowed(_("You can give at most the rights that you have yourself."))
    if Member.objects.filter(email__iexact=email.strip()).exists():
        raise AlreadyMember(_("%(email)s is a member already.") % {"email": email.strip()})


def _replace_open_ones(email: str) -> None:
    open_ones = Invitation.objects.filter(
        email__iexact=email.strip(), accepted_at=None, revoked_at=None
    )
    open_ones.update(revoked_at=now())


def _mail(invitation: Invitation, url: str, *, sender: str) -> None:
    words = {"invitation": invitation, "url": url, "sender": sender, "days": VALID_FOR.days}
    text = render_to_string("accounts/mails/invitation.txt", words)
    subject = _("%(sender)s invites you to Comptoir") % {"sender": sender or "Comptoir"}
    EmailMessage(subject, text, to=[invitation.email]).send()


@transaction.atomic
def revoke_invitation(*, by: Actor, invitation_id: int) -> Invitation:
    access.require(by, "accounts.invite")
    invitation = Invitation.objects.select_for_update().get(pk=invitation_id)
    if invitation.accepted_at or invitation.revoked_at:
        return invitation
    invitation.revoked_at = now()
    invitation.save(update_fields=["revoked_at"])
    publish(InvitationRevoked(invitation_id=invitation_id), by=by)
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, name: str, password: str) -> Member:
    """Become a member with the invited address; raises InvitationUnusable, WeakPassword.

    The role is given in the name of whoever invited: it must still be his to give.
    """
    invitation = usable_invitation(token, lock=True)
    language = translation.get_language() or settings.LANGUAGE_CODE
    member = new_member(
        email=invitation.email, name=name, password=password, language=_supported(language)
    )
    MemberGrant.objects.create(
        member=member, role=invitation.role, scope=invitation.scope, scope_id=invitation.scope_id
    )
    if invitation.team_id:
        TeamMembership.objects.create(team_id=invitation.team_id, member=member)
    invitation.accepted_at = now()
    invitation.save(update_fields=["accepted_at"])
    accepted = InvitationAccepted(member_id=member.pk, invitation_id=invitation.pk)
    publish(accepted, by=Actor(ActorKind.AGENT, member.pk, str(member)))
    return member


def _supported(language: str) -> str:
    known = dict(settings.LANGUAGES)
    return language if language in known else language.partition("-")[0]
