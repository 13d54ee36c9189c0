"""Background work of accounts: mails that need no waiting page."""

from datetime import timedelta

from comptoir import journal
from comptoir.accounts import services
from comptoir.accounts.mailer import hand_over
from comptoir.accounts.models import SystemMail
from comptoir.kit.clock import now

KEPT = timedelta(days=7)


@journal.task("accounts.hand_over_mail", queue="mail")
def hand_over_mail(*, mail_id: int) -> None:
    """Send one mail of the outbox, once; its words (a secret link) are not kept after that."""
    mail = SystemMail.objects.filter(pk=mail_id, sent_at=None).first()
    if mail is None:
        return
    hand_over(mail)
    mail.delete()


@journal.task("accounts.mail_password_reset", queue="mail")
def mail_password_reset(*, email: str) -> None:
    services.mail_password_reset(email=email)


@journal.periodic("accounts.forget_old_mails", "17 3 * * *")
def forget_old_mails() -> None:
    """What could not be handed over in a week: its links expired long ago."""
    SystemMail.objects.filter(created_at__lt=now() - KEPT).delete()


@journal.task("accounts.mail_pass", queue="mail")
def mail_pass(*, pass_id: int) -> None:
    services.mail_pass(pass_id=pass_id)


@journal.periodic("accounts.forget_passes", "41 * * * *")
def forget_passes() -> None:
    services.forget_passes()
