"""After a restore: mails of ours that a lost desk may have sent are not sent again."""

from django.db import connection, transaction

from comptoir.accounts.models import SystemMail

_TASKS = ["accounts.hand_over_mail", "accounts.mail_password_reset", "accounts.mail_pass"]


@transaction.atomic
def forget_mails() -> None:
    """Invitations, codes and links that wait: whoever needs one asks again."""
    SystemMail.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE task_name = ANY(%s) AND status = 'todo'", [_TASKS]
        )
