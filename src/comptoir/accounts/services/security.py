"""What a member changed about his own safety: told to the journal, and to him by mail."""

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.accounts.events import (
    PasswordChanged,
    SecondFactorAdded,
    SecondFactorRemoved,
    SignedIn,
    SignedOut,
    SignInFailed,
)
from comptoir.accounts.models import Member
from comptoir.journal import publish
from comptoir.kit.actor import Actor, ActorKind
from comptoir.kit.text import clean


@transaction.atomic
def note_password_change(*, member: Member) -> None:
    """After allauth wrote it. Sessions with the old password are void by then."""
    publish(PasswordChanged(member_id=member.pk), by=_himself(member))
    with translation.override(member.language):
        _warn(member, _("Your password was changed"))


@transaction.atomic
def note_second_factor(*, member: Member, added: bool) -> None:
    """After allauth wrote it."""
    event = SecondFactorAdded if added else SecondFactorRemoved
    publish(event(member_id=member.pk), by=_himself(member))
    with translation.override(member.language):
        said = _("A second factor was added") if added else _("A second factor was removed")
        _warn(member, said)


@transaction.atomic
def note_sign_in(*, member: Member) -> None:
    publish(SignedIn(member_id=member.pk), by=_himself(member))


@transaction.atomic
def note_sign_out(*, member: Member) -> None:
    publish(SignedOut(member_id=member.pk), by=_himself(member))


@transaction.atomic
def note_failed_sign_in(*, typed: str) -> None:
    """Known or not, the same is done: no time tells which (D9)."""
    publish(SignInFailed(), by=Actor(ActorKind.AGENT), detail={"address": clean(typed)[:254]})


def _himself(member: Member) -> Actor:
    return Actor(ActorKind.AGENT, member.pk, str(member))


def _warn(member: Member, subject: str) -> None:
    text = render_to_string("accounts/mails/security.txt", {"member": member, "what": subject})
    EmailMessage(subject, text, to=[member.email]).send()
