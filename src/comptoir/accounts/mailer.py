"""The mail backend of Comptoir's own mails: written down first, handed over by the worker.

A page never waits for a mail server, so its time tells nothing about an address (D9), and a
mail is sent if and only if the transaction that asked for it was committed.
"""

import logging
import smtplib
from collections.abc import Sequence
from email.message import EmailMessage as Letter
from email.utils import formatdate, parseaddr
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from comptoir import journal
from comptoir.accounts.models import SystemMail

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 20


class SystemMailer(BaseEmailBackend):
    """Keeps each message in the outbox, one row a recipient."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with transaction.atomic():
            for message in email_messages:
                for recipient in message.recipients():
                    _keep(message, recipient)
        return len(email_messages)


def _keep(message: EmailMessage, recipient: str) -> None:
    html = [part.content for part in getattr(message, "alternatives", ())]
    mail = SystemMail.objects.create(
        recipient=recipient,
        sender=message.from_email,
        subject=str(message.subject)[:200],
        text=str(message.body),
        html=str(html[0]) if html else "",
    )
    if may_leave():
        journal.later("accounts.hand_over_mail", mail_id=mail.pk)
    elif not settings.DEMO:
        log.warning("No COMPTOIR_MAIL_URL is set: a mail to a member stays in the outbox")


def may_leave() -> bool:
    """Whether there is a server to hand mails to; in the sample marketplace never."""
    return bool(settings.SYSTEM_SMTP) and not settings.DEMO


def hand_over(mail: SystemMail) -> None:
    """Give one mail to the configured server; raises OSError or smtplib.SMTPException."""
    with _connected(urlsplit(settings.SYSTEM_SMTP)) as server:
        server.send_message(_as_letter(mail))


def _connected(url: SplitResult) -> smtplib.SMTP:
    host = url.hostname or "localhost"
    kind = smtplib.SMTP_SSL if url.scheme == "smtps" else smtplib.SMTP
    server = kind(host, url.port or 0, timeout=TIMEOUT_SECONDS)
    try:
        _greet(server, url)
    except BaseException:
        server.close()
        raise
    return server


def _greet(server: smtplib.SMTP, url: SplitResult) -> None:
    server.ehlo()
    if url.scheme == "smtp" and server.has_extn("starttls"):
        server.starttls()
        server.ehlo()
    if url.username:
        server.login(unquote(url.username), unquote(url.password or ""))


def _as_letter(mail: SystemMail) -> Letter:
    letter = Letter()
    letter["From"] = mail.sender
    letter["To"] = mail.recipient
    letter["Subject"] = " ".join(mail.subject.split())
    letter["Date"] = formatdate(mail.created_at.timestamp())
    # The same id at every try: a repeat after a crash shows itself as one.
    domain = parseaddr(mail.sender)[1].rpartition("@")[2]
    letter["Message-ID"] = f"<system-{mail.pk}-{mail.created_at:%Y%m%d%H%M%S}@{domain}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(mail.text)
    if mail.html:
        letter.add_alternative(mail.html, subtype="html")
    return letter
