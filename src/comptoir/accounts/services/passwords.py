"""Forgotten passwords: the page does the same for every address, the worker does the rest (D9)."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir import journal
from comptoir.accounts.models import Member
from comptoir.kit.text import digest


@transaction.atomic
def request_password_reset(*, email: str) -> None:
    """Ask the worker for a link. Whether the address is known is not looked up here."""
    address = email.strip().lower()
    key = f"reset:{digest(address).hex()[:32]}"
    journal.later("accounts.mail_password_reset", queue="mail", key=key, email=address)


@transaction.atomic
def mail_password_reset(*, email: str) -> None:
    """Mail a link that works once and for an hour; nothing for a stranger's address."""
    member = Member.objects.filter(email__iexact=email, is_active=True).first()
    if member is None:
        return
    words = {"member": member, "url": reset_url(member)}
    with translation.override(member.language):
        text = render_to_string("accounts/mails/password_reset.txt", words)
        EmailMessage(_("A new password for Comptoir"), text, to=[member.email]).send()


def reset_url(member: Member) -> str:
    uid, key = user_pk_to_url_str(member), default_token_generator.make_token(member)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})
    return str(settings.PUBLIC_URL) + path
